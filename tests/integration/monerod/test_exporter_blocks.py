# SPDX-License-Identifier: Apache-2.0
"""What the exporter tells of real chains: blocks with payments in them, chains that reorganize, publications."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from aiomonero.node import Node
from aiomonero.types.wallet.spending import Transfer
from tests.support import exporter, monerod, payer, releases, side_by_side
from tests.support.exposition import values, values_when

SECONDS = 60.0
OLD_BLOCKS = 4
NEW_BLOCKS = 7
MOST_BLOCKS = 10
PUBLISHED = "monero_zmq_messages_total/json-minimal-chain_main"


def _is(name: str, wanted: float) -> Callable[[dict[str, float]], bool]:
    return lambda told: told.get(name) == wanted


def _has_taken_new_blocks(told: dict[str, float]) -> bool:
    """Tell whether each of them was read, or counted as skipped, on a page whose height was asked for afterwards."""
    taken = told.get("monero_chain_blocks_total", 0) + told.get("monero_chain_blocks_skipped_total", 0)
    return taken == NEW_BLOCKS and told["monero_info_height"] == NEW_BLOCKS + 1


@pytest.mark.parametrize("release", releases.RELEASES)
@side_by_side.case
async def test_what_is_in_a_block_is_told_at_both_ports(
    release: str, chain: payer.Chain, unsent: tuple[Transfer, Transfer], tmp_path: Path
) -> None:
    """Fees, sizes in bytes, outputs and new coins; blocks that come between two scrapes are not missed."""
    command = releases.programs(release).monerod
    async with (
        monerod.running(chain.copy(tmp_path / "chain"), command=command) as daemon,
        daemon.node(timeout_seconds=SECONDS) as node,
        exporter.beside(daemon.url) as insider,
        exporter.beside(daemon.restricted_url) as stranger,
    ):
        watchers = insider, stranger
        before = [await values(each) for each in watchers]
        for payment in unsent:
            await node.rpc.send_raw_transaction(payment.tx_blob)
        made = await _mine_all(node)
        top = await node.rpc.get_block(made[-1])
        told = [await values_when(each, _is("monero_chain_blocks_total", len(made))) for each in watchers]
        await node.rpc.generate_blocks(3, monerod.ADDRESS)
        after = [await values_when(each, _is("monero_chain_blocks_total", len(made) + 3)) for each in watchers]

    for first, during, last in zip(before, told, after, strict=True):
        assert (first["monero_chain_blocks_total"], first["monero_last_block_txn_fee_count"]) == (0, 0)
        _check_contents(during, [payment for payment in unsent if payment.tx_hash in top.tx_hashes])
        assert during["monero_chain_fees_piconero_total"] == sum(payment.fee_piconero for payment in unsent)
        assert during["monero_chain_fee_piconero_per_byte_count"] == 2
        assert (last["monero_chain_transactions_total"], last["monero_last_block_txn_fee_count"]) == (2, 0)
        assert last["monero_chain_blocks_skipped_total"] == last["monero_chain_reorganizations_total"] == 0


async def _mine_all(node: Node) -> list[str]:
    """Make blocks until nothing waits: under load a template may come without what was handed in just before."""
    made: list[str] = []
    while await node.rpc.get_transaction_pool_hashes():
        assert len(made) < MOST_BLOCKS, "the pool is not empty"
        made += (await node.rpc.generate_blocks(1, monerod.ADDRESS)).blocks
    return made


def _check_contents(told: dict[str, float], payments: Sequence[Transfer]) -> None:
    fees = sum(payment.fee_piconero for payment in payments)
    sizes = [len(payment.tx_blob) // 2 for payment in payments]
    new_coins = told["monero_last_block_header_reward"] - fees
    assert told["monero_last_block_txn_fee_sum"] == fees
    for size in ("monero_last_block_txn_size", "monero_lastblock_transactions_size_bytes"):
        assert (told[f"{size}_sum"], told[f"{size}/1.0"]) == (sum(sizes), max(sizes))
    assert told["monero_last_block_vout_sum"] == 2 * len(payments)
    assert told["monero_last_block_vin_sum"] >= len(payments)
    assert told["monero_last_block_coinbase_outputs"] == 1
    assert told["monero_lastblock_fees_monero"] == pytest.approx(fees / 1e12)
    assert told["monero_lastblock_subsidy_monero"] == pytest.approx(new_coins / 1e12)


@side_by_side.case
async def test_a_longer_chain_of_a_peer_reorganizes_ours(tmp_path: Path) -> None:
    """Two daemons make chains apart; when they meet, the shorter one's blocks leave, and stay as a side chain."""
    await _make_chain(tmp_path / "ours", OLD_BLOCKS, monerod.ADDRESS)
    await _make_chain(tmp_path / "theirs", NEW_BLOCKS, payer.ADDRESS)
    async with (
        monerod.running(tmp_path / "ours", is_lonely=True, has_zmq=True) as ours,
        exporter.beside(ours.url, f"--zmq-addr={ours.zmq_address}") as listener,
        exporter.beside(ours.url) as watcher,
    ):
        await values_when(listener, _is("monero_zmq_connected", 1))
        before = await values(watcher)
        async with monerod.running(tmp_path / "theirs", peers=[ours]):
            told = [await values_when(each, _has_taken_new_blocks) for each in (listener, watcher)]

    assert before["monero_info_height"] == OLD_BLOCKS + 1
    for each in told:
        assert each["monero_chain_reorganizations_total"] == each["monero_chain_reorganization_depth_blocks_count"] == 1
        assert each["monero_chain_last_reorganization_depth_blocks"] == OLD_BLOCKS
        assert each["monero_info_height"] == NEW_BLOCKS + 1
        assert each["monero_chain_alternative_chains"] == 1
        assert each["monero_chain_alternative_chain_length_blocks"] == OLD_BLOCKS


