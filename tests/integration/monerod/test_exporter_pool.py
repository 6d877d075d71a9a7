# SPDX-License-Identifier: Apache-2.0
"""What the exporter tells of real transactions on their way into the pool and out of it."""

from pathlib import Path

import pytest

from aiomonero.node import Node
from aiomonero.types.wallet.spending import Transfer
from tests.support import exporter, monerod, payer, releases, side_by_side
from tests.support.exposition import values, values_when

SECONDS = 60.0
MOST_BLOCKS = 10
SUMMARIES = (
    "monero_transaction_pool_transactions_size_bytes",
    "monero_transaction_pool_transactions_inputs",
    "monero_transaction_pool_transactions_outputs",
    "monero_transaction_pool_fees_micronero_per_kb",
)


@pytest.mark.parametrize("release", releases.RELEASES)
@side_by_side.case
async def test_a_payment_is_seen_to_come_and_to_be_mined(
    release: str, chain: payer.Chain, unsent: tuple[Transfer, Transfer], tmp_path: Path
) -> None:
    """Both ports tell what is inside; when it came is told by the unrestricted one."""
    command = releases.programs(release).monerod
    async with (
        monerod.running(chain.copy(tmp_path / "chain"), command=command) as daemon,
        daemon.node(timeout_seconds=SECONDS) as node,
        exporter.beside(daemon.url) as insider,
        exporter.beside(daemon.restricted_url) as stranger,
    ):
        watchers = insider, stranger
        empty = [await values(each) for each in watchers]
        for payment in unsent:
            await node.rpc.send_raw_transaction(payment.tx_blob)
        waiting = [await _values_at(each, "monero_pool_added_total", 2) for each in watchers]
        await _mine_all(node)
        mined = [await _values_at(each, "monero_pool_removed_total/mined", 2) for each in watchers]

    for before, during, after in zip(empty, waiting, mined, strict=True):
        _check_empty(before)
        _check_contents(during, unsent)
        _check_empty(after)
        assert (after["monero_pool_added_total"], after["monero_pool_removed_total/dropped"]) == (2, 0)
        assert after["monero_pool_wait_seconds_count"] == 2
        assert 0 <= after["monero_pool_wait_seconds_sum"] < 2 * SECONDS
    assert 0 <= waiting[0]["monero_transaction_pool_transactions_age_sum"] < 2 * SECONDS
    assert waiting[0]["monero_pool_transactions/2m"] == 2


@side_by_side.case
async def test_a_payment_comes_back_out_of_a_block_and_is_dropped(
    chain: payer.Chain, unsent: tuple[Transfer, Transfer], tmp_path: Path
) -> None:
    """What was there before the exporter is no arrival, what comes back from the chain is one."""
    async with (
        monerod.running(chain.copy(tmp_path / "chain")) as daemon,
        daemon.node(timeout_seconds=SECONDS) as node,
    ):
        await node.rpc.send_raw_transaction(unsent[0].tx_blob)
        async with exporter.beside(daemon.url) as watcher:
            first = await values(watcher)
            await _mine_all(node)
            mined = await _values_at(watcher, "monero_pool_removed_total/mined", 1)
            await node.rpc.pop_blocks(MOST_BLOCKS)
            back = await _values_at(watcher, "monero_pool_added_total", 1)
            await node.rpc.flush_txpool()
            dropped = await _values_at(watcher, "monero_pool_removed_total/dropped", 1)

    assert first["monero_pool_added_total"] == mined["monero_pool_added_total"] == 0
    _check_contents(first, unsent[:1])
    _check_empty(mined)
    _check_contents(back, unsent[:1])
    _check_empty(dropped)
    assert (dropped["monero_pool_removed_total/mined"], dropped["monero_pool_removed_total/unknown"]) == (1, 0)
    assert dropped["monero_pool_wait_seconds_count"] == 1


async def _values_at(watcher: exporter.Exporter, name: str, wanted: float) -> dict[str, float]:
    return await values_when(watcher, lambda told: told.get(name) == wanted, seconds=SECONDS)


async def _mine_all(node: Node) -> None:
    # Under load a template may come without what was handed in just before.
    for _ in range(MOST_BLOCKS):
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        if not await node.rpc.get_transaction_pool_hashes():
            return
    raise AssertionError(f"{MOST_BLOCKS} blocks and the pool is not empty")


def _check_empty(told: dict[str, float]) -> None:
    assert told["monero_mempool_txs_total"] == told["monero_mempool_bytes_total"] == 0
    assert [told[f"{name}_count"] for name in SUMMARIES] == [0] * len(SUMMARIES)
    assert (told["monero_pool_unread_transactions"], told["monero_pool_backlog_blocks"]) == (0, 0)


def _check_contents(told: dict[str, float], payments: tuple[Transfer, ...]) -> None:
    size_bytes = sum(len(each.tx_blob) // 2 for each in payments)
    fees = sum(each.fee_piconero for each in payments)
    assert told["monero_mempool_txs_total"] == told["monero_transaction_pool_transactions"] == len(payments)
    assert size_bytes == told["monero_mempool_bytes_total"] == told[f"{SUMMARIES[0]}_sum"]
    assert fees == told["monero_mempool_fee_total"]
    assert [told[f"{name}_count"] for name in SUMMARIES] == [len(payments)] * len(SUMMARIES)
    assert told["monero_transaction_pool_spent_key_images"] == told[f"{SUMMARIES[1]}_sum"] >= len(payments)
    assert told[f"{SUMMARIES[2]}_sum"] == 2 * len(payments)
    assert 0 < told["monero_pool_backlog_blocks"] < 1
    weights = [value for name, value in told.items() if name.startswith("monero_pool_weight_bytes/")]
    assert sum(weights) > 0.9 * size_bytes
    assert told["monero_pool_unread_transactions"] == 0
