# SPDX-License-Identifier: Apache-2.0
"""What `balancer.json` asks for: read into values, so that nothing else meets JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monero_agent import config
from monero_agent.config import WrongError

MAX_BACKENDS = 8
"""A descriptor has room for twenty introduction points, and each backend gives two; some room is left."""

_ONION = re.compile(r"[a-z2-7]{56}\.onion")
_LONGEST_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Wanted:
    """The document. `key` is the entry of the key of the onion for all."""

    key: str
    backends: tuple[str, ...]
    fetch_seconds: int
    publish_seconds: int


def parse(document: Mapping[str, Any], ordinal: int) -> Wanted:
    """Return what a document asks for."""
    backends = config.texts(document.get("backends"))
    if not 0 < len(backends) <= MAX_BACKENDS:
        raise WrongError(f"{len(backends)} backends are not between 1 and {MAX_BACKENDS}")
    if wrong := [each for each in backends if not _ONION.fullmatch(each)]:
        raise WrongError(f"{wrong[0]!r} is not an onion")
    intervals = document.get("intervals", {})
    if not isinstance(intervals, Mapping):
        raise WrongError("what should be intervals are not")
    return Wanted(
        key=config.entry(document.get("key"), ordinal),
        backends=backends,
        fetch_seconds=_number(intervals.get("fetchSeconds", 30), _LONGEST_SECONDS),
        publish_seconds=_number(intervals.get("publishSeconds", 15), _LONGEST_SECONDS),
    )


def _number(value: object, largest: int) -> int:
    if not isinstance(value, int) or not 0 < value <= largest:
        raise WrongError(f"{value!r} is not a whole number between 1 and {largest}")
    return value
