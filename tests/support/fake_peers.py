# SPDX-License-Identifier: Apache-2.0
"""Peers that are not there: one program that answers handshakes on many addresses of loopback, and counts its visitors.

Each has an address of 127.0.0.0/8 of its own, which Linux lets anybody listen on, and tells of some of the others.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import resource
from collections.abc import AsyncIterator, Sequence

from aiomonero.protocol.levin import chain, framing, handshake, header
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from aiomonero.types.network import Network
from aiomonero.types.p2p import FLUFFY_BLOCKS, Handshake, PeerEntry, PeerNode
from aiomonero.types.peer_address import PeerAddress

_BACKLOG = 4096
_SPARE_FILES = 1024


def addresses(count: int, port: int) -> tuple[PeerAddress, ...]:
    """Return so many hosts, all at one port."""
    numbers = range(2, count + 2)
    return tuple(PeerAddress.of(f"127.77.{number >> 8}.{number & 255}", port) for number in numbers)


def answer(peers: Sequence[PeerAddress], *, network: Network = Network.MAINNET, peer_id: int = 1) -> bytes:
    """Return the bytes of an answered handshake that tells of peers."""
    node = PeerNode(peer_id=peer_id, port=18080, support_flags=FLUFFY_BLOCKS)
    told = tuple(PeerEntry(address=peer, peer_id=1) for peer in peers)
    body = handshake.write(network, Handshake(node=node, chain=chain.genesis(network), peers=told))
    return framing.encode(Header(Command.HANDSHAKE, 0, Flag.RESPONSE, ReturnCode.OK), body)


class Visitors:
    """Who came: the connections to each host, in all and the most at once."""

    def __init__(self) -> None:
        self.came: collections.Counter[str] = collections.Counter()
        self.present: collections.Counter[str] = collections.Counter()
        self.most_at_host = self.most = 0

    def enter(self, host: str) -> None:
        """Somebody connected to a host."""
        self.came[host] += 1
        self.present[host] += 1
        self.most_at_host = max(self.most_at_host, self.present[host])
        self.most = max(self.most, self.present.total())

    def leave(self, host: str) -> None:
        """The connection is gone."""
        self.present[host] -= 1


class _Peer(asyncio.Protocol):
    def __init__(self, host: str, reply: bytes | None, visitors: Visitors) -> None:
        self._host = host
        self._reply = reply
        self._visitors = visitors
        self._heard = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._visitors.enter(self._host)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        size = header.SIZE_BYTES
        if len(self._heard) >= size and len(self._heard) >= size + header.decode(self._heard).size_bytes:
            self._heard.clear()
            if self._reply is not None:
                self._transport.write(self._reply)

    def connection_lost(self, problem: Exception | None) -> None:
        self._visitors.leave(self._host)


@contextlib.asynccontextmanager
async def listening(replies: dict[PeerAddress, bytes | None]) -> AsyncIterator[Visitors]:
    """Answer each handshake with what stands for its host, until the end of the block; None is silence."""
    _allow_files(len(replies) * 2 + _SPARE_FILES)
    loop, visitors = asyncio.get_running_loop(), Visitors()
    async with contextlib.AsyncExitStack() as stack:
        for address, reply in replies.items():

            def made(host: str = address.host, reply: bytes | None = reply) -> _Peer:
                return _Peer(host, reply, visitors)

            server = await loop.create_server(made, address.host, address.port, backlog=_BACKLOG)
            stack.callback(server.close)
        yield visitors


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))
