# SPDX-License-Identifier: Apache-2.0
"""A scripted life of a node that may talk to Tor only, all of it watched from outside of its pod.

It is lived twice, as each hides what the other shows: without a fence every packet that goes past Tor is captured, so
that arguments and programs alone keep the promise; behind one nothing leaves, and the kernel counts who tried.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiomonero import errors
from aiomonero.types.peer import PeerState
from aiomonero.types.wallet.spending import Destination
from aiomonero.wallet.server import DaemonChoice
from aiomonero.wallet.wallet import Wallet
from monero_agent.fence import rules
from tests.support import (
    hidden_daemons,
    hidden_nodes,
    hidden_tor,
    hidden_wallets,
    journal,
    monerod,
    payer,
    pod,
    secluded,
)

STEP_SECONDS = 240.0
"""A step takes seconds, and a minute where much else is done."""
BACK_SECONDS = 150.0
"""tor is started again after a minute at most, which takes some five seconds more, and an introduction that was lost
with it is given up after 31 s.
"""
TURN_SECONDS = 90.0
"""What it takes to be paid with, moved and left without tor, where little else is done."""
SIX_MINUTES = 360.0
DIALED, LEAKED = 18080, 18081
"""The ports of the clearnet that the node is told to dial from its start, and that somebody beside it dials at last."""


class Life:
    """The node, its only friend, who has the chain and meets it by Tor, and a wallet of somebody elsewhere."""

    def __init__(self, hidden: secluded.Secluded, friend: hidden_nodes.Node) -> None:
        self._hidden = hidden
        self._friend = friend

    async def begin(self) -> None:
        """Find the chain."""
        with journal.step("only Tor: reached by its onion, and had the chain"):
            await self._until(self._has_the_chain, "synchronized")
        await self._until(self._is_told_of, "an exporter that tells")

    async def go_on(self, wallet: Wallet) -> None:
        """Take a payment, which without an onion peer would wait for minutes, and a block."""
        await self._until(self._has_a_peer, "an onion peer")
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

    async def suffer(self) -> None:
        """Lose tor."""
        self._hidden.sidecar.kill_router()
        with journal.step("only Tor: reached again after its tor was killed"):
            await self._until(self._answers, "reached again", seconds=BACK_SECONDS)

    async def stay(self, end: float) -> None:
        """Be asked now and then until the end."""
        while asyncio.get_running_loop().time() < end:
            await self._until(self._answers, "still reached")
            await asyncio.sleep(1.0)

    async def _until(self, look: Callable[[], Awaitable[bool]], what: str, *, seconds: float = STEP_SECONDS) -> None:
        try:
            await self._hidden.daemon.until(look, what, seconds=seconds)
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

    async def _is_told_of(self) -> bool:
        with contextlib.suppress(AssertionError):
            told = self._hidden.told()
            return bool(told["synced"] and told["tor"]["ready"])
        return False

    async def _answers(self) -> bool:
        with contextlib.suppress(errors.MoneroError):
            async with self._hidden.client() as node:
                return bool(await node.rpc.get_height())
        return False


async def check(
    folder: Path, world: hidden_tor.Tor, chain: payer.Chain, *, is_fenced: bool, seconds: float = SIX_MINUTES
) -> None:
    """Live through every event, again and again for so long; then look what the pod has sent, or tried to.

    The node is told to dial an address of the clearnet from its start. That a leak would have been seen is shown last.
    """
    async with hidden_nodes.running(folder / "friend", world, chain) as friend, _mate(folder, friend, chain):
        peers = (f"127.0.0.1:{friend.daemon.p2p_port}", world.peer(friend.beside.p2p), f"{secluded.NOBODY}:{DIALED}")
        flags = [f"--add-exclusive-node={peer}" for peer in peers]
        async with secluded.running(folder / "pod", world, *flags, is_fenced=is_fenced) as hidden:
            await _live(Life(hidden, friend), hidden, folder, seconds)

            assert hidden.pod.passed() > 100
            assert hidden.pod.leaks() == []
            assert hidden.pod.dialed() - secluded.EXPECTED == set()
            assert hidden.pod.handed_on(secluded.NOBODY), "its proxy was not asked for the address that it is to dial"
            _show_that_leaking_is_seen(hidden.pod, is_fenced=is_fenced)


def _show_that_leaking_is_seen(where: pod.Pod, *, is_fenced: bool) -> None:
    """Dial somebody past Tor with monerod's account: a packet in the open, a count behind the fence, and both new."""
    if is_fenced:
        assert secluded.held_back(where) == {rules.NAMES: 0, rules.OTHERS: 0}
        secluded.leak(where, LEAKED)
        assert secluded.held_back(where)[rules.OTHERS] > 0
        assert where.leaks() == []
    else:
        secluded.leak(where, LEAKED)
        assert any(f" > {secluded.NOBODY}.{LEAKED}: " in leak for leak in where.leaks())


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
        while True:
            await wallet.set_daemon(DaemonChoice(address=hidden.rpc_url, ssl_support="disabled"))
            await life.go_on(wallet)
            await life.move()
            await life.suffer()
            if clock() + TURN_SECONDS > end:
                break
    await life.stay(end)
