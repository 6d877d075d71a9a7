# SPDX-License-Identifier: Apache-2.0
"""What people see of a step."""

import io

import pytest

from localkube import progress


def test_step_is_one_line_with_its_time():
    """A short step in a log is told once, when it ended."""
    stream = io.StringIO()

    with progress.Progress(stream).step("network"):
        pass

    assert stream.getvalue() == "    0.0 s  network\n"


def test_failed_step_is_marked():
    """The line says which step failed; the error goes on."""
    stream = io.StringIO()

    with pytest.raises(ValueError, match="boom"), progress.Progress(stream).step("network"):
        raise ValueError("boom")

    assert stream.getvalue() == "    0.0 s  network FAILED\n"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.04, "    0.0 s  x"), (12.34, "   12.3 s  x"), (1234.5, " 1234.5 s  x")]
)
def test_times_are_aligned(seconds, text):
    """Steps of seconds and of minutes stand below each other."""
    assert text == progress.line(seconds, "x")
