# SPDX-License-Identifier: Apache-2.0
"""The state of a crawl as a file of JSON lines that only grows, so that a crawl can go on however its process ended.

An address stands there before it is dialed: whoever a killed process was visiting is not visited again. Only whoever
could not be dialed from here is.
"""

import dataclasses
import fcntl
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Self

import msgspec

from aiomonero.p2p.frontier import Target
from aiomonero.p2p.visit import Outcome, Visit
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
    """How far a crawl came; `visited` has also those whose visit did not end, but nobody to whom no route led."""

    network: Network
    found: tuple[Target, ...] = ()
    visited: AbstractSet[PeerAddress] = frozenset()
    visits: tuple[Visit, ...] = ()


def replay(data: bytes) -> State:
    """Read a journal; a last line without an end was cut off by a crash and does not count.

    Raises ValueError, naming the line, where it is no journal.
    """
    lines = [_decode(line, number) for number, line in enumerate(_whole(data).splitlines(), 1)]
    start = lines[0][0] if lines else None
    if not isinstance(start, Start) or start.format != _FORMAT:
        raise ValueError("line 1: this is no state of a crawl that this version understands")
    return State(
        start.network,
        tuple(Target(peer, line.depth) for line, peers in lines if isinstance(line, Found) for peer in peers),
        _visited(lines),
        tuple(line for line, _ in lines if isinstance(line, Visit) and line.outcome is not Outcome.NO_ROUTE),
    )


def _visited(lines: Sequence[tuple[Line, tuple[PeerAddress, ...]]]) -> AbstractSet[PeerAddress]:
    visited: set[PeerAddress] = set()
    for line, peers in lines:
        if isinstance(line, Began):
            visited.update(peers)
        elif isinstance(line, Visit) and line.outcome is Outcome.NO_ROUTE:
            visited.difference_update(peers)
    return visited


def _whole(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _decode(data: bytes, number: int) -> tuple[Line, tuple[PeerAddress, ...]]:
    """Return a line and the addresses on it."""
    try:
        line = _LINES.decode(data)
        return line, tuple(map(PeerAddress.parse, _addresses(line)))
    except (msgspec.MsgspecError, ValueError) as error:
        raise ValueError(f"line {number}: {error}") from error


def _addresses(line: Line) -> tuple[str, ...]:
    if isinstance(line, Found):
        return line.addresses
    return () if isinstance(line, Start) else (line.address,)


class Journal:
    """Writes the state of one crawl to a file, each line as it happens; close it in the end."""

    def __init__(self, path: Path, network: Network) -> None:
        """Begin a new journal, or go on with the one that is there; raises ValueError where that cannot be."""
        self._file = path.open("a+b")
        try:
            self.state = self._continued(path, network)
        except BaseException:
            self._file.close()
            raise

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

    def _continued(self, path: Path, network: Network) -> State:
        """Claim the file, read what is there, and leave it ready for the next line."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ValueError(f"{path} is being written by another crawl: choose another file") from error
        self._file.seek(0)
        data = _whole(self._file.read())
        try:
            state = replay(data) if data else State(network)
        except ValueError as error:
            raise ValueError(f"{path}, {error}: choose another file") from error
        if state.network is not network:
            raise ValueError(f"{path} is of a crawl of {state.network}, not {network}: choose another file")
        self._file.truncate(len(data))
        if not data:
            self._write(Start(network, _FORMAT))
        return state

    def _write(self, line: Line) -> None:
        # What a full disk does not take stays in the buffer, so that the next line does not follow half of this one.
        self._file.write(msgspec.json.encode(line) + b"\n")
        self._file.flush()
