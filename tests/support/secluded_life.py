# SPDX-License-Identifier: Apache-2.0
"""A scripted life of a node that may talk to Tor only, all of it watched from outside of its pod."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiomonero import errors
from aiomonero.types.peer import PeerState
from aiomonero.types.wallet.spending import Destination
from aiomonero.wallet.server import DaemonChoice
from aiomonero.wallet.wallet import Wallet
from tests.support import hidden_daemons, hidden_nodes, hidden_tor, hidden_wallets, journal, monerod, payer, secluded

STEP_SECONDS = 240.0
"""A step takes seconds, and a minute where much else is done."""


class Life:
    """The node, its only friend, who has the chain and meets it by Tor, and a wallet of somebody elsewhere."""

    def __init__(self, hidden: secluded.Secluded, friend: hidden_nodes.Node) -> None:
        self._hidden = hidden
        self._friend = friend

    async def begin(self) -> None:
        """Find the chain, and the friend: without an onion peer a payment waits for minutes."""
        with journal.step("only Tor: reached by its onion, and had the chain"):
            await self._until(self._has_the_chain, "synchronized")
        await self._until(self._has_a_peer, "an onion peer")

    async def go_on(self, wallet: Wallet) -> None:
        """Take a payment and a block, and change the address."""
        await wallet.refresh()
        paid = await wallet.transfer([Destination(monerod.ADDRESS, payer.XMR)])
        await self._friend.until_arrived(paid.tx_hash)
        async with self._friend.daemon.node(timeout_seconds=60.0) as node:
            await node.rpc.generate_blocks(1, payer.ADDRESS)
        await self._until(self._has_the_chain, "the new block")

    async def move(self) -> None:
        """Give the RPC another onion."""
        self._hidden.rotate()
        await self._until(self._answers, "reached at its new onion")

    async def tempt(self) -> None:
        """Set the fence, and have monerod dial an address in spite of it, as only its owner can."""
        secluded.fence(self._hidden.pod)
        async with self._hidden.node() as node:
            await node.rpc.set_bootstrap_daemon(f"{secluded.NOBODY}:18081")

    async def suffer(self) -> None:
        """Lose tor."""
        self._hidden.sidecar.kill_router()
        with journal.step("only Tor: reached again after its tor was killed"):
            await self._until(self._answers, "reached again")

    async def _until(self, look: Callable[[], Awaitable[bool]], what: str) -> None:
        try:
            await self._hidden.daemon.until(look, what, seconds=STEP_SECONDS)
        except Exception as error:
            raise AssertionError(f"{error}\n{self._hidden.sidecar.log()}") from error

    async def _has_the_chain(self) -> bool:
        async with self._friend.daemon.node() as there, self._hidden.client() as here:
            return (await there.rpc.get_height()).height == (await here.rpc.get_height()).height

    async def _has_a_peer(self) -> bool:
        async with self._hidden.node() as node:
            met = await node.rpc.get_connections()
        dialed = [each for each in met if each.address_type == self._hidden.world.address_type and not each.incoming]
        return any(each.state is PeerState.NORMAL for each in dialed)

    async def _answers(self) -> bool:
        with contextlib.suppress(errors.MoneroError):
            async with self._hidden.client() as node:
                return bool(await node.rpc.get_height())
        return False


async def check(folder: Path, world: hidden_tor.Tor, chain: payer.Chain, *, seconds: float = 0.0) -> None:
    """Live through every event, again and again for so long; then look what the pod has sent.

    The node is told to dial an address of the clearnet from its start.
    """
    async with hidden_nodes.running(folder / "friend", world, chain) as friend, _mate(folder, friend, chain):
        peers = (f"127.0.0.1:{friend.daemon.p2p_port}", world.peer(friend.beside.p2p), f"{secluded.NOBODY}:18080")
        flags = [f"--add-exclusive-node={peer}" for peer in peers]
        async with secluded.running(folder / "pod", world, *flags) as hidden:
            await _live(Life(hidden, friend), hidden, folder, seconds)

            assert hidden.pod.passed() > 100
            assert hidden.pod.leaks() == []
            assert hidden.pod.dialed() - secluded.EXPECTED == set()


@contextlib.asynccontextmanager
async def _mate(folder: Path, friend: hidden_nodes.Node, chain: payer.Chain) -> AsyncIterator[None]:
    """Run a peer who is as far as the friend: a monerod that has met no such peer passes over what it is sent."""
    knows = f"--add-exclusive-node=127.0.0.1:{friend.daemon.p2p_port}"
    async with hidden_daemons.running(chain.copy(folder / "mate"), knows, dials_itself=False):
        await monerod.until_synchronized(friend.daemon, seconds=STEP_SECONDS)
        yield


async def _live(life: Life, hidden: secluded.Secluded, folder: Path, seconds: float) -> None:
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    await life.begin()
    # one wallet for all payments: no other knows what is spent before it is in a block
    async with hidden_wallets.payers(folder / "wallet", hidden.rpc_url, hidden.world.socks) as wallet:
        for count in itertools.count():
            await wallet.set_daemon(DaemonChoice(address=hidden.rpc_url, ssl_support="disabled"))
            await life.go_on(wallet)
            await life.move()
            if not count:
                await life.tempt()
            await life.suffer()
            if clock() > end:
                return
