# SPDX-License-Identifier: Apache-2.0
"""What a node that may talk to Tor only puts on the wire: seen from outside of its pod over a scripted life."""

import asyncio
import contextlib
import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

from aiomonero import errors
from aiomonero.types.peer import PeerState
from aiomonero.types.wallet.spending import Destination
from tests.support import (
    hidden_nodes,
    hidden_tor,
    hidden_wallets,
    hidden_worlds,
    journal,
    monerod,
    payer,
    pod,
    secluded,
    side_by_side,
)

SECONDS = float(os.environ.get("SECLUDED_SECONDS", "60"))
STEP_SECONDS = 240
DIALED = 18080
LEAKING = ("--non-interactive", f"--add-exclusive-node={secluded.NOBODY}:{DIALED}", "--enable-dns-blocklist")
"""What a careless owner might say: there is somebody to dial, and names are looked up."""


@side_by_side.case
async def test_a_node_that_talks_to_tor_only_sends_nothing_past_it(
    tmp_path: Path, chain: payer.Chain, worlds: dict[str, hidden_worlds.World]
) -> None:
    """It finds the chain and peers, is paid with, has its address replaced and its tor killed, all by Tor.

    It is told to dial an address past Tor, at its start and later by its owner.
    """
    world = cast("hidden_tor.Tor", worlds["tor"])
    async with hidden_nodes.running(tmp_path / "friend", world, chain) as friend:
        peers = (f"127.0.0.1:{friend.daemon.p2p_port}", world.peer(friend.beside.p2p), f"{secluded.NOBODY}:{DIALED}")
        flags = [f"--add-exclusive-node={peer}" for peer in peers]
        async with secluded.running(tmp_path / "pod", world, *flags) as hidden:
            began = asyncio.get_running_loop().time()
            with journal.step("only Tor: reached by its onion, and had the chain"):
                await _until(hidden, lambda: _is_synced(hidden, payer.BLOCKS + 1), "synchronized")
            # a payment that comes before there is an onion peer waits for minutes
            await _until(hidden, lambda: _has_met(hidden, peers[1]), "an onion peer")
            async with hidden_wallets.payers(tmp_path / "wallet", hidden.rpc_url, world.socks) as wallet:
                await wallet.refresh()
                paid = await wallet.transfer([Destination(monerod.ADDRESS, payer.XMR)])
                await friend.until_arrived(paid.tx_hash)
            hidden.rotate()
            await _until(hidden, lambda: _answers(hidden), "reached at its new onion")
            secluded.fence(hidden.pod)
            async with hidden.node() as node:
                await node.rpc.set_bootstrap_daemon(f"{secluded.NOBODY}:18081")
            hidden.sidecar.kill_router()
            with journal.step("only Tor: reached again after its tor was killed"):
                await _until(hidden, lambda: _answers(hidden), "reached again")
            while asyncio.get_running_loop().time() < began + SECONDS:
                await _answers(hidden)
                await asyncio.sleep(1)
            seen = hidden.pod

            assert seen.passed() > 100
            assert seen.leaks() == []
            assert seen.dialed() - secluded.EXPECTED == set()


async def _until(hidden: secluded.Secluded, look: Callable[[], Awaitable[bool]], what: str) -> None:
    try:
        await hidden.daemon.until(look, what, seconds=STEP_SECONDS)
    except Exception as error:
        raise AssertionError(f"{error}\n{hidden.sidecar.log()}") from error


async def _is_synced(hidden: secluded.Secluded, height: int) -> bool:
    async with hidden.client() as node:
        return (await node.rpc.get_info()).height == height


async def _has_met(hidden: secluded.Secluded, peer: str) -> bool:
    async with hidden.node() as node:
        met = await node.rpc.get_connections()
    return any(each.address == peer and each.state is PeerState.NORMAL for each in met)


async def _answers(hidden: secluded.Secluded) -> bool:
    with contextlib.suppress(errors.MoneroError):
        async with hidden.client() as node:
            return bool(await node.rpc.get_height())
    return False


@side_by_side.case
async def test_the_fence_holds_a_monerod_that_nobody_told_to_hide(tmp_path: Path) -> None:
    """Without the fence it dials and asks name servers, which is seen; behind it not a packet of it is."""
    with pod.made(tmp_path) as made:
        with secluded.daemon(made, tmp_path / "open", *LEAKING) as process:
            await process.until(lambda: _is_seen(made), "it sent nothing", seconds=STEP_SECONDS)
        before = made.leaks()
        secluded.fence(made)

        with secluded.daemon(made, tmp_path / "fenced", *LEAKING) as process:
            await process.until(lambda: _is_held_back(made), "nothing was held back", seconds=STEP_SECONDS)

        assert made.leaks() == before


async def _is_seen(made: pod.Pod) -> bool:
    """Tell whether it dialed somebody and asked a name server."""
    leaks = made.leaks()
    return all(any(what in leak for leak in leaks) for what in (f"> {secluded.NOBODY}.{DIALED}: ", ".53: "))


async def _is_held_back(made: pod.Pod) -> bool:
    """Tell whether the kernel counted both."""
    counts = re.findall(r"counter packets (\d+)", made.run("nft", "list", "table", "inet", "monero_fence"))
    return len(counts) == 2 and all(int(each) for each in counts)
