# SPDX-License-Identifier: Apache-2.0
"""The text of tor's configuration: the operator's lines, the user's, the agent's own, then the services."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monero_agent.tor.wanted import Service, Wanted


@dataclass(frozen=True, slots=True)
class Places:
    """Where tor finds things."""

    data: Path
    control: Path


@dataclass(frozen=True, slots=True)
class Served:
    """A service with the folder that has its key; `is_previous` says that it is the one before the last rotation."""

    service: Service
    folder: Path
    is_previous: bool = False


def render(wanted: Wanted, served: Iterable[Served], places: Places, extra: str = "") -> str:
    """Return the configuration.

    The user's lines can replace the operator's, but not where data and the control socket are; services come last,
    because every line of theirs belongs to the folder above it.
    """
    lines = [*wanted.lines, *extra.splitlines(), *_own(places)]
    lines += [f"MapAddress {address} {onion}" for address, onion in sorted(wanted.maps.items())]
    for each in served:
        lines += _service(each)
    return "\n".join(lines) + "\n"


def _own(places: Places) -> Iterator[str]:
    yield f"DataDirectory {places.data}"
    yield f"ControlSocket {places.control}"
    yield "CookieAuthentication 0"  # the socket is in a folder of tor's user alone, and the agent has no password
    yield "/HashedControlPassword"  # forgets those above; an empty one would be one more
    yield "RunAsDaemon 0"
    yield "AvoidDiskWrites 1"
    yield "Log notice stdout"


def _service(served: Served) -> Iterator[str]:
    yield f"HiddenServiceDir {served.folder}"
    yield from (f"HiddenServicePort {port}" for port in served.service.ports)
    yield from served.service.lines
    if served.service.masters:
        yield "HiddenServiceOnionBalanceInstance 1"
