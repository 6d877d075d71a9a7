# SPDX-License-Identifier: Apache-2.0
"""One collection for all who read at the same time: started by the first reader, good for a second afterwards."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

FRESH_SECONDS = 1.0

Value = TypeVar("Value")


class Shared(Generic[Value]):
    """Lets any number of readers cost one collection per second.

    A reader that goes away, or waits for a short time only, does not cut the collection short, since others may wait.
    """

    def __init__(self, collect: Callable[[], Awaitable[Value]], *, fresh_seconds: float = FRESH_SECONDS) -> None:
        self._collect = collect
        self._fresh_seconds = fresh_seconds
        self._task: asyncio.Task[Value] | None = None
        self._stale_at = 0.0

    async def read(self, within_seconds: float = math.inf) -> Value:
        """Return what was collected at most a second ago, collecting again if need be.

        Raises TimeoutError where that takes longer than this reader waits.
        """
        now = asyncio.get_running_loop().time()
        if self._task is None or (self._task.done() and now >= self._stale_at):
            self._task = asyncio.create_task(self._run())
        if self._task.done():
            return self._task.result()
        async with asyncio.timeout(None if math.isinf(within_seconds) else within_seconds):
            return await asyncio.shield(self._task)

    async def _run(self) -> Value:
        try:
            return await self._collect()
        finally:
            self._stale_at = asyncio.get_running_loop().time() + self._fresh_seconds
