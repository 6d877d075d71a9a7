# SPDX-License-Identifier: Apache-2.0
"""What a Prometheus answers, over its HTTP API."""

from __future__ import annotations

import json
import math
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple

TIMEOUT_SECONDS = 20.0


class Refused(Exception):
    """The Prometheus does not understand the question."""


class Window(NamedTuple):
    """The time that is shown, in Unix seconds, and how far points are apart."""

    start: float
    end: float
    step: float


class Series(NamedTuple):
    """One series of an answer, its points in order of time."""

    labels: Mapping[str, str]
    points: tuple[tuple[float, float], ...]

    @property
    def last(self) -> float:
        """The newest value."""
        return self.points[-1][1]


class Prometheus(NamedTuple):
    """Where it is asked."""

    url: str

    def at(self, expression: str, time: float) -> list[Series]:
        """Return the values at one moment; raises Refused, OSError."""
        answer = self._ask("query", {"query": expression, "time": time})
        if answer["resultType"] == "scalar":
            return [_series({}, [answer["result"]])]
        return [each for found in answer["result"] if (each := _series(found["metric"], [found["value"]])).points]

    def over(self, expression: str, window: Window) -> list[Series]:
        """Return the values over time; raises Refused, OSError."""
        answer = self._ask("query_range", {"query": expression, **window._asdict()})
        return [each for found in answer["result"] if (each := _series(found["metric"], found["values"])).points]

    def _ask(self, path: str, question: Mapping[str, Any]) -> dict[str, Any]:
        body = urllib.parse.urlencode(question).encode()
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{path}", body, timeout=TIMEOUT_SECONDS) as answer:
                data: dict[str, Any] = json.load(answer)["data"]
                return data
        except urllib.error.HTTPError as error:
            raise Refused(f"{question['query']}: {error.read().decode(errors='replace')}") from error


def _series(labels: Mapping[str, str], values: list[tuple[float, str]]) -> Series:
    points = ((float(time), float(value)) for time, value in values)
    return Series(labels, tuple((time, value) for time, value in points if math.isfinite(value)))
