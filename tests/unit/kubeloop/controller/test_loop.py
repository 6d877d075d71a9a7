# SPDX-License-Identifier: Apache-2.0
"""The loop: what each ending of a reconcile does to its key, and that it does nothing to others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from kubeloop import errors
from kubeloop.controller import loop
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock

KEY = Key("default", "one")
OTHER = Key("default", "two")


class Counted(loop.NoCounters):
    """Remembers endings."""

    def __init__(self) -> None:
        self.endings: list[str] = []

    def reconcile_finished(self, controller: str, ending: loop.Ending, seconds: float) -> None:
        """Remember an ending."""
        self.endings.append(ending)


def times_of(act: Callable[[int], loop.Result], *, seconds: float) -> tuple[list[float], list[str]]:
    """Run a controller on one key for a time; return when it was reconciled, and how that ended each time."""
    counted = Counted()
    times: list[float] = []

    async def scenario() -> None:
        started = asyncio.get_running_loop().time()

        async def reconcile(key: Key) -> loop.Result:
            times.append(round(asyncio.get_running_loop().time() - started, 3))
            return act(len(times))

        controller = loop.Controller("test", reconcile, counters=counted)
        controller.enqueue(KEY)
        await run_for(controller, seconds)

    clock.run(scenario())
    return times, counted.endings


async def run_for(controller: loop.Controller, seconds: float) -> None:
    """Run a controller for a time."""
    running = asyncio.create_task(controller.run())
    await asyncio.sleep(seconds)
    controller.stop()
    await running


def raising(error: BaseException, until: int = 1000) -> Callable[[int], loop.Result]:
    """Return what fails the first times."""

    def act(number: int) -> loop.Result:
        if number <= until:
            raise error
        return loop.Result()

    return act


def test_success_is_the_end_until_something_changes():
    """Nothing is reconciled twice for nothing."""
    assert times_of(lambda _: loop.Result(), seconds=1000) == ([0], ["success"])


def test_reconcile_that_returns_nothing_asks_for_nothing():
    """Who forgets the result has not failed."""
    assert times_of(lambda _: None, seconds=1000) == ([0], ["success"])


def test_wish_to_look_again_is_granted():
    """The delay counts from the end of the reconcile."""
    assert times_of(lambda _: loop.Result(after_seconds=30), seconds=70)[0] == [0, 30, 60]


@pytest.mark.parametrize(
    ("error", "ending"),
    [
        (errors.Retry("later"), "error"),
        (errors.Conflict("somebody was faster"), "error"),
        (errors.Unreachable("nobody there"), "error"),
        (errors.Clash("ConfigMap", "default", "one"), "error"),
        (TimeoutError(), "unexpected"),
        (ZeroDivisionError(), "unexpected"),
        (asyncio.CancelledError(), "unexpected"),
    ],
)
def test_failure_comes_back_with_growing_delays(error, ending):
    """Known and unknown errors alike: 5 ms, 10 ms, 20 ms."""
    times, endings = times_of(raising(error, until=3), seconds=10)

    assert times == pytest.approx([0, 0.005, 0.015, 0.035], abs=0.002)
    assert endings == [ending, ending, ending, "success"]


def test_retry_after_comes_back_when_it_says():
    """A named delay does not grow."""
    times, endings = times_of(raising(errors.RetryAfter("not yet", 7)), seconds=15)

    assert (times, endings) == ([0, 7, 14], ["requeue_after"] * 3)


def test_stop_does_not_come_back():
    """Trying again would not help."""
    assert times_of(raising(errors.Stop("hopeless")), seconds=1000) == ([0], ["terminal_error"])


def test_news_that_can_wait_a_little_is_one_reconcile():
    """A thousand wishes within a minute are one reconcile per delay, counted from the first wish."""
    times: list[float] = []

    async def scenario() -> None:
        started = asyncio.get_running_loop().time()

        async def reconcile(key: Key) -> loop.Result:
            times.append(asyncio.get_running_loop().time() - started)
            return loop.Result()

        controller = loop.Controller("test", reconcile)
        running = asyncio.create_task(run_for(controller, 100))
        for _ in range(1000):
            controller.enqueue_after(KEY, 20)
            await asyncio.sleep(0.06)
        await running

    clock.run(scenario())

    assert times == pytest.approx([20, 40, 60], abs=0.1)


def test_wish_for_later_delays_nobody():
    """A key that waits already is served at once, and a later look does not replace an earlier one."""
    times: list[float] = []

    async def scenario() -> None:
        started = asyncio.get_running_loop().time()

        async def reconcile(key: Key) -> loop.Result:
            times.append(asyncio.get_running_loop().time() - started)
            return loop.Result()

        controller = loop.Controller("test", reconcile)
        controller.enqueue(KEY)
        controller.enqueue_after(KEY, 5)
        controller.enqueue_after(KEY, 50)
        await run_for(controller, 100)

    clock.run(scenario())

    assert times == pytest.approx([0, 5])


def test_reconcile_that_hangs_is_cut_off_and_the_others_go_on():
    """A timeout frees the worker; another key is not even late."""
    seen: list[tuple[Key, float]] = []

    async def scenario() -> None:
        started = asyncio.get_running_loop().time()

        async def reconcile(key: Key) -> loop.Result:
            seen.append((key, asyncio.get_running_loop().time() - started))
            if key == KEY:
                await asyncio.sleep(10_000)
            return loop.Result()

        controller = loop.Controller("test", reconcile, workers=2, timeout_seconds=5)
        controller.enqueue(KEY)
        controller.enqueue(OTHER)
        await run_for(controller, 8)

    clock.run(scenario())

    assert (OTHER, 0) in seen
    assert [pytest.approx(0), pytest.approx(5.005)] == [time for key, time in seen if key == KEY]


@pytest.mark.parametrize("seconds", [0.0, -5.0])
def test_wish_for_the_past_is_no_hot_loop(seconds):
    """`due - now` is easily below nought."""
    assert len(times_of(lambda _: loop.Result(after_seconds=seconds), seconds=10)[0]) <= 101


def test_wish_of_a_server_has_a_bound():
    """Whoever asks for a year is asked again within minutes."""
    mad = errors.TooManyRequests("go away", status=429, retry_after_seconds=31_536_000.0)

    assert len(times_of(raising(mad), seconds=600)[0]) >= 3


def test_server_s_wish_delays_the_next_try():
    """Who is told to come again in a minute does; a shorter wish than the backoff changes nothing."""
    busy = errors.TooManyRequests("busy", status=429, retry_after_seconds=60.0)

    assert times_of(raising(busy, until=1), seconds=100)[0] == pytest.approx([0, 60], abs=0.01)


def test_standby_ignores_keys():
    """What happens before it leads is looked at when it does, once and from the caches."""
    seen: list[Key] = []

    async def scenario() -> None:
        async def reconcile(key: Key) -> loop.Result:
            seen.append(key)
            return loop.Result()

        controller = loop.Controller("test", reconcile)
        controller.is_standing_by = True
        controller.enqueue(KEY)
        controller.enqueue_after(KEY, 1)
        controller.is_standing_by = False
        controller.enqueue(OTHER)
        await run_for(controller, 10)

    clock.run(scenario())

    assert seen == [OTHER]