async def _make_chain(folder: Path, count: int, address: str) -> None:
    async with monerod.running(folder) as daemon, daemon.node(timeout_seconds=SECONDS) as node:
        await node.rpc.generate_blocks(count, address)


@pytest.mark.parametrize("release", releases.RELEASES)
@side_by_side.case
async def test_published_blocks_are_read_when_they_come_and_a_break_is_told(release: str, tmp_path: Path) -> None:
    """The exporter hears of blocks before anybody scrapes; it finds a daemon again that was away."""
    command, ports = releases.programs(release).monerod, monerod.Ports.pick()
    async with contextlib.AsyncExitStack() as stack:
        async with monerod.running(tmp_path, command=command, ports=ports, has_zmq=True) as daemon:
            address = f"--zmq-addr={daemon.zmq_address}"
            watcher = await stack.enter_async_context(exporter.beside(daemon.url, address))
            async with daemon.node(timeout_seconds=SECONDS) as node:
                before = await _heard_once(watcher, node)
                await node.rpc.generate_blocks(3, monerod.ADDRESS)
                top = await node.rpc.get_last_block_header()
            arrivals = before["monero_chain_block_arrival_delay_seconds_count"] + 3
            heard = await values_when(watcher, _is("monero_chain_block_arrival_delay_seconds_count", arrivals))
        gone = await values_when(watcher, _is("monero_zmq_connected", 0))
        async with monerod.running(tmp_path, command=command, ports=ports, has_zmq=True):
            back = await values_when(watcher, _is("monero_zmq_connected", 1))

    assert heard[PUBLISHED] - before[PUBLISHED] == 3
    assert 0 <= heard["monero_last_block_received_timestamp_seconds"] - top.timestamp < SECONDS
    received_at = heard["monero_last_block_received_timestamp_seconds"]
    assert heard["monero_zmq_last_message_timestamp_seconds"] == pytest.approx(received_at, abs=0.01)
    assert heard["monero_chain_blocks_total"] - before["monero_chain_blocks_total"] == 3
    assert (gone["monero_zmq_gaps_total"], back["monero_zmq_gaps_total"]) == (1, 1)


