# SPDX-License-Identifier: Apache-2.0
"""Workers that take keys from a queue and reconcile them.

Level-triggered: a reconcile gets a key, never an event, and looks for itself. What it raises decides what happens to
that key and never touches another one: `Retry`, API errors, timeouts and the unexpected come back with growing
delays, `RetryAfter` when it says, `Stop` not before something changes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

import msgspec

from kubeloop import errors
from kubeloop.objects.metadata import Key
from kubeloop.queue import Closed, Priority, Queue
from kubeloop.queue import Counters as QueueCounters

DEFAULT_TIMEOUT_SECONDS = 60.0
SHORTEST_REQUEUE_SECONDS = 0.1
"""Who asks for the past, as `due - now` may, is no hot loop."""
MAX_WISH_SECONDS = 60.0
"""A server that wants to be left alone for longer is asked again nevertheless."""

Ending = Literal["success", "requeue_after", "error", "timeout", "unexpected", "terminal_error"]

_log = logging.getLogger(__name__)


class Result(msgspec.Struct, frozen=True):
    """What a reconcile that went well asks for: to look again after a time, or (None) only when something changes.

    A reconcile that returns None asks for nothing.
    """

    after_seconds: float | None = None


class Counters(Protocol):
    """What a metrics library may count, named after controller-runtime's `controller_runtime_*` metrics."""

    def controller_started(self, controller: str, workers: int) -> None:
        """Note how many workers a controller has."""
        ...

    def reconcile_started(self, controller: str) -> None:
        """Count a worker as active."""
        ...

    def reconcile_finished(self, controller: str, ending: Ending, seconds: float) -> None:
        """Count a reconcile by its ending, and its worker as idle."""
        ...


class NoCounters:
    """Counts nothing."""

    def controller_started(self, controller: str, workers: int) -> None:
        """Count nothing."""

    def reconcile_started(self, controller: str) -> None:
        """Count nothing."""

    def reconcile_finished(self, controller: str, ending: Ending, seconds: float) -> None:
        """Count nothing."""


class Controller:
    """A queue of keys, the function that reconciles one, and a bounded number of workers.

    A reconcile that takes longer than `timeout_seconds` is cancelled and its key tried again. What it may raise stands
    at the top of this module.
    """

    def __init__(
        self,
        name: str,
        reconcile: Callable[[Key], Awaitable[Result | None]],
        *,
        workers: int = 4,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        counters: Counters | None = None,
        queue_counters: QueueCounters | None = None,
    ) -> None:
        self.name = name
        self.is_standing_by = False
        """Whether keys are ignored for now. A standby's manager sets it: its queue would grow for weeks."""
        self._reconcile = reconcile
        self._workers = workers
        self._timeout_seconds = timeout_seconds
        self._counters = counters or NoCounters()
        self._queue: Queue[Key] = Queue(name, counters=queue_counters)

    def enqueue(self, key: Key, *, live: bool = True) -> None:
        """Ask for a reconcile of this key; what is not live waits behind what is. Raises `queue.Full`."""
        if not self.is_standing_by:
            self._queue.add(key, Priority.LIVE if live else Priority.BACKGROUND)

    def enqueue_after(self, key: Key, seconds: float) -> None:
        """Ask for a reconcile of this key no later than after a time: however many ask meanwhile, it is one."""
        if not self.is_standing_by:
            self._queue.add_after(key, seconds)

    async def run(self) -> None:
        """Reconcile until stopped, then finish what was begun."""
        self._counters.controller_started(self.name, self._workers)
        async with asyncio.TaskGroup() as group:
            for _ in range(self._workers):
                group.create_task(self._work())

    def stop(self) -> None:
        """Take no more keys; `run` returns when the reconciles under way have ended."""
        self._queue.close()

    async def _work(self) -> None:
        while True:
            try:
                key = await self._queue.get()
            except Closed:
                return
            try:
                await self._process(key)
            finally:
                self._queue.done(key)

    async def _process(self, key: Key) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        ending: Ending = "error"
        self._counters.reconcile_started(self.name)
        try:
            async with asyncio.timeout(self._timeout_seconds) as limit:
                result = await self._reconcile(key)
            ending = self._settle(key, result.after_seconds if result else None)
        except errors.RetryAfter as error:
            _log.info("%s %s: %s", self.name, key, error)
            ending = self._settle(key, error.seconds)
        except errors.Stop as error:
            _log.warning("%s %s stopped: %s", self.name, key, error)
            self._queue.forget(key)
            ending = "terminal_error"
        except (Exception, asyncio.CancelledError) as error:
            # Whatever one key raises, the worker goes on with the others, unless it is itself to end.
            if _is_cancelled():
                raise
            ending = self._explain(key, error, is_late=limit.expired())
            self._queue.retry(key, at_least_seconds=_wish(error))
        finally:
            self._counters.reconcile_finished(self.name, ending, loop.time() - started)

    def _settle(self, key: Key, after_seconds: float | None) -> Ending:
        self._queue.forget(key)
        if after_seconds is None:
            return "success"
        self._queue.add_after(key, max(after_seconds, SHORTEST_REQUEUE_SECONDS))
        return "requeue_after"

    def _explain(self, key: Key, error: BaseException, *, is_late: bool) -> Ending:
        match error:
            case errors.Conflict():
                _log.debug("%s %s: %s", self.name, key, error)
            case TimeoutError() if is_late:
                _log.warning("%s %s took longer than %g s", self.name, key, self._timeout_seconds)
                return "timeout"
            case errors.KubeloopError():
                _log.warning("%s %s: %s", self.name, key, error)
            case _:
                _log.error("%s %s failed unexpectedly", self.name, key, exc_info=error)
                return "unexpected"
        return "error"


def _wish(error: BaseException) -> float:
    """Return for how many seconds the server wants to be left alone."""
    wish = error.retry_after_seconds or 0.0 if isinstance(error, errors.ApiError) else 0.0
    return min(wish, MAX_WISH_SECONDS)


def _is_cancelled() -> bool:
    """Say whether somebody cancels this worker; otherwise a CancelledError comes from what the key awaited."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
