# SPDX-License-Identifier: Apache-2.0
"""The queue in virtual time: examples of each promise, and a property over all interleavings."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kubeloop import queue
from kubeloop.queue import Priority, Queue
from kubeloop.testing import clock


async def drained(waiting: Queue[str]) -> list[str]:
    """Take and finish every key that waits now."""
    taken = []
    while len(waiting):
        key = await waiting.get()
        taken.append(key)
        waiting.done(key)
    return taken


def test_key_added_twice_waits_once():
    """Adding is idempotent while a key waits."""

    async def scenario() -> list[str]:
        waiting: Queue[str] = Queue()
        for key in ("a", "b", "a"):
            waiting.add(key)
        return await drained(waiting)

    assert clock.run(scenario()) == ["a", "b"]


def test_key_added_while_worked_on_comes_back_once():
    """A change during the work is looked at afterwards, not meanwhile."""

    async def scenario() -> tuple[int, list[str]]:
        waiting: Queue[str] = Queue()
        waiting.add("a")
        key = await waiting.get()
        waiting.add("a")
        waiting.add("a")
        meanwhile = len(waiting)
        waiting.done(key)
        return meanwhile, await drained(waiting)

    assert clock.run(scenario()) == (0, ["a"])


def test_live_changes_go_first():
    """An edit does not wait behind an initial list, and a key that waits there is brought forward."""

    async def scenario() -> list[str]:
        waiting: Queue[str] = Queue()
        for key in ("a", "b", "c"):
            waiting.add(key, Priority.BACKGROUND)
        waiting.add("d")
        waiting.add("c")
        return await drained(waiting)

    assert clock.run(scenario()) == ["c", "d", "a", "b"]


def test_place_that_was_left_is_not_kept():
    """A key that was brought forward and comes again waits at the end like everybody."""

    async def scenario() -> list[str]:
        waiting: Queue[str] = Queue()
        for key in ("a", "b", "c"):
            waiting.add(key, Priority.BACKGROUND)
        waiting.add("a")
        waiting.done(await waiting.get())
        waiting.add("a", Priority.BACKGROUND)
        return await drained(waiting)

    assert clock.run(scenario()) == ["b", "c", "a"]


def test_delayed_key_comes_when_it_is_due():
    """Of several delays the earliest counts."""

    async def scenario() -> tuple[str, float]:
        waiting: Queue[str] = Queue()
        started = asyncio.get_running_loop().time()
        for seconds in (30, 20, 40):
            waiting.add_after("a", seconds)
        return await waiting.get(), asyncio.get_running_loop().time() - started

    assert clock.run(scenario()) == ("a", pytest.approx(20))


def test_failures_double_the_delay_up_to_a_cap():
    """Backoff starts at 5 ms, doubles, and ends at its cap however often it fails."""

    async def scenario() -> list[float]:
        waiting: Queue[str] = Queue()
        delays = []
        for _ in range(1100):
            started = asyncio.get_running_loop().time()
            waiting.retry("a")
            waiting.done(await waiting.get())
            delays.append(asyncio.get_running_loop().time() - started)
        return delays

    delays = clock.run(scenario())

    assert delays[:4] == pytest.approx([0.005, 0.01, 0.02, 0.04])
    assert delays[-1] == pytest.approx(queue.MAX_BACKOFF_SECONDS)


@settings(max_examples=50)
@given(outcomes=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60))
def test_delay_of_a_key_depends_on_its_own_failures_in_a_row(outcomes):
    """Whatever other keys do: doubled per failure, capped, and the first again after a success."""

    async def scenario() -> None:
        waiting: Queue[str] = Queue()
        failures = dict.fromkeys("abc", 0)
        loop = asyncio.get_running_loop()
        for key, fails in outcomes:
            started = loop.time()
            if not fails:
                waiting.forget(key)
                failures[key] = 0
                continue
            waiting.retry(key)
            waiting.done(await waiting.get())
            wanted = min(queue.FIRST_BACKOFF_SECONDS * 2.0 ** failures[key], queue.MAX_BACKOFF_SECONDS)
            assert loop.time() - started == pytest.approx(wanted)
            failures[key] += 1

    clock.run(scenario())


def test_forgotten_key_starts_anew():
    """Success ends the growth of the delay."""

    async def scenario() -> float:
        waiting: Queue[str] = Queue()
        for _ in range(5):
            waiting.retry("a")
            waiting.done(await waiting.get())
        waiting.forget("a")
        started = asyncio.get_running_loop().time()
        waiting.retry("a")
        await waiting.get()
        return asyncio.get_running_loop().time() - started

    assert clock.run(scenario()) == pytest.approx(queue.FIRST_BACKOFF_SECONDS)


def test_full_queue_says_so_and_still_takes_known_keys():
    """The bound is on new keys."""

    async def scenario() -> list[str]:
        waiting: Queue[str] = Queue(limit=2)
        waiting.add("a")
        waiting.add("b")
        waiting.add("a")
        with pytest.raises(queue.Full):
            waiting.add("c")
        return await drained(waiting)

    assert clock.run(scenario()) == ["a", "b"]


def test_closing_ends_waiting_workers():
    """Whoever waits for a key is told that none will come, and timers are gone."""

    async def scenario() -> None:
        waiting: Queue[str] = Queue()
        workers = [asyncio.create_task(waiting.get()) for _ in range(3)]
        waiting.add_after("a", 1)
        await clock.settle(3)
        waiting.close()
        waiting.add("b")
        for worker in workers:
            with pytest.raises(queue.Closed):
                await worker

    clock.run(scenario())


class Recorded(queue.NoCounters):
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self.worked: list[float] = []

    def taken(self, queue: str, depth: int, waited_seconds: float) -> None:
        """Remember how long a key waited."""
        self.waited.append(waited_seconds)

    def finished(self, queue: str, worked_seconds: float) -> None:
        """Remember how long the work took."""
        self.worked.append(worked_seconds)


def test_waiting_and_working_times_are_counted():
    """Metrics see the times of the loop's clock."""
    counted = Recorded()

    async def scenario() -> None:
        waiting: Queue[str] = Queue(counters=counted)
        waiting.add("a")
        await asyncio.sleep(3)
        key = await waiting.get()
        await asyncio.sleep(2)
        waiting.done(key)

    clock.run(scenario())

    assert (counted.waited, counted.worked) == (pytest.approx([3]), pytest.approx([2]))


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "background", "after", "retry", "pause"]), st.sampled_from("abc")), max_size=40
)


