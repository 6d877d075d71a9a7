# SPDX-License-Identifier: Apache-2.0
"""The state of a crawl as a file of JSON lines that only grows, so that a crawl can go on however its process ended.

An address stands there before it is dialed: whoever a killed process was visiting is not visited again.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Self

import msgspec

from aiomonero.p2p.frontier import Target
from aiomonero.p2p.visit import Visit
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress


class Start(msgspec.Struct, frozen=True, tag="crawl"):
    """The first line: which network is walked."""

    network: Network
    format: int


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Addresses to visit, in their order."""

    depth: int
    addresses: tuple[str, ...]


class Began(msgspec.Struct, frozen=True, tag="began"):
    """Somebody is being visited."""

    address: str


_FORMAT = 1
Line = Start | Found | Began | Visit
_LINES: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """How far a crawl came; `visited` has also those whose visit did not end."""

    network: Network
    found: tuple[Target, ...] = ()
    visited: AbstractSet[PeerAddress] = frozenset()
    visits: tuple[Visit, ...] = ()


def replay(data: bytes) -> State:
    """Read a journal; a last line without an end was cut off by a crash and does not count.

    Raises ValueError, naming the line, where it is no journal.
    """
    lines = [_decode(line, number) for number, line in enumerate(_whole(data).splitlines(), 1)]
    start, events = (lines[0], lines[1:]) if lines else (None, [])
    if not isinstance(start, Start) or start.format != _FORMAT:
        raise ValueError("line 1: this is no state of a crawl that this version understands")
    return State(
        start.network,
        tuple(target for event in events if isinstance(event, Found) for target in _targets(event)),
        {PeerAddress.parse(event.address) for event in events if isinstance(event, Began)},
        tuple(event for event in events if isinstance(event, Visit)),
    )


def _whole(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _decode(line: bytes, number: int) -> Line:
    try:
        return _LINES.decode(line)
    except msgspec.MsgspecError as error:
        raise ValueError(f"line {number}: {error}") from error


def _targets(event: Found) -> Iterable[Target]:
    return (Target(PeerAddress.parse(address), event.depth) for address in event.addresses)


class Journal:
    """Writes the state of one crawl to a file, each line as it happens; close it in the end."""

    def __init__(self, path: Path, network: Network) -> None:
        """Begin a new journal, or go on with the one that is there; raises ValueError where that cannot be."""
        try:
            data = _whole(path.read_bytes()) if path.exists() else b""
            self.state = replay(data) if data else State(network)
        except ValueError as error:
            raise ValueError(f"{path}, {error}: choose another file") from error
        if self.state.network is not network:
            raise ValueError(f"{path} is of a crawl of {self.state.network}, not {network}: choose another file")
        self._file = path.open("ab", buffering=0)
        self._file.truncate(len(data))
        if not data:
            self._write(Start(network, _FORMAT))

    def found(self, targets: Sequence[Target]) -> None:
        """Write down whom to visit; all are equally far."""
        if targets:
            self._write(Found(targets[0].depth, tuple(str(target.address) for target in targets)))

    def began(self, target: Target) -> None:
        """Write down who is going to be dialed."""
        self._write(Began(str(target.address)))

    def visited(self, visit: Visit) -> None:
        """Write down what came of it."""
        self._write(visit)

    def close(self) -> None:
        """Close the file; everything stands in it already."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, line: Line) -> None:
        self._file.write(msgspec.json.encode(line) + b"\n")
