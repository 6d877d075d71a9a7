# SPDX-License-Identifier: Apache-2.0
"""What is wrong, as `/status` tells it: a stable code for programs and a sentence that says what to do."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong."""

    code: str
    message: str


def silence(error: str) -> Problem | None:
    """Return the problem of a program that runs and says nothing, if there is an error that says so."""
    return Problem("NotAnswering", error) if error else None
