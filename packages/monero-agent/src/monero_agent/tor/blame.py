# SPDX-License-Identifier: Apache-2.0
"""Which lines tor's words of refusal are about: pure, and without quoting a line, which may hold a secret."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monero_agent.tor.wanted import Wanted

_SHORTEST = 4
"""Of a line's words that count as quoted: `1` is part of much."""


class _Line(NamedTuple):
    place: str
    option: str
    values: tuple[str, ...]

    def is_named(self, words: str) -> bool:
        """Whether tor names its option, as that is written or in tor's own way."""
        return bool(re.search(rf"(?<!\w){re.escape(self.option)}(?!\w)", words, re.IGNORECASE))

    def is_quoted(self, words: str) -> bool:
        return any(value in words for value in self.values)


def places(words: Sequence[str], wanted: Wanted, extra: str) -> list[str]:
    """Return the places of the lines that are to blame, as far as they can be told; the last word says most."""
    lines = [*_theirs(extra), *_operators(wanted)]
    everything = " ".join(words)
    for each in reversed(words):
        suspects = [line for line in lines if line.is_named(each) or line.is_quoted(each)]
        if suspects:
            return [line.place for line in suspects if line.is_quoted(everything)] or [line.place for line in suspects]
    return []


def _operators(wanted: Wanted) -> Iterator[_Line]:
    for text in (*wanted.lines, *(line for service in wanted.services for line in service.lines)):
        option, values = _parts(text)
        yield _Line(f"the option {option} of tor.json", option, values)


def _theirs(extra: str) -> Iterator[_Line]:
    """Yield the user's lines; one that ends in a backslash goes on, and is told by its beginning."""
    beginning, text = 1, ""
    for number, line in enumerate(extra.splitlines(), start=1):
        beginning, text = (beginning, f"{text} {line}") if text else (number, line)
        if line.endswith("\\"):
            text = text.removesuffix("\\")
            continue
        option, values = _parts(text)
        if option:
            yield _Line(f"line {beginning} of torrc", option, values)
        text = ""


def _parts(line: str) -> tuple[str, tuple[str, ...]]:
    option, *values = line.partition("#")[0].split() or [""]
    return option.lstrip("+/"), tuple(value for value in values if len(value) >= _SHORTEST)
