# SPDX-License-Identifier: Apache-2.0
"""Calls about the daemon's own miner, against what three versions answered."""

import pytest

from aiomonero import errors
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_mining_starts_as_it_was_asked_for(version: str) -> None:
    """The request is the one that a daemon took."""
    daemon = replay.Replay(version, "unrestricted.start_mining")

    await daemon.rpc.start_mining(daemon.recorded["miner_address"], ignores_battery=True)

    assert daemon.recorded == daemon.params


@each_version
async def test_mining_waits_for_the_chain(version: str) -> None:
    """A daemon that is not synchronized says so in the status."""
    with pytest.raises(errors.Busy):
        await replay.Replay(version, "unrestricted.BUSY.start_mining").rpc.start_mining("4")


@each_version
async def test_a_miner_that_works_and_one_that_does_not(version: str) -> None:
    """Address and reward are there while it works."""
    works = await replay.Replay(version, "unrestricted.mining_status.active").rpc.mining_status()
    rests = await replay.Replay(version, "unrestricted.mining_status").rpc.mining_status()

    assert (works.active, works.threads_count, works.block_target_seconds) == (True, 1, 120)
    assert works.address.startswith("4")
    assert works.block_reward_piconero > 35 * 10**12
    assert (rests.active, rests.address, rests.block_reward_piconero, rests.difficulty) == (False, "", 0, 1)


@each_version
async def test_what_never_started_cannot_be_stopped_or_shown(version: str) -> None:
    """The status of the answer is the refusal, and its words are the message."""
    with pytest.raises(errors.Rejected, match="never started"):
        await replay.Replay(version, "unrestricted.stop_mining").rpc.stop_mining()
    with pytest.raises(errors.Rejected, match="NOT MINING"):
        await replay.Replay(version, "unrestricted.set_log_hash_rate").rpc.set_log_hash_rate(visible=False)