@settings(max_examples=100)
@given(steps=STEPS, work_seconds=st.lists(st.sampled_from([0, 0.003, 1.0]), min_size=1, max_size=5))
def test_every_added_key_is_worked_on_afterwards_and_never_twice_at_once(steps, work_seconds):
    """Whatever happens in whatever order: no key is lost, none is with two workers, each add is followed by a run."""

    async def scenario() -> None:
        waiting: Queue[str] = Queue()
        busy: set[str] = set()
        last_add: dict[str, float] = {}
        last_start: dict[str, float] = {}
        loop = asyncio.get_running_loop()

        async def work(number: int) -> None:
            with contextlib.suppress(queue.Closed):
                while True:
                    key = await waiting.get()
                    assert key not in busy
                    busy.add(key)
                    last_start[key] = loop.time()
                    await asyncio.sleep(work_seconds[number % len(work_seconds)])
                    busy.remove(key)
                    waiting.done(key)

        workers = [asyncio.create_task(work(number)) for number in range(3)]
        for step, key in steps:
            await _do(waiting, step, key)
            if step != "pause":
                last_add[key] = loop.time()
        await asyncio.sleep(100)
        waiting.close()
        await asyncio.gather(*workers)
        assert not busy
        for key, added in last_add.items():
            assert last_start[key] >= added

    clock.run(scenario())


async def _do(waiting: Queue[str], step: str, key: str) -> None:
    match step:
        case "add":
            waiting.add(key)
        case "background":
            waiting.add(key, Priority.BACKGROUND)
        case "after":
            waiting.add_after(key, 5)
        case "retry":
            waiting.retry(key)
        case _:
            await asyncio.sleep(0.5)
