# SPDX-License-Identifier: Apache-2.0
"""The promise of elections as a property: never two permits at once, and soon somebody leads."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from kubeloop.election.clock import DRIFT
from kubeloop.election.elector import DURATION_SECONDS, RETRY_SECONDS
from tests.support.contenders import QUICK_SECONDS, StoppableLoop, World

TICK_SECONDS = 0.1
SETTLE_SECONDS = 40.0
"""Longer than any disturbance lasts, and then a failover."""
FAILOVER_SECONDS = RETRY_SECONDS + DURATION_SECONDS / (1.0 - 2.0 * DRIFT) + 6.0 * QUICK_SECONDS + TICK_SECONDS

SECONDS = st.sampled_from([0.1, 2.0, 5.0, 7.9, 8.1, 11.9, 13.0, 15.0, 20.0])
ACTS = st.one_of(
    st.tuples(st.sampled_from(["pause", "sleep", "cut", "kill", "terminate"]), SECONDS),
    st.tuples(st.just("jump"), SECONDS | SECONDS.map(lambda seconds: -seconds) | st.sampled_from([-3600.0, 3600.0])),
    st.tuples(st.just("delete"), st.just(0.0)),
)
GAPS = st.sampled_from([0.1, 1.0, 3.0, 5.0, 13.0, 16.0])
SCHEDULES = st.lists(st.tuples(GAPS, ACTS, st.sampled_from([None, 0, 1, 2])), min_size=8, max_size=12)


async def watch_over(world: World, seconds: float) -> None:
    """Let time pass, and see at each tick that at most one process may write."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        await asyncio.sleep(min(TICK_SECONDS, end - loop.time()))
        assert len(world.leaders) <= 1


async def failover_seconds(world: World) -> float:
    """Kill the leader; return how long it takes until there is another one."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    world.act("kill", 1000.0, None)
    while not world.leaders and loop.time() < start + 2.0 * FAILOVER_SECONDS:
        await watch_over(world, TICK_SECONDS)
    return loop.time() - start


@settings(max_examples=12)
@given(SCHEDULES, st.integers(0, 2**32))
def test_one_leader_whatever_happens(schedule, seed):
    """Nobody writes under a permit while another one may, and when it is quiet a killed leader has a follower soon."""

    async def scenario() -> None:
        world = World(seed)
        try:
            for gap_seconds, (act, seconds), slot in schedule:
                await watch_over(world, gap_seconds)
                world.act(act, seconds, slot)
            await watch_over(world, 1.0)
            world.is_quiet = True
            await watch_over(world, SETTLE_SECONDS)
            assert len(world.leaders) == 1
            assert await failover_seconds(world) <= FAILOVER_SECONDS
            assert world.overlaps == []
        finally:
            world.end()

    with asyncio.Runner(loop_factory=StoppableLoop) as runner:
        runner.run(scenario())
