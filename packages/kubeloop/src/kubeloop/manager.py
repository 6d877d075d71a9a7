# SPDX-License-Identifier: Apache-2.0
"""Starting and stopping what runs, in the right order, and saying how it is.

Start: informers, then (once their caches are synced) controllers and background runnables. Stop: controllers take no
more keys and finish what they began within a bound, then everything else is cancelled. A loop that ends by itself is
a bug: `run` raises it, so that the process ends and is started anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from kubeloop import errors
from kubeloop.controller.loop import Controller
from kubeloop.informer.shared import Informer

SYNC_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 30.0

Runnable = Callable[[], Coroutine[Any, Any, None]]

_log = logging.getLogger(__name__)


class Manager:
    """Runs informers, controllers and background runnables until it is told to stop."""

    def __init__(
        self, *, sync_timeout_seconds: float = SYNC_TIMEOUT_SECONDS, stop_timeout_seconds: float = STOP_TIMEOUT_SECONDS
    ) -> None:
        self._sync_timeout_seconds = sync_timeout_seconds
        self._stop_timeout_seconds = stop_timeout_seconds
        self._informers: list[Informer[Any, Any]] = []
        self._controllers: list[Controller] = []
        self._runnables: list[Runnable] = []
        self._loops: list[asyncio.Task[None]] = []
        self._workers: list[asyncio.Task[None]] = []
        self._is_stopping = False

    def add_informer(self, informer: Informer[Any, Any]) -> None:
        """Run this informer; controllers start when it is synced."""
        self._informers.append(informer)

    def add_controller(self, controller: Controller) -> None:
        """Run this controller."""
        self._controllers.append(controller)

    def add(self, runnable: Runnable) -> None:
        """Run this in the background, with synced caches, and cancel it at the end; it must not return by itself."""
        self._runnables.append(runnable)

    def healthy(self) -> bool:
        """Say whether all that was started still runs."""
        return not any(task.done() for task in self._loops + ([] if self._is_stopping else self._workers))

    def ready(self) -> bool:
        """Say whether the caches are synced and work goes on."""
        return bool(self._workers) and not self._is_stopping and all(each.is_synced for each in self._informers)

    async def run(self, stop: asyncio.Event) -> None:
        """Run everything until `stop` is set; raises what ended a loop before that."""
        try:
            await self._start()
            await self._watch_over(stop.wait)
        finally:
            await self._stop()

    async def _start(self) -> None:
        self._loops = [_task(informer.run, f"informer {informer.source.kind.plural}") for informer in self._informers]
        await self._watch_over(self._sync)
        self._loops += [_task(runnable, "runnable") for runnable in self._runnables]
        self._workers = [_task(controller.run, f"controller {controller.name}") for controller in self._controllers]
        _log.info("started: %d informers are synced", len(self._informers))

    async def _sync(self) -> None:
        try:
            async with asyncio.timeout(self._sync_timeout_seconds):
                for informer in self._informers:
                    await informer.wait_synced()
        except TimeoutError as error:
            missing = ", ".join(each.source.kind.plural for each in self._informers if not each.is_synced)
            raise errors.KubeloopError(
                f"no list of {missing} within {self._sync_timeout_seconds:g} s: see the warnings above; "
                "is the API server reachable, and may this account list and watch them?"
            ) from error

    async def _watch_over(self, wait: Callable[[], Awaitable[Any]]) -> None:
        awaited = _task(wait, "awaited")
        try:
            done, _ = await asyncio.wait([awaited, *self._loops, *self._workers], return_when=asyncio.FIRST_COMPLETED)
        finally:
            awaited.cancel()
        for task in done:
            task.result()
            if task is not awaited:
                raise errors.KubeloopError(f"{task.get_name()} ended by itself")

    async def _stop(self) -> None:
        self._is_stopping = True
        for controller in self._controllers:
            controller.stop()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=self._stop_timeout_seconds)
            for task in late:
                _log.warning("%s did not finish within %g s", task.get_name(), self._stop_timeout_seconds)
        everything = self._workers + self._loops
        for task in everything:
            task.cancel()
        await asyncio.gather(*everything, return_exceptions=True)


def _task(run: Callable[[], Awaitable[Any]], name: str) -> asyncio.Task[Any]:
    async def call() -> None:
        await run()

    return asyncio.create_task(call(), name=name)
