# SPDX-License-Identifier: Apache-2.0
"""What is wrong, as `/status` tells it: a stable code for programs and a sentence that says what to do."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong."""

    code: str
    message: str


def told(problems: "tuple[Problem, ...] | list[Problem]") -> list[dict[str, str]]:
    """Return problems as members of a JSON document, each once."""
    return [problem._asdict() for problem in dict.fromkeys(problems)]
