# SPDX-License-Identifier: Apache-2.0
"""Calls about heights and headers, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from tests.support import replay, vectors

UNKNOWN = b'{"error": {"code": -5, "message": "Internal error: can\'t get block by hash."}}'

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_heights_count_the_first_block(version: str) -> None:
    """80 blocks on top of the first one make a height of 81, whoever is asked."""
    tip = await replay.Replay(version, "unrestricted.get_height").rpc.get_height()

    assert tip.height == await replay.Replay(version, "unrestricted.json_rpc.get_block_count").rpc.get_block_count()
    top = await replay.Replay(version, "unrestricted.json_rpc.get_last_block_header").rpc.get_last_block_header()
    assert (tip.height, tip.hash) == (top.height + 1, top.hash)


@each_version
async def test_a_hash_is_asked_for_with_a_bare_list_and_answered_as_a_bare_string(version: str) -> None:
    """The oldest method has neither names nor a status."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.on_get_block_hash")

    block_hash = await daemon.rpc.on_get_block_hash(5)

    assert daemon.recorded == daemon.params
    assert len(block_hash) == 64


@each_version
async def test_a_header_by_hash_has_its_proof_of_work_where_that_is_wanted(version: str) -> None:
    """Only the unrestricted port works it out."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_block_header_by_hash")

    header = await daemon.rpc.get_block_header_by_hash(daemon.recorded["hash"], fill_pow_hash=True)

    assert daemon.recorded == daemon.params
    assert header.hash == daemon.recorded["hash"]
    assert len(header.pow_hash) == 64


@each_version
async def test_headers_of_a_range_are_linked(version: str) -> None:
    """Both ends of the range are in it."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_block_headers_range")
    first, last = daemon.recorded["start_height"], daemon.recorded["end_height"]

    found = await daemon.rpc.get_block_headers_range(first, last)

    assert list(range(first, last + 1)) == [header.height for header in found]
    assert [header.hash for header in found[:-1]] == [header.prev_hash for header in found[1:]]


@each_version
async def test_a_header_by_height_is_that_of_the_height(version: str) -> None:
    """Nothing is asked beyond what is wanted."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_block_header_by_height")

    header = await daemon.rpc.get_block_header_by_height(10)

    assert daemon.params == {"height": 10}
    assert (header.height, header.depth, header.cumulative_difficulty) == (10, 70, 11)


async def test_several_headers_are_read_beside_a_blank_one() -> None:
    """A daemon that was asked for many headers also sends the one that was not asked for, without a hash."""
    one = replay.Replay("0.18.5.3", "unrestricted.json_rpc.get_block_header_by_hash").document["response"]["result"]
    blank = dict.fromkeys(one["block_header"], "")
    many = replay.Answers({"result": {"block_header": blank, "block_headers": [one["block_header"]] * 2}})

    found = await DaemonRpc(many, "http://a:1").get_block_headers_by_hash([one["block_header"]["hash"]] * 2)

    assert [header.height for header in found] == [80, 80]


async def test_an_unknown_hash_is_not_found() -> None:
    """The daemon calls it an internal error, which of these methods it never is."""
    for ask in (DaemonRpc.get_block_header_by_hash, DaemonRpc.get_block):
        with pytest.raises(errors.NotFound) as caught:
            await ask(DaemonRpc(replay.Answers(UNKNOWN), "http://a:1"), "00" * 32)
        assert caught.value.code == -5
