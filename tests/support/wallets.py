# SPDX-License-Identifier: Apache-2.0
"""Real wallets of three releases on one regtest chain, which is made once for all tests.

Each wallet got the rewards of a few blocks and may spend them. Tests share them: they look at what changed, never at
what there is in all.
"""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from aiomonero.node import Node
from aiomonero.testing import daemons, wallets
from aiomonero.wallet.wallet import Wallet
from tests.support import releases

NAME, PASSWORD = "payer", "wallet password"
REWARDS = 14
"""Blocks that pay each wallet: more than its tests spend, because change is locked for ten blocks."""
UNLOCK_BLOCKS = 60
BLOCKS_PER_CALL = 10
MOST_BLOCKS = 10
SECONDS = 60.0
"""For some blocks, on a machine that does much else."""
STRANGER = daemons.ADDRESS
"""Somebody else's address: of a wallet that was made for the test vectors and thrown away."""


@dataclasses.dataclass(frozen=True, slots=True)
class World:
    """One daemon, and the wallet server of each release, with a rich wallet open."""

    daemon: daemons.Monerod
    servers: Mapping[str, wallets.WalletRpc]

    async def mine(self, count: int = 1, *, address: str = STRANGER) -> None:
        """Put what is in the pool into a block, and others on top of it; a few per call, for each takes its time."""
        async with self.daemon.node(timeout_seconds=SECONDS) as node:
            await self._empty_the_pool(node, address)
            for start in range(1, count, BLOCKS_PER_CALL):
                await node.rpc.generate_blocks(min(BLOCKS_PER_CALL, count - start), address)

    async def _empty_the_pool(self, node: Node, address: str) -> None:
        # A block may be of a template from before the latest payment came in.
        for _ in range(MOST_BLOCKS):
            await node.rpc.generate_blocks(1, address)
            if not (await node.rpc.get_info()).tx_pool_size:
                return
        raise AssertionError(f"{MOST_BLOCKS} blocks did not empty the pool")


@contextlib.asynccontextmanager
async def world(folder: Path) -> AsyncIterator[World]:
    """Run all of it until the end of the block."""
    programs = {release: releases.programs(release) for release in releases.RELEASES}
    async with contextlib.AsyncExitStack() as stack:
        newest = programs[releases.RELEASES[-1]]
        daemon = await stack.enter_async_context(daemons.running(folder / "daemon", program=newest.monerod))
        starts = [
            stack.enter_async_context(wallets.running(folder / release, daemon, program=each.wallet_rpc))
            for release, each in programs.items()
        ]
        servers = dict(zip(programs, await asyncio.gather(*starts), strict=True))
        made = World(daemon, servers)
        await _enrich(made)
        yield made


async def _enrich(made: World) -> None:
    for server in made.servers.values():
        async with server.wallet() as wallet:
            await wallet.create_wallet(NAME, PASSWORD)
            await wallet.auto_refresh(enable=False)
            await made.mine(REWARDS, address=(await wallet.get_address()).address)
    await made.mine(UNLOCK_BLOCKS)
    for server in made.servers.values():
        async with server.wallet() as wallet:
            await wallet.refresh()


@contextlib.asynccontextmanager
async def servers(folder: Path, release: str, world: World, count: int) -> AsyncIterator[list[Wallet]]:
    """Run more wallet servers of a release on the same chain, without a wallet open, and talk to each."""
    program = releases.programs(release).wallet_rpc
    async with contextlib.AsyncExitStack() as stack:
        starts = [
            stack.enter_async_context(wallets.running(folder / str(index), world.daemon, program=program))
            for index in range(count)
        ]
        clients = [server.wallet() for server in await asyncio.gather(*starts)]
        yield [await stack.enter_async_context(each) for each in clients]
