# SPDX-License-Identifier: Apache-2.0
"""Calls about the pool, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.txpool import WaitingTransaction
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_what_waits_is_described(version: str) -> None:
    """Every transaction claims key images, and its inside says the same fee."""
    pool = await replay.Replay(version, "unrestricted.get_transaction_pool").rpc.get_transaction_pool()

    assert [each.body().fee_piconero for each in pool.transactions] == [each.fee_piconero for each in pool.transactions]
    assert {each.tx_hash for each in pool.transactions} >= {each.tx_hashes[0] for each in pool.spent_key_images}
    claimed = {each.key.key_image for tx in pool.transactions for each in tx.body().inputs if each.key}
    assert {each.key_image for each in pool.spent_key_images} == claimed


async def test_an_empty_pool_is_an_empty_tuple() -> None:
    """Daemons leave empty lists out."""
    rpc = DaemonRpc(replay.Answers({"status": "OK"}), "http://a:1")

    assert await rpc.get_transaction_pool_hashes() == ()
    assert await rpc.get_transaction_pool_hashes_bin() == ()
    assert (await rpc.get_transaction_pool()).transactions == ()


@each_version
async def test_hashes_are_the_same_in_json_and_as_bytes(version: str) -> None:
    """The path with the name of a binary one answers JSON with raw bytes in it, which no JSON reader takes."""
    as_json = replay.Replay(version, "unrestricted.get_transaction_pool_hashes")
    as_bytes = replay.Replay(version, "unrestricted.get_transaction_pool_hashes.bin")

    hashes = await as_bytes.rpc.get_transaction_pool_hashes_bin()

    assert [len(each) for each in hashes] == [64]
    assert all(len(each) == 64 for each in await as_json.rpc.get_transaction_pool_hashes())


@each_version
async def test_the_backlog_is_read_from_raw_bytes(version: str) -> None:
    """Three numbers of 8 bytes stand inside a JSON string."""
    (waiting,) = await replay.Replay(version, "restricted.json_rpc.get_txpool_backlog").rpc.get_txpool_backlog()

    assert isinstance(waiting, WaitingTransaction)
    assert 2000 < waiting.weight < 2500
    assert waiting.fee_piconero > 10**9
    assert waiting.time_in_pool_seconds < 3600


@pytest.mark.parametrize("told", [b"\\u0003" + b"\\u0000" * 7, b"\\u00fd" + b"\\u00ff" * 7], ids=["new", "old"])
async def test_three_seconds_are_three_seconds_whichever_way_round_a_daemon_subtracts(told: bytes) -> None:
    """Up to 0.18.4.0 the time is told as what is missing to 2**64."""
    body = b'{"result": {"status": "OK", "backlog": "' + b"\\u0000" * 16 + told + b'"}}'

    (waiting,) = await DaemonRpc(replay.Answers(body), "http://a:1").get_txpool_backlog()

    assert waiting.time_in_pool_seconds == 3


@pytest.mark.parametrize("packed", [b"x" * 23, b"x" * 25, b"\\u0100" * 24])
async def test_a_backlog_of_something_else_is_nonsense(packed: bytes) -> None:
    """The error says where it came from, as every error."""
    body = b'{"result": {"status": "OK", "backlog": "' + packed + b'"}}'

    with pytest.raises(errors.RemoteProtocolError) as caught:
        await DaemonRpc(replay.Answers(body), "http://a:1").get_txpool_backlog()

    assert caught.value.method == "get_txpool_backlog"


@each_version
async def test_the_pool_is_counted(version: str) -> None:
    """Groups by age add up to all of it."""
    stats = await replay.Replay(version, "unrestricted.get_transaction_pool_stats").rpc.get_transaction_pool_stats()

    assert sum(group.txs for group in stats.histo) == stats.txs_total
    assert sum(group.size_bytes for group in stats.histo) == stats.total_bytes
    assert stats.min_bytes <= stats.median_bytes <= stats.max_bytes


@each_version
async def test_waiting_transactions_are_forgotten(version: str) -> None:
    """Only those that were named; nothing is said of what was not there."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.flush_txpool")

    await daemon.rpc.flush_txpool(daemon.recorded["txids"])

    assert daemon.recorded == daemon.params


async def test_all_of_the_pool_is_forgotten_by_naming_nothing() -> None:
    """The list is left out then."""
    daemon = replay.Replay("0.18.5.3", "unrestricted.json_rpc.flush_txpool")

    await daemon.rpc.flush_txpool()

    assert daemon.params == {}
