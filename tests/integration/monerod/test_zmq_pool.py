# SPDX-License-Identifier: Apache-2.0
"""What daemons of three releases publish about a transaction on its way into the pool and into a block."""

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero.types.mining import MinerData
from aiomonero.types.publication import FullBlocks, FullTransactions, NewTransactions, Topic
from aiomonero.types.wallet.spending import Transfer
from aiomonero.zmq.notice import Event
from aiomonero.zmq.subscriber import Subscription
from tests.support import monerod, payer, releases

SECONDS = 60.0
SYNC_SECONDS = 120.0
GOSSIP_SECONDS = 120.0
"""A transaction takes its way through Dandelion's stem; up to six seconds were seen, and there is no upper bound."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def unsent(chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory) -> Transfer:
    """Make a payment that a daemon of each release can be given, on its copy of the chain."""
    folder = tmp_path_factory.mktemp("payment")
    async with (
        monerod.running(chain.copy(folder / "daemon")) as daemon,
        payer.running(folder / "wallet", daemon) as running,
    ):
        return await running.pay(monerod.ADDRESS, do_not_relay=True)


@pytest.mark.parametrize("release", releases.RELEASES[1:])
async def test_a_transaction_is_published_when_it_is_handed_in(
    release: str, chain: payer.Chain, unsent: Transfer, tmp_path: Path
) -> None:
    """Whole and in short, with hash, weight and fee; then the block that it is in."""
    command = releases.programs(release).monerod
    folder = chain.copy(tmp_path / "chain")
    async with (
        monerod.running(folder, command=command, has_zmq=True) as daemon,
        daemon.node(timeout_seconds=SECONDS) as node,
        node.zmq.subscribe(Topic.FULL_POOL, Topic.MINIMAL_POOL, Topic.FULL_CHAIN) as events,
    ):
        await _settled(daemon, events)
        await node.rpc.send_raw_transaction(unsent.tx_blob)
        whole, short = await _next(events, FullTransactions), await _next(events, NewTransactions)
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        block = await _next(events, FullBlocks)

    assert isinstance(whole, FullTransactions)
    assert isinstance(short, NewTransactions)
    assert isinstance(block, FullBlocks)
    (transaction,), (told,) = whole.transactions, short.transactions
    assert (unsent.tx_hash, unsent.fee_piconero) == (told.tx_hash, told.fee_piconero)
    assert len(unsent.tx_blob) == 2 * told.size_bytes
    assert unsent.fee_piconero == transaction.fee_piconero
    assert transaction.key_images
    assert (unsent.tx_hash,) == block.blocks[-1].tx_hashes


async def test_the_oldest_release_publishes_what_its_peers_tell(
    chain: payer.Chain, unsent: Transfer, tmp_path: Path
) -> None:
    """It is silent about transactions of its own RPC (fixed in 0.18.1.0), so another one is asked to send it."""
    command = releases.programs(releases.RELEASES[0]).monerod
    folders = [chain.copy(tmp_path / name) for name in ("listener", "sender")]
    ports = monerod.Ports.pick()
    back = f"--add-exclusive-node=127.0.0.1:{ports.p2p}"
    async with (
        monerod.running(folders[0], back, command=command, has_zmq=True, is_lonely=True) as listener,
        monerod.running(folders[1], command=command, peers=[listener], ports=ports) as sender,
        listener.node(timeout_seconds=SECONDS) as node,
        sender.node(timeout_seconds=SECONDS) as sending,
        node.zmq.subscribe(Topic.MINIMAL_POOL, Topic.FULL_POOL, Topic.MINER_DATA) as events,
    ):
        for each in (sender, listener):
            await monerod.until_synchronized(each, seconds=SYNC_SECONDS)
        await _settled(sender, events)
        await sending.rpc.send_raw_transaction(unsent.tx_blob)
        whole = await _next(events, FullTransactions, seconds=GOSSIP_SECONDS)
        short = await _next(events, NewTransactions)

    assert isinstance(whole, FullTransactions)
    assert isinstance(short, NewTransactions)
    assert [unsent.fee_piconero] == [each.fee_piconero for each in whole.transactions]
    assert [unsent.tx_hash] == [each.tx_hash for each in short.transactions]


async def _next(events: Subscription, kind: type[Event], *, seconds: float = SECONDS) -> Event:
    async with asyncio.timeout(seconds):
        async for event in events:
            if isinstance(event, kind):
                return event
    raise AssertionError("the subscription has ended")


async def _settled(miner: monerod.Monerod, events: Subscription) -> None:
    """Make blocks until one is published to us: all subscriptions arrive at a publisher together."""
    async with miner.node(timeout_seconds=SECONDS) as node:
        for _ in range(20):
            await node.rpc.generate_blocks(1, monerod.ADDRESS)
            try:
                await asyncio.wait_for(_next(events, (FullBlocks, MinerData)), 1)  # type: ignore[arg-type]
            except TimeoutError:
                continue
            return
    raise AssertionError("the daemon publishes nothing")
