# SPDX-License-Identifier: Apache-2.0
"""Starting and stopping what runs, in the right order, and saying how it is.

Start: informers, so that also a standby is warm; when their caches are synced and, with an elector, this process
leads: controllers and background runnables. Stop: controllers take no more keys and finish what they began within a
bound, runnables are cancelled, the lease is given back, and informers end last. Who lost the lease cancels all at once.
A loop that ends by itself is a bug: `run` raises it, so that the process ends and is started anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from typing import Any, TypeVar

from kubeloop import errors
from kubeloop.controller.loop import Controller
from kubeloop.election.elector import Elector
from kubeloop.informer.shared import Informer

SYNC_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 30.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

T = TypeVar("T")
V = TypeVar("V")

Runnable = Callable[[], Coroutine[Any, Any, None]]
_Task = asyncio.Task[Any]

_log = logging.getLogger(__name__)


class Manager:
    """Runs informers, controllers and background runnables until it is told to stop.

    Caches that are not synced within `sync_timeout_seconds` are an error; what workers have begun may take
    `stop_timeout_seconds` to end. Without an elector, this process always leads.
    """

    def __init__(
        self,
        *,
        elector: Elector | None = None,
        sync_timeout_seconds: float = SYNC_TIMEOUT_SECONDS,
        stop_timeout_seconds: float = STOP_TIMEOUT_SECONDS,
    ) -> None:
        self._elector = elector
        self._sync_timeout_seconds = sync_timeout_seconds
        self._stop_timeout_seconds = stop_timeout_seconds
        self._informers: list[Informer[Any, Any]] = []
        self._controllers: list[Controller] = []
        self._runnables: list[Runnable] = []
        self._followers: list[_Task] = []
        self._holding: list[_Task] = []
        self._workers: list[_Task] = []
        self._background: list[_Task] = []
        self._is_synced = False
        self._is_stopping = False

    def add_informer(self, informer: Informer[T, V]) -> Informer[T, V]:
        """Run this informer, and return it; controllers start when it is synced."""
        self._informers.append(informer)
        return informer

    def add_controller(self, controller: Controller) -> Controller:
        """Run this controller while this process leads, and return it."""
        self._controllers.append(controller)
        return controller

    def add(self, runnable: Runnable) -> None:
        """Run this in the background with synced caches, while this process leads; it must not return by itself."""
        self._runnables.append(runnable)

    @property
    def is_leading(self) -> bool:
        """Whether the work is this process's to do, which it always is without an elector."""
        return self._elector is None or self._elector.is_leading

    def healthy(self) -> bool:
        """Say whether all that was started still runs; a process whose loop has ended ends by itself soon after."""
        return self._is_stopping or not any(task.done() for task in self._all())

    def ready(self) -> bool:
        """Say whether the caches are synced, as those of a standby are too, and stay so."""
        return self._is_synced and not self._is_stopping

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Run everything until `stop` is set, without it until SIGTERM or SIGINT; raises what ended a loop before.

        Among that is `LeaseLost`: the process should end, and start anew as a standby.
        """
        with _stopping(stop) as event:
            stopped = _task(event.wait, "stop")
            try:
                await self._serve(stopped)
            finally:
                self._is_stopping = True
                stopped.cancel()
                await self._stop()

    async def _serve(self, stopped: _Task) -> None:
        self._stand_by(self._elector is not None)
        self._followers = [_task(each.run, f"informer {each.source.kind.plural}") for each in self._informers]
        await self._until(stopped, self._sync)
        if self._elector is not None and not stopped.done():
            _log.info("%d informers are synced: this process stands by", len(self._informers))
            await self._until(stopped, self._elector.acquire)
        if not stopped.done():
            self._stand_by(False)
            self._holding = [_task(self._elector.hold, "election")] if self._elector else []
            self._background = [
                _task(runnable, getattr(runnable, "__qualname__", "runnable")) for runnable in self._runnables
            ]
            self._workers = [_task(controller.run, f"controller {controller.name}") for controller in self._controllers]
            _log.info("started; informers: %d", len(self._informers))
        await self._until(stopped)

    def _stand_by(self, is_standing_by: bool) -> None:  # noqa: FBT001 - it is the state
        """Let controllers ignore keys, or look at everything that is there: changes may come for weeks before that."""
        was_standing_by = any(controller.is_standing_by for controller in self._controllers)
        for controller in self._controllers:
            controller.is_standing_by = is_standing_by
        if was_standing_by and not is_standing_by:
            for informer in self._informers:
                informer.replay()

    async def _sync(self) -> None:
        try:
            async with asyncio.timeout(self._sync_timeout_seconds):
                for informer in self._informers:
                    await informer.wait_synced()
        except TimeoutError as error:
            missing = ", ".join(each.source.kind.plural for each in self._informers if not each.is_synced)
            raise errors.KubeloopError(
                f"no list of {missing} within {self._sync_timeout_seconds:g} s: see the warnings above; "
                "is the API server reachable, are these kinds installed, and may this account list and watch them?"
            ) from error
        self._is_synced = True

    async def _until(self, stopped: _Task, wait: Callable[[], Awaitable[Any]] | None = None) -> None:
        """Wait for this or for the stop, whichever comes first; raises what ended a loop before that."""
        awaited = {stopped} | ({_task(wait, "start")} if wait else set())
        try:
            done, _ = await asyncio.wait(awaited | set(self._all()), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(awaited - {stopped})
        for task in done:
            task.result()
            if task not in awaited:
                raise errors.KubeloopError(f"{task.get_name()} ended by itself")

    async def _stop(self) -> None:
        for controller in self._controllers:
            controller.stop()
        has_finished = await self._finish()
        await _end(self._workers + self._background)
        await _end(self._holding)
        if self._elector is not None and has_finished:
            await self._elector.release()
        await _end(self._followers)

    async def _finish(self) -> bool:
        """Let workers finish; return whether they did, so that nothing of theirs is under way any more."""
        if not self._workers:
            return True
        workers = _task(lambda: asyncio.wait(self._workers, timeout=self._stop_timeout_seconds), "workers")
        # Without the lease, what they have begun is not theirs to finish.
        await asyncio.wait([workers, *self._holding], return_when=asyncio.FIRST_COMPLETED)
        await _end([workers])
        late = ", ".join(task.get_name() for task in self._workers if not task.done())
        if late:
            _log.warning("cancelled before they finished what they had begun: %s", late)
        return not late

    def _all(self) -> list[_Task]:
        return self._followers + self._holding + self._workers + self._background


def _task(run: Callable[[], Awaitable[Any]], name: str) -> _Task:
    async def call() -> None:
        await run()

    return asyncio.create_task(call(), name=name)


async def _end(tasks: Iterable[_Task]) -> None:
    """Cancel tasks, and wait until they are gone."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _stopping(stop: asyncio.Event | None) -> Iterator[asyncio.Event]:
    """Return the event that asks for the end: this one, or one that is set by a signal."""
    if stop is not None:
        yield stop
        return
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in STOP_SIGNALS:
            loop.remove_signal_handler(number)
