# SPDX-License-Identifier: Apache-2.0
"""Waiting ends."""

import pytest

from localkube import waiting
from localkube.errors import EndedError, LocalkubeError, NotReadyError


def test_nothing_missing_means_no_wait(tmp_path):
    """One look is enough when all is well."""
    looks = iter([None])

    waiting.until_none(lambda: next(looks), seconds=0, log=tmp_path / "log")

    assert list(looks) == []


def test_last_answer_is_the_error(tmp_path):
    """When the time is over, what is missing is told."""
    with pytest.raises(NotReadyError, match="node n1 is not Ready"):
        waiting.until_none(lambda: "node n1 is not Ready", seconds=-1, log=tmp_path / "log")


def test_failed_look_is_something_missing(tmp_path):
    """A server that does not answer yet is no reason to give up early."""

    def look() -> None:
        raise LocalkubeError("no answer")

    with pytest.raises(NotReadyError, match="no answer"):
        waiting.until_none(look, seconds=-1, log=tmp_path / "log")


def test_end_of_a_machine_ends_the_wait(tmp_path):
    """What ended will not become ready."""

    def look() -> None:
        raise EndedError("n1", tmp_path / "log")

    with pytest.raises(EndedError, match="machine n1 ended"):
        waiting.until_none(look, seconds=1, log=tmp_path / "log")
