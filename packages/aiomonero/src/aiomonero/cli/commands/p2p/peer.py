# SPDX-License-Identifier: Apache-2.0
"""Commands that ask one peer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click
import msgspec

from aiomonero.cli.commands.p2p import address
from aiomonero.cli.commands.p2p.group import Wish, group
from aiomonero.cli.output import show, table

if TYPE_CHECKING:
    from aiomonero.p2p.client import Client
    from aiomonero.types.p2p import PeerEntry

_node_address = click.option(
    "-a", "--node-address", metavar="ADDRESS", required=True, help="the peer: HOST, HOST:PORT or [IPv6]:PORT"
)


class Pong(msgspec.Struct, frozen=True):
    """What a ping found out."""

    peer_id: int
    round_trip_milliseconds: float


@group.asks("handshake")
@_node_address
async def handshake(wish: Wish, *, node_address: str) -> object:
    """Shake hands with a peer and show what it says of itself and of its chain."""
    found = await _client(wish, node_address).handshake()
    told = {**msgspec.structs.asdict(found.node), **msgspec.structs.asdict(found.chain), "peers": len(found.peers)}
    return show.Answer(found, lambda style: table.fields(told, style))


@group.asks("ping")
@_node_address
async def ping(wish: Wish, *, node_address: str) -> object:
    """Ask whether a peer is there, without a handshake; the time is that of one question on an open connection."""
    async with _client(wish, node_address).session() as session:
        loop = asyncio.get_running_loop()
        began = loop.time()
        peer_id = await session.ping()
        return Pong(peer_id, round((loop.time() - began) * 1000, 3))


@group.asks("peerlist")
@_node_address
async def peerlist(wish: Wish, *, node_address: str) -> object:
    """Show the peers that a peer tells of."""
    peers = (await _client(wish, node_address).handshake()).peers
    told = [Told.of(peer) for peer in peers]
    return show.Answer(told, lambda style: table.rows(told, ("address", "peer_id", "rpc_port", "pruning_seed"), style))


class Told(msgspec.Struct, frozen=True):
    """A peer that another one knows."""

    address: str
    peer_id: int
    rpc_port: int
    pruning_seed: int

    @classmethod
    def of(cls, peer: PeerEntry) -> Told:
        """Return what is worth showing; peers never tell when they last saw somebody."""
        return cls(str(peer.address), peer.peer_id, peer.rpc_port, peer.pruning_seed)


def _client(wish: Wish, node_address: str) -> Client:
    from aiomonero.p2p.client import Client
    from aiomonero.transport.tcp import TcpDialer

    host, port = address.split(node_address, wish.network.ports.p2p)
    dialer = TcpDialer(wish.proxy)
    return Client(host, port, network=wish.network, dialer=dialer, timeout_seconds=wish.timeout_seconds)
