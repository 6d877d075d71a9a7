# SPDX-License-Identifier: Apache-2.0
"""Keys that wait for a worker.

A key waits at most once, however often it is added, and is never with two workers: added while it is worked on, it
waits again once that is done. Failed keys come back after 5 ms, then 10, 20, 40. Live changes and timers go before
initial lists and replays.
Times come from the running loop's clock. Guard: tests/unit/kubeloop/test_queue.py, a property over all interleavings.
"""

from __future__ import annotations

import asyncio
import enum
import heapq
import itertools
from collections.abc import Hashable
from typing import Generic, NamedTuple, Protocol, TypeVar

from kubeloop import errors

K = TypeVar("K", bound=Hashable)

FIRST_BACKOFF_SECONDS = 0.005
MAX_BACKOFF_SECONDS = 1000.0
DEFAULT_LIMIT = 1_000_000


class Priority(enum.IntEnum):
    """What is served first: the smaller number."""

    LIVE = 0
    BACKGROUND = 1


class _Place(NamedTuple):
    """Where a key waits: places are served in this order, and the number makes each one unique."""

    priority: Priority
    number: int
    since: float


class Full(errors.KubeloopError):
    """There are more keys than the queue was made for."""


class Closed(errors.KubeloopError):
    """The queue gives out no more keys."""


class Counters(Protocol):
    """What a metrics library may count, named after controller-runtime's `workqueue_*` metrics."""

    def added(self, queue: str, depth: int) -> None:
        """Count a key that starts to wait, and how many wait now."""
        ...

    def taken(self, queue: str, depth: int, waited_seconds: float) -> None:
        """Count a key that a worker takes."""
        ...

    def finished(self, queue: str, worked_seconds: float) -> None:
        """Count a key that a worker is done with."""
        ...

    def retried(self, queue: str) -> None:
        """Count a key that comes back after a failure."""
        ...


class NoCounters:
    """Counts nothing."""

    def added(self, queue: str, depth: int) -> None:
        """Count nothing."""

    def taken(self, queue: str, depth: int, waited_seconds: float) -> None:
        """Count nothing."""

    def finished(self, queue: str, worked_seconds: float) -> None:
        """Count nothing."""

    def retried(self, queue: str) -> None:
        """Count nothing."""


class Queue(Generic[K]):
    """Hands keys to workers: `key = await get()`, work, then `forget` or `retry`, and always `done`."""

    def __init__(self, name: str = "", *, limit: int = DEFAULT_LIMIT, counters: Counters | None = None) -> None:
        self._name = name
        self._limit = limit
        self._counters = counters or NoCounters()
        self._waiting: dict[K, _Place] = {}
        self._heap: list[tuple[_Place, K]] = []
        self._working: dict[K, float] = {}
        self._again: dict[K, Priority] = {}
        self._timers: dict[K, asyncio.TimerHandle] = {}
        self._failures: dict[K, int] = {}
        self._numbers = itertools.count()
        self._changed = asyncio.Event()
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, key: K, priority: Priority = Priority.LIVE) -> None:
        """Let a key wait; one that waits already keeps the better of its places. Raises `Full` beyond the limit."""
        if self._is_closed:
            return
        is_new = key not in self._waiting and key not in self._working
        if is_new and len(self._waiting) >= self._limit:
            raise Full(f"the queue {self._name} holds {self._limit} keys already")
        self._enter(key, priority)

    def add_after(self, key: K, seconds: float, priority: Priority = Priority.LIVE) -> None:
        """Let a key wait after a delay; of several delays of a key the earliest counts."""
        if self._is_closed:
            return
        loop = asyncio.get_running_loop()
        due = loop.time() + max(seconds, 0.0)
        timer = self._timers.get(key)
        if timer is not None:
            if timer.when() <= due:
                return
            timer.cancel()
        self._timers[key] = loop.call_at(due, self._ring, key, priority)

    def retry(self, key: K, *, at_least_seconds: float = 0.0) -> None:
        """Let a key wait after a delay that doubles with each failure in a row, and is no shorter than this."""
        failures = self._failures.get(key, 0)
        self._failures[key] = failures + 1
        self._counters.retried(self._name)
        # The exponent is capped because 2.0 ** 1024 is an error, and the delay is long before that.
        delay = min(FIRST_BACKOFF_SECONDS * 2.0 ** min(failures, 64), MAX_BACKOFF_SECONDS)
        self.add_after(key, max(delay, at_least_seconds), Priority.LIVE)

    def forget(self, key: K) -> None:
        """Forget the failures of a key."""
        self._failures.pop(key, None)

    async def get(self) -> K:
        """Wait for the next key and take it; raises `Closed` when there will be none."""
        while not self._is_closed:
            key = self._take()
            if key is not None:
                return key
            self._changed.clear()
            await self._changed.wait()
        raise Closed(f"the queue {self._name} is closed")

    def done(self, key: K) -> None:
        """Give a key back; it waits again if it was added meanwhile."""
        started = self._working.pop(key)
        self._counters.finished(self._name, asyncio.get_running_loop().time() - started)
        priority = self._again.pop(key, None)
        if priority is not None and not self._is_closed:
            self._enter(key, priority)

    def close(self) -> None:
        """Give out no more keys and forget those that wait."""
        self._is_closed = True
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._waiting.clear()
        self._heap.clear()
        self._changed.set()

    def _enter(self, key: K, priority: Priority) -> None:
        if key in self._working:
            self._again[key] = min(priority, self._again.get(key, priority))
            return
        place = self._waiting.get(key)
        if place is None:
            self._place(key, _Place(priority, next(self._numbers), asyncio.get_running_loop().time()))
            self._counters.added(self._name, len(self._waiting))
            self._changed.set()
        elif priority < place.priority:
            self._place(key, place._replace(priority=priority))

    def _place(self, key: K, place: _Place) -> None:
        self._waiting[key] = place
        heapq.heappush(self._heap, (place, key))

    def _ring(self, key: K, priority: Priority) -> None:
        del self._timers[key]
        self._enter(key, priority)

    def _take(self) -> K | None:
        while self._heap:
            place, key = heapq.heappop(self._heap)
            # A key that got a better place has left its old one in the heap.
            if self._waiting.get(key) == place:
                return self._start(key, place)
        return None

    def _start(self, key: K, place: _Place) -> K:
        del self._waiting[key]
        now = asyncio.get_running_loop().time()
        self._working[key] = now
        self._counters.taken(self._name, len(self._waiting), now - place.since)
        return key
