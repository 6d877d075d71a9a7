# SPDX-License-Identifier: Apache-2.0
"""How a running tor is, as far as it was asked: pure, from what it said to what `/status` tells."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

KEYS = ("version", "status/bootstrap-phase", "status/circuit-established", "network-liveness")
CIRCUITS = "circuit-status"

_PROGRESS = re.compile(r"PROGRESS=(\d{1,3})\b")
_WHOLE = 100
_ONION = re.compile(r"REND_QUERY=([a-z2-7]{56})\b")
_INTRODUCTION = ("PURPOSE=HS_SERVICE_INTRO", "HS_STATE=HSSI_ESTABLISHED")
_TOLD = re.compile(r"HS_DESC (UPLOADED|FAILED) ([a-z2-7]{56}) \S+ (\S+)")
LIFETIME_SECONDS = 3 * 3600.0
"""Directories forget a descriptor after this time; tor brings another one long before."""
_SUFFIX = ".onion"


@dataclass(frozen=True, slots=True)
class Health:
    """What tor says of itself; as it is by default while tor is not there."""

    version: str | None = None
    bootstrapped: int = 0
    is_circuit_established: bool = False
    is_network_live: bool = False

    @property
    def is_ready(self) -> bool:
        return self.bootstrapped == _WHOLE and self.is_circuit_established


def read(values: Mapping[str, str]) -> Health:
    """Return what the answers to `KEYS` say."""
    progress = _PROGRESS.search(values.get("status/bootstrap-phase", ""))
    return Health(
        version=values.get("version", "").partition(" ")[0] or None,
        bootstrapped=min(int(progress[1]), _WHOLE) if progress else 0,
        is_circuit_established=values.get("status/circuit-established") == "1",
        is_network_live=values.get("network-liveness") == "up",
    )


def is_introduction(line: str) -> bool:
    """Tell whether a line of the answer to `CIRCUITS` is of an established introduction point."""
    return all(part in line for part in _INTRODUCTION)


def introduction_points(circuits: str) -> Counter[str]:
    """Return how many introduction points are established for each onion, from the answer to `CIRCUITS`."""
    lines = filter(is_introduction, circuits.splitlines())
    return Counter(found[1] + _SUFFIX for line in lines if (found := _ONION.search(line)))


class Published:
    """Which directories have the descriptors of which onions, by what tor told of them."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], float] = {}

    def told(self, event: str, now: float) -> None:
        """Note that a directory took a descriptor, or would not: what it had before is then another one's."""
        if found := _TOLD.match(event):
            key = found[2] + _SUFFIX, found[3]
            self._taken.pop(key, None)
            if found[1] == "UPLOADED":
                self._taken[key] = now
        self._taken = {key: since for key, since in self._taken.items() if now - since < LIFETIME_SECONDS}

    def has(self, onion: str, now: float) -> bool:
        """Tell whether any directory has an onion's descriptor."""
        return any(of == onion and now - since < LIFETIME_SECONDS for (of, _), since in self._taken.items())
