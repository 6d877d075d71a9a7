# SPDX-License-Identifier: Apache-2.0
"""Bodies of a peer's messages: each is read as each of the messages that a light peer knows."""

import contextlib
from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol.levin import handshake, ping, support_flags, timed_sync
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    for read in (timed_sync.read, ping.read, support_flags.read):
        with contextlib.suppress(errors.RemoteProtocolError):
            read(data)
    told = handshake.read(Network.REGTEST, data)
    for entry in told.peers:
        assert entry.address == PeerAddress.parse(str(entry.address))


def _seeds() -> Iterable[bytes]:
    for name in ("handshake", "timed_sync", "ping", "support_flags"):
        yield from vectors.exchange("0.18.5.3", name)[1]


TARGET = Target(_read, (errors.RemoteProtocolError, errors.OtherNetwork), _seeds)
