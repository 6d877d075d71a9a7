# SPDX-License-Identifier: Apache-2.0
"""Calls of miners and pools, against what three versions answered."""

import json

import msgspec
import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockTemplate
from aiomonero.types.mining import AuxPow, MinerData
from tests.support import replay, vectors

ADDRESS = "4" + "8" * 94
ABOVE_64_BITS = 2**64 + 1

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, {}),
        ({"reserve_size": 60}, {"reserve_size": 60}),
        ({"extra_nonce": "00ff", "prev_block": "ab"}, {"extra_nonce": "00ff", "prev_block": "ab"}),
    ],
)
async def test_a_template_is_asked_with_what_is_given(given: dict[str, int | str], asked: dict[str, object]) -> None:
    """Daemons refuse a request that has both ways of leaving space, so nothing is sent that was not asked for."""
    daemon = replay.Replay("0.18.5.3", "unrestricted.json_rpc.get_block_template")

    await daemon.rpc.get_block_template(ADDRESS, **given)  # type: ignore[arg-type]  # a table has one type for all

    assert {"wallet_address": ADDRESS, **asked} == daemon.params


async def test_blocks_of_regtest_begin_at_the_nonce_that_is_given() -> None:
    """Two chains of one height need different blocks."""
    daemon = replay.Answers({"result": {"status": "OK", "height": 1, "blocks": []}})

    await DaemonRpc(daemon, "http://a:1").generate_blocks(1, ADDRESS, starting_nonce=7)

    assert json.loads(daemon.asked)["params"] == {"amount_of_blocks": 1, "wallet_address": ADDRESS, "starting_nonce": 7}


async def test_the_weight_of_a_template_is_told_since_0_19() -> None:
    """Older daemons leave it out."""
    captured = replay.Replay("0.18.5.3", "unrestricted.json_rpc.get_block_template").document["response"]["result"]

    old, new = (
        msgspec.json.decode(json.dumps(captured | told), type=BlockTemplate) for told in ({}, {"cumulative_weight": 7})
    )

    assert (old.cumulative_weight, new.cumulative_weight) == (None, 7)


@each_version
async def test_miner_data_is_for_everybody(version: str) -> None:
    """Difficulty comes as hex text, and transactions that wait with their fees."""
    data = await replay.Replay(version, "restricted.json_rpc.get_miner_data").rpc.get_miner_data()

    assert (data.height, data.difficulty, data.major_version) == (81, 1, 16)
    assert all(entry.fee_piconero > entry.weight > 0 for entry in data.tx_backlog)


async def test_a_difficulty_of_more_than_64_bits_is_whole() -> None:
    """The hex text has all of it."""
    captured = replay.Replay("0.18.5.3", "restricted.json_rpc.get_miner_data").document["response"]["result"]

    data = msgspec.json.decode(json.dumps({**captured, "difficulty": hex(ABOVE_64_BITS)}), type=MinerData)

    assert data.difficulty == ABOVE_64_BITS


@pytest.mark.parametrize("hostile", ["", "1", "0x", "0xzz", "0x" + "f" * 33])
async def test_a_difficulty_that_is_none_is_found_at_the_door(hostile: str) -> None:
    """Not when somebody reads the number."""
    captured = replay.Replay("0.18.5.3", "restricted.json_rpc.get_miner_data").document["response"]["result"]

    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps({**captured, "difficulty": hostile}), type=MinerData)


@each_version
async def test_a_daemon_that_synchronizes_has_no_miner_data(version: str) -> None:
    """Waiting helps."""
    with pytest.raises(errors.Busy):
        await replay.Replay(version, "unrestricted.BUSY.json_rpc.get_miner_data").rpc.get_miner_data()


@each_version
async def test_a_block_of_another_chain_becomes_the_root(version: str) -> None:
    """The only leaf of a tree is its root."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.add_aux_pow")
    aux = AuxPow(**daemon.recorded["aux_pow"][0])

    template = await daemon.rpc.add_aux_pow(daemon.recorded["blocktemplate_blob"], [aux])

    assert daemon.recorded == daemon.params
    assert (template.merkle_root, template.merkle_tree_depth, template.aux_pow) == (aux.hash, 0, (aux,))
    assert aux.hash in template.blocktemplate_blob


@each_version
async def test_the_proof_of_work_is_a_hash(version: str) -> None:
    """The result is a bare string, not a document."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.calc_pow")

    found = await daemon.rpc.calc_pow(
        daemon.recorded["block_blob"], major_version=16, height=10, seed_hash=daemon.recorded["seed_hash"]
    )

    assert daemon.recorded == daemon.params
    assert daemon.document["response"]["result"] == found
