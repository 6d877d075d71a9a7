# SPDX-License-Identifier: Apache-2.0
"""An event loop with virtual time: when everything waits, the clock jumps to the next timer.

Hours pass in milliseconds, always in the same order. For code without sockets, threads and processes.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

START_SECONDS = 1000.0
MAX_JUMPS = 100_000
"""A test that needs more timers than this is in an endless loop."""


class _Selector(selectors.SelectSelector):
    """Advances the clock instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START_SECONDS
        self._jumps = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits and no timer is set: the test would hang")
        self._jumps += 1
        if self._jumps > MAX_JUMPS:
            raise RuntimeError(f"no end after {MAX_JUMPS} timers, at {self.now - START_SECONDS:g} s")
        self.now += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)
        # With a coarser resolution a timer would ring slightly early, and comparisons of times would not be exact.
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Return the virtual time."""
        return self._virtual.now


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


async def settle(turns: int = 100) -> None:
    """Let everything that can run without waiting do so, in so many turns of the loop."""
    for _ in range(turns):
        await asyncio.sleep(0)
