# SPDX-License-Identifier: Apache-2.0
"""Nodes with Tor or I2P beside them, as pods are: a monerod, its agent, and the addresses of both."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from aiomonero.types.peer import Connection, PeerState
from tests.support import hidden_daemons, loopback, monerod, payer
from tests.support.hidden_worlds import P2P, RPC, Beside, Targets, World

LINK_SECONDS = 120.0
ARRIVE_SECONDS = 180.0
"""Ten to thirty seconds with noise; this is for machines that do much else."""


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A running node."""

    daemon: monerod.Monerod
    beside: Beside
    world: World

    async def peers(self, *, incoming: bool) -> list[Connection]:
        """Return the connections with peers of the anonymity network that have said who they are."""
        async with self.daemon.node() as node:
            found = await node.rpc.get_connections()
        return [
            each
            for each in found
            if each.address_type == self.world.address_type
            and each.incoming == incoming
            and each.state is not PeerState.BEFORE_HANDSHAKE
        ]

    async def until_linked(self) -> None:
        """Wait until it dialed a peer."""

        async def look() -> bool:
            return bool(await self.peers(incoming=False))

        await self.daemon.until(look, "no peer", seconds=LINK_SECONDS)

    async def has(self, transaction: str) -> bool:
        """Tell whether a transaction has come here."""
        async with self.daemon.node() as node:
            return transaction in await node.rpc.get_transaction_pool_hashes()

    async def until_arrived(self, transaction: str) -> None:
        """Wait for a transaction."""

        async def look() -> bool:
            return await self.has(transaction)

        await self.daemon.until(look, "the transaction did not come", seconds=ARRIVE_SECONDS)


@contextlib.asynccontextmanager
async def pair(
    folder: Path, world: World, chain: payer.Chain, *, noise: Sequence[bool] = (True, True)
) -> AsyncIterator[list[Node]]:
    """Run two nodes whose only peer is the other one, by its address; `noise` says which hides what it sends."""
    keys = [{P2P: world.make_key(), RPC: world.make_key()} for _ in noise]
    peers = [world.peer(world.address(each[P2P])) for each in keys]
    async with contextlib.AsyncExitStack() as stack:
        nodes = [
            await stack.enter_async_context(
                running(folder / str(index), world, chain, peers[1 - index], keys=keys[index], noise=noise[index])
            )
            for index in range(len(noise))
        ]
        yield nodes


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    world: World,
    chain: payer.Chain,
    *peers: str,
    flags: Sequence[str] = (),
    keys: Mapping[str, bytes] | None = None,
    noise: bool = True,
) -> AsyncIterator[Node]:
    """Run a node with a copy of the chain until the end of the block."""
    ports = monerod.Ports.pick()
    (inbound,) = loopback.free_ports(1)
    async with world.beside(folder / "beside", Targets(inbound, ports.restricted), keys) as beside:
        inside = world.peer(beside.p2p)
        over = hidden_daemons.over(world.name, beside.socks, *peers, inbound=inside, port=inbound, noise=noise)
        home = chain.copy(folder / "monerod")
        async with hidden_daemons.running(home, *over, *flags, ports=ports) as daemon:
            yield Node(daemon, beside, world)
