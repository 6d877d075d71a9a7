# SPDX-License-Identifier: Apache-2.0
"""Networks of nodes that have no way to each other but Tor, by addresses that tor replaces, or I2P, by its tunnels."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.types.peer import PeerState
from tests.support import hidden_daemons, hidden_i2p, hidden_tor, hidden_worlds, loopback, monerod, sidecars
from tests.support.hidden_worlds import P2P

PORT = 18080
MINE_SECONDS = 120.0
"""A block takes a tenth of a second, and many of these where much else is done."""


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A node of such a network, and the agent beside it."""

    daemon: monerod.Monerod
    sidecar: sidecars.Sidecar

    async def height(self) -> int:
        async with self.daemon.node() as node:
            return (await node.rpc.get_info()).height

    async def mine(self, count: int) -> None:
        """Make blocks, once it has met others: until then a node counts itself as behind."""
        await monerod.until_synchronized(self.daemon, seconds=MINE_SECONDS)
        async with self.daemon.node(timeout_seconds=MINE_SECONDS) as node:
            await node.rpc.generate_blocks(count, monerod.ADDRESS)

    async def until_at(self, height: int, *, seconds: float) -> None:
        """Wait for blocks of the others."""

        async def look() -> bool:
            return await self.height() == height

        await self.daemon.until(look, f"not at height {height}", seconds=seconds)

    async def until_dialed(self, *, seconds: float) -> None:
        """Wait until another node has come in and introduced itself."""

        async def look() -> bool:
            async with self.daemon.node() as node:
                found = await node.rpc.get_connections()
            return any(each.incoming and each.state is not PeerState.BEFORE_HANDSHAKE for each in found)

        await self.daemon.until(look, "no other node has come in", seconds=seconds)


@contextlib.asynccontextmanager
async def running(world: hidden_worlds.World, folder: Path, count: int) -> AsyncIterator[list[Member]]:
    """Run so many nodes; each dials those before it, as in a MoneroNetwork, and the first one itself."""
    keys = [world.make_key() for _ in range(count)]
    async with contextlib.AsyncExitStack() as stack:
        starts = [_member(world, folder / str(ordinal), ordinal, keys) for ordinal in range(count)]
        yield [await stack.enter_async_context(start) for start in starts]


def _member(
    world: hidden_worlds.World, folder: Path, ordinal: int, keys: Sequence[bytes]
) -> contextlib.AbstractAsyncContextManager[Member]:
    if isinstance(world, hidden_tor.Tor):
        return _over_tor(world, folder, ordinal, keys)
    assert isinstance(world, hidden_i2p.I2p)
    return _over_i2p(world, folder, ordinal, keys)


@contextlib.asynccontextmanager
async def _over_tor(world: hidden_tor.Tor, folder: Path, ordinal: int, keys: Sequence[bytes]) -> AsyncIterator[Member]:
    ports = monerod.Ports.pick()
    served = hidden_tor.service("p2p", P2P, f"{PORT} 127.0.0.1:{ports.p2p}")
    maps = {f"10.192.0.{number}": world.address(key) for number, key in enumerate(keys)}
    dialed = [f"--add-exclusive-node=10.192.0.{number}:{PORT}" for number in range(max(ordinal, 1))]
    async with world.agent(folder, served, keys={P2P: keys[ordinal]}, maps=maps) as (sidecar, socks, _):
        flags = (f"--proxy=127.0.0.1:{socks}", *dialed)
        async with hidden_daemons.running(folder / "monerod", *flags, ports=ports, dials_itself=False) as daemon:
            yield Member(daemon, sidecar)


@contextlib.asynccontextmanager
async def _over_i2p(world: hidden_i2p.I2p, folder: Path, ordinal: int, keys: Sequence[bytes]) -> AsyncIterator[Member]:
    ports = monerod.Ports.pick()
    (own,) = loopback.free_ports(1)
    served = hidden_i2p.tunnel("p2p", P2P, PORT, ports.p2p)
    hosts = [f"127.0.2.{number + 1}:{own}" for number in range(max(ordinal, 1))]
    clients = [
        {"listen": host, "destination": world.address(key), "port": PORT}
        for host, key in zip(hosts, keys, strict=False)
    ]
    async with world.agent(folder, served, keys={P2P: keys[ordinal]}, clients=clients) as (sidecar, _):
        flags = [f"--add-exclusive-node={host}" for host in hosts]
        async with hidden_daemons.running(folder / "monerod", *flags, ports=ports, dials_itself=False) as daemon:
            yield Member(daemon, sidecar)
