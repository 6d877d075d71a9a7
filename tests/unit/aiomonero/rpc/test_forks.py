# SPDX-License-Identifier: Apache-2.0
"""Calls about chains that lost, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_a_chain_that_lost_is_described(version: str) -> None:
    """One block aside of the main chain is a chain of its own, and its hash is listed too."""
    (chain,) = await replay.Replay(version, "unrestricted.json_rpc.get_alternate_chains").rpc.get_alternate_chains()
    hashes = await replay.Replay(version, "unrestricted.get_alt_blocks_hashes").rpc.get_alt_blocks_hashes()

    assert chain.block_hashes == (chain.block_hash,) == hashes
    assert chain.cumulative_difficulty == chain.height + chain.length


async def test_work_has_128_bits() -> None:
    """All work of many years is more than 64 bits hold."""
    captured = replay.Replay("0.18.5.3", "unrestricted.json_rpc.get_alternate_chains").document["response"]
    captured["result"]["chains"][0]["difficulty_top64"] = 1

    (chain,) = await DaemonRpc(replay.Answers(captured), "http://a:1").get_alternate_chains()

    assert chain.cumulative_difficulty == 2**64 + 199


async def test_newer_daemons_tell_of_lost_blocks_on_the_unrestricted_port_only() -> None:
    """A path that the port does not have says why."""
    with pytest.raises(errors.Restricted, match=r"since about RPC version 3\.16"):
        await replay.Replay("0.18.5.3", "restricted.get_alt_blocks_hashes").rpc.get_alt_blocks_hashes()
