# SPDX-License-Identifier: Apache-2.0
"""Programs that fail, hang or are missing."""

import sys

import pytest

from localkube import command


def test_output_is_returned():
    """Standard input goes in, standard output comes out."""
    assert command.run([sys.executable, "-c", "print(input()[::-1])"], text="abc") == "cba\n"


def test_failure_carries_what_was_said():
    """The error shows the command, its code and its words."""
    with pytest.raises(command.CommandFailedError, match=r"failed with 3: sorry"):
        command.run([sys.executable, "-c", "import sys; print('sorry', file=sys.stderr); sys.exit(3)"])


def test_missing_program_is_explained():
    """No traceback for a program that is not there."""
    with pytest.raises(command.CommandFailedError, match="could not be started"):
        command.run(["/nonexistent/program"])


def test_hanging_program_is_ended():
    """Nothing waits forever."""
    with pytest.raises(command.CommandFailedError, match="did not end"):
        command.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout_seconds=0.2)