async def _heard_once(watcher: exporter.Exporter, node: Node) -> dict[str, float]:
    """Make blocks until one is heard of: a daemon publishes to a new subscriber only once it noticed it."""
    await values_when(watcher, _is("monero_zmq_connected", 1))
    deadline = asyncio.get_running_loop().time() + SECONDS
    while (last := await values(watcher))[PUBLISHED] == 0:
        assert asyncio.get_running_loop().time() < deadline, f"no block was heard of: {last}"
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
    height = float((await node.rpc.get_info()).height)
    return await values_when(watcher, lambda last: last["monero_chain_blocks_total"] == height - 1 and _all_heard(last))


def _all_heard(last: dict[str, float]) -> bool:
    return last[PUBLISHED] == last["monero_chain_block_arrival_delay_seconds_count"]


@side_by_side.case
async def test_a_daemon_that_hangs_costs_no_block(tmp_path: Path) -> None:
    """While it hangs nothing is claimed; afterwards the chain is followed from where it was."""
    async with (
        monerod.running(tmp_path, has_zmq=True) as victim,
        victim.node(timeout_seconds=SECONDS) as node,
        exporter.beside(victim.url, f"--zmq-addr={victim.zmq_address}") as watcher,
    ):
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        await values(watcher)
        victim.signal(signal.SIGSTOP)
        hanging = await values_when(watcher, _is("monero_up", 0))
        victim.signal(signal.SIGCONT)
        await node.rpc.generate_blocks(2, monerod.ADDRESS)
        recovered = await values_when(watcher, _is("monero_chain_blocks_total", 2))

    assert "monero_chain_blocks_total" not in hanging
    assert recovered["monero_last_block_header_height"] == 3
    assert recovered["monero_chain_reorganizations_total"] == 0


@side_by_side.case
async def test_a_daemon_that_catches_up_skips_nothing_silently(tmp_path: Path) -> None:
    """Each block that it takes from its peer is read, or counted as skipped."""
    await _make_chain(tmp_path / "ahead", NEW_BLOCKS, monerod.ADDRESS)
    async with (
        monerod.running(tmp_path / "behind", is_lonely=True) as behind,
        exporter.beside(behind.url) as watcher,
    ):
        before = await values(watcher)
        async with monerod.running(tmp_path / "ahead", peers=[behind]):
            told = await values_when(watcher, _has_taken_new_blocks)

    assert before["monero_info_height"] == 1
    assert told["monero_info_height"] == NEW_BLOCKS + 1
    assert told["monero_chain_reorganizations_total"] == 0


@pytest.mark.parametrize("release", releases.RELEASES)
@side_by_side.case
async def test_rules_to_come_are_those_of_the_network(release: str, tmp_path: Path) -> None:
    """Mainnet's first block has all rules before it, and no time; the oldest release does not tell its plans."""
    command = releases.programs(release).monerod
    async with (
        monerod.running(tmp_path, command=command, network=[]) as daemon,
        exporter.beside(daemon.url) as watcher,
    ):
        told = await values(watcher)

    plans = {name: value for name, value in told.items() if name.startswith("monero_hard_fork_next_")}
    expected = {
        "monero_hard_fork_next_version": 2,
        "monero_hard_fork_next_height": 1009827,
        "monero_hard_fork_next_blocks": 1009826,
    }
    assert plans == ({} if release == "0.18.0.0" else expected)
    assert told["monero_hard_fork_version"] == 1
    assert "monero_hard_fork_state" in told
    assert told["monero_last_block_header_timestamp"] == 0
    assert "monero_last_block_age_seconds" not in told
    assert told["monero_last_block_coinbase_outputs"] == 1
