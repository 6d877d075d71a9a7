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
_UPLOADED = re.compile(r"HS_DESC UPLOADED ([a-z2-7]{56}) ")
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


def introduction_points(circuits: str) -> Counter[str]:
    """Return how many introduction points are established for each onion, from the answer to `CIRCUITS`."""
    lines = (line for line in circuits.splitlines() if all(part in line for part in _INTRODUCTION))
    return Counter(found[1] + _SUFFIX for line in lines if (found := _ONION.search(line)))


def uploaded(event: str) -> str | None:
    """Return the onion whose descriptor a directory has taken, if an event tells that."""
    found = _UPLOADED.match(event)
    return found[1] + _SUFFIX if found else None
