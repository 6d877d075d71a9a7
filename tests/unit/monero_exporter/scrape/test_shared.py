# SPDX-License-Identifier: Apache-2.0
"""One collection for many readers."""

import asyncio

import pytest

from monero_exporter.scrape import shared
from monero_exporter.translate.observation import Observation
from tests.support.observations import observation


class Counter:
    """Counts collections, which last until they are let go."""

    def __init__(self) -> None:
        self.count = 0
        self.gate = asyncio.Event()

    async def collect(self) -> Observation:
        self.count += 1
        await self.gate.wait()
        return observation()


async def test_readers_at_the_same_time_share_one_collection() -> None:
    """Ten readers cost the daemon as much as one."""
    counter = Counter()
    collection = shared.Shared(counter.collect)
    readers = [asyncio.create_task(collection.read()) for _ in range(10)]
    await asyncio.sleep(0)

    counter.gate.set()
    seen = await asyncio.gather(*readers)

    assert counter.count == 1
    assert all(each is seen[0] for each in seen)


async def test_a_reader_that_leaves_takes_nothing_with_it() -> None:
    """A closed connection does not cancel what others wait for."""
    counter = Counter()
    collection = shared.Shared(counter.collect)
    leaving, staying = asyncio.create_task(collection.read()), asyncio.create_task(collection.read())
    await asyncio.sleep(0)

    leaving.cancel()
    counter.gate.set()

    assert (await staying).info.answer is not None
    assert counter.count == 1


@pytest.mark.parametrize(("fresh_seconds", "collections"), [(3600.0, 1), (0.0, 2)], ids=["fresh", "stale"])
async def test_what_was_seen_serves_while_it_is_fresh(fresh_seconds: float, collections: int) -> None:
    """A later reader causes a new look only when the last one is too old."""
    counter = Counter()
    counter.gate.set()
    collection = shared.Shared(counter.collect, fresh_seconds=fresh_seconds)

    await collection.read()
    await collection.read()

    assert counter.count == collections


async def test_a_reader_waits_no_longer_than_it_said() -> None:
    """Others who wait longer still get what was collected."""
    counter = Counter()
    collection = shared.Shared(counter.collect)
    patient = asyncio.create_task(collection.read())
    await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        await collection.read(0.001)
    counter.gate.set()

    assert (await patient).info.answer is not None
    assert counter.count == 1
