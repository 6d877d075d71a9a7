# SPDX-License-Identifier: Apache-2.0
"""Calls for whole blocks, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import reader, writer
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.raw_block import BlocksQuery, PoolExtent, PrunedTransaction, Requested
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_a_block_is_described_and_its_inside_read(version: str) -> None:
    """The printed inside says the same as the header."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_block")

    block = await daemon.rpc.get_block(10)

    inside = block.body()
    assert daemon.recorded == daemon.params
    assert (inside.prev_hash, inside.timestamp) == (block.header.prev_hash, block.header.timestamp)
    assert inside.miner_tx.outputs[0].amount_piconero == block.header.reward_piconero
    assert inside.miner_tx.is_coinbase
    assert bytes.fromhex(inside.prev_hash) in bytes.fromhex(block.blob)
    assert block.tx_hashes == inside.tx_hashes == ()


async def test_a_block_is_named_by_its_hash_too() -> None:
    """Text is a hash, a number a height."""
    daemon = replay.Replay("0.18.5.3", "unrestricted.json_rpc.get_block")

    await daemon.rpc.get_block("ab" * 32, fill_pow_hash=True)

    assert daemon.params == {"hash": "ab" * 32, "fill_pow_hash": True}


@each_version
async def test_raw_blocks_come_in_the_order_of_their_heights(version: str) -> None:
    """The bytes of each are those of a block: versions, time, and the hash of the one before."""
    daemon = replay.Replay(version, "unrestricted.get_blocks_by_height.bin")

    found = await daemon.rpc.get_blocks_by_height_bin((1, 2))

    assert daemon.recorded == daemon.params
    assert [each["block"]["hex"] for each in daemon.document["decoded"]["blocks"]] == [
        each.blob.hex() for each in found
    ]
    assert [each.transactions for each in found] == [(), ()]


@each_version
async def test_hashes_begin_with_the_block_that_both_have(version: str) -> None:
    """They come as one string of bytes and are told apart."""
    daemon = replay.Replay(version, "unrestricted.get_hashes.bin")
    known = [daemon.recorded["block_ids"][at : at + 32].hex() for at in (0, 32)]

    found = await daemon.rpc.get_hashes_bin(block_ids=known)

    assert daemon.recorded == daemon.params
    assert known[0] == found.hashes[0]
    assert found.start_height + len(found.hashes) == found.current_height


@each_version
async def test_blocks_are_fetched_as_wallets_do(version: str) -> None:
    """Pruned transactions have the hash of what was left out; places of outputs go with each transaction."""
    daemon = replay.Replay(version, "unrestricted.get_blocks.bin.pruned")

    found = await daemon.rpc.get_blocks_bin(BlocksQuery(start_height=found_start(daemon), prune=True))

    busy = next(each for each in found.blocks if each.transactions)
    assert len(found.blocks) == len(found.outputs)
    assert busy.is_pruned
    assert all(isinstance(each, PrunedTransaction) and len(each.prunable_hash) == 64 for each in busy.transactions)
    places = found.outputs[found.blocks.index(busy)].transactions
    assert [len(each.indices) for each in places] == [1] + [2] * len(busy.transactions)


@each_version
async def test_the_pool_comes_along_where_the_daemon_is_new_enough(version: str) -> None:
    """Version 0.18.0.0 ignores the wish, which its answer says."""
    daemon = replay.Replay(version, "unrestricted.get_blocks.bin.pool")

    found = await daemon.rpc.get_blocks_bin(BlocksQuery(start_height=1, requested_info=Requested.BLOCKS_AND_POOL))

    if version == "0.18.0.0":
        assert (found.daemon_time, found.pool_info_extent, found.added_pool_txs) == (None, 0, ())
    else:
        assert found.pool_info_extent is PoolExtent.ALL
        assert [len(each.tx_hash) for each in found.added_pool_txs] == [64]
        assert all(not isinstance(each, PrunedTransaction) for block in found.blocks for each in block.transactions)


async def test_a_newer_daemon_names_its_last_block() -> None:
    """The shape is that of release-v0.19's COMMAND_RPC_GET_BLOCKS_FAST: a hash as bytes, and nothing untrusted."""
    known = "ab" * 32
    daemon = replay.Answers(writer.encode({"status": b"OK", "top_block_hash": bytes.fromhex(known)}))

    found = await DaemonRpc(daemon, "http://a:1").get_blocks_bin(
        BlocksQuery(block_ids=(known,), block_ids_exclusive=True)
    )

    assert found.top_block_hash == known
    assert reader.decode(daemon.asked)["block_ids_exclusive"] is True


async def test_what_is_no_hash_is_not_sent() -> None:
    """The mistake is ours, and is found before the daemon is asked."""
    daemon = replay.Replay("0.18.5.3", "unrestricted.get_hashes.bin")

    for wrong in ("ab", "xy" * 32):
        with pytest.raises(errors.LocalProtocolError):
            await daemon.rpc.get_hashes_bin(block_ids=[wrong])

    assert daemon.asked == ""


def found_start(daemon: replay.Replay) -> int:
    """Return the height that was asked for when the answer was captured."""
    start: int = daemon.recorded["start_height"]
    return start
