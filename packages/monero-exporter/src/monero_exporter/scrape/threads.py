# SPDX-License-Identifier: Apache-2.0
"""Work that may hang in the system, as name servers and dead disks do.

In threads of our own that nobody waits for at the end: the event loop would wait for those that it lends, and has only
so many of them.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


def start(work: Callable[[], Result], name: str) -> asyncio.Future[Result]:
    """Let a thread of that name do the work; the future is done when it is, unless the loop ended before."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as failure:  # noqa: BLE001 - told to who waits for it
            error = failure
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and nobody wants to know
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future


class OneAtATime(Generic[Result]):
    """Does one kind of work, and waits for what hangs instead of beginning it again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._under_way: asyncio.Future[Result] | None = None

    async def do(self, work: Callable[[], Result]) -> Result:
        """Return what the work returns, or what came of the same work before where that is still under way."""
        if self._under_way is None or self._under_way.done():
            self._under_way = start(work, self._name)
        return await asyncio.shield(self._under_way)
