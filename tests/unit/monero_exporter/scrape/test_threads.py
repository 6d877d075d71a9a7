# SPDX-License-Identifier: Apache-2.0
"""Work that hangs, fails or is done."""

import asyncio
import threading

import pytest

from monero_exporter.scrape import threads


class Disk:
    """Is read once it may be."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.reads = 0

    def read(self) -> int:
        self.reads += 1
        self.may_answer.wait(10)
        return self.reads


async def test_what_hangs_is_not_begun_again() -> None:
    """Otherwise each look would lose another thread; who asks later gets what came of it."""
    disk, one = Disk(), threads.OneAtATime[int]("read")

    for _ in range(3):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one.do(disk.read), 0.001)
    waiting = asyncio.create_task(one.do(disk.read))
    await asyncio.sleep(0)
    disk.may_answer.set()

    assert await waiting == 1
    assert await one.do(disk.read) == 2


def test_what_hangs_does_not_hold_up_the_end() -> None:
    """The loop ends at once, and what comes later is heard by nobody."""
    disk = Disk()

    async def begin() -> None:
        threads.start(disk.read, "read")

    asyncio.run(begin())

    assert not disk.may_answer.is_set()
    disk.may_answer.set()


async def test_a_mistake_is_told_to_who_waits() -> None:
    """As if there were no thread."""
    with pytest.raises(ZeroDivisionError):
        await threads.OneAtATime[float]("divide").do(lambda: 1 / 0)
