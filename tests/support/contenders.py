# SPDX-License-Identifier: Apache-2.0
"""Processes that contend for a lease in virtual time, and what may happen to them.

A stopped process is stopped as SIGSTOP does: nothing of it runs, wherever it was, and what it waited for is there when
it goes on. Requests take their time and arrive late, also after their sender gave up or died.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import random
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVarTuple, cast

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.election.clock import Moment
from kubeloop.election.elector import Elector, LeaseLost, NotLeading
from kubeloop.election.record import LEASES
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock, cluster

Ts = TypeVarTuple("Ts")

LEASE = Key("default", "operator")
WALL = 1_750_000_000.0
QUICK_SECONDS = 0.01
"""How long a request takes each way when all is well."""
DELAYS_SECONDS = (QUICK_SECONDS,) * 15 + (0.3, 1.0, 2.0, 3.5, 6.0)
"""How long it takes otherwise; electors wait for 4 s."""
FAILURES = 0.05
"""The share of requests that fail at once when all is not well."""
RATES = (0.9995, 1.0, 1.0005)
"""How fast the clocks of the processes run: as far apart as NTP makes them."""

_current: contextvars.ContextVar[Process | None] = contextvars.ContextVar("current", default=None)


class StoppableLoop(clock.VirtualLoop):
    """A virtual loop that runs the callbacks of a process by that process."""

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """Schedule a callback."""
        owned = _Owned(callback, args, context)
        owned.handle = super().call_soon(owned, context=context)
        return owned.handle

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """Schedule a callback for a time."""
        owned = _Owned(callback, args, context)
        owned.handle = timer = super().call_at(when, owned, context=context)
        return timer


class _Owned:
    """A callback that waits while its process is stopped."""

    handle: asyncio.Handle

    def __init__(
        self, callback: Callable[..., Any], args: tuple[Any, ...], context: contextvars.Context | None
    ) -> None:
        self._callback = callback
        self._args = args
        self.context = context or contextvars.copy_context()
        self._process = self.context.get(_current)

    def __call__(self) -> None:
        if self.handle.cancelled():
            return
        if self._process is not None and self._process.is_stopped:
            self._process.backlog.append(self)
        else:
            self._callback(*self._args)


class Write(NamedTuple):
    """A write that a process was permitted to start, and until when it may be under way."""

    process: Process
    start: float
    end: float


class World:
    """A cluster, three slots with a process each, and a weather that is bad until it is quiet."""

    def __init__(self, seed: int) -> None:
        self.api = cluster.Cluster()
        self.api.put(LEASES, {"metadata": {"namespace": LEASE.namespace, "name": LEASE.name}, "spec": {}})
        self.random = random.Random(seed)
        self.is_quiet = False
        self.overlaps: list[tuple[Write, Write]] = []
        self._last: dict[Process, Write] = {}
        self._all: list[Process] = []
        self._slots = [self._born(slot) for slot in range(len(RATES))]

    @property
    def leaders(self) -> list[Process]:
        """The processes that may write, also while they are stopped."""
        return [process for process in self._slots if not process.is_dead and process.elector.is_leading]

    def act(self, act: str, seconds: float, slot: int | None) -> None:
        """Let something happen to the process in a slot, by default to the leader, or to the lease."""
        process = self._slots[slot] if slot is not None else next(iter(self.leaders), self._slots[0])
        match act:
            case "pause":
                process.pause(seconds)
            case "sleep":
                process.slept += seconds
                process.pause(seconds)
            case "cut":
                process.cut_until = asyncio.get_running_loop().time() + seconds
            case "jump":
                process.wall_jump += seconds
            case "kill":
                process.is_stopped = process.is_dead = True
                self.follow(process, seconds)
            case "terminate":
                process.terminate()
            case "delete":
                with contextlib.suppress(errors.NotFound):
                    self.api.remove(LEASES, *LEASE)

    def follow(self, process: Process, seconds: float) -> None:
        """Put a new process in the place of one that is no more, after a while."""

        def bear() -> None:
            if self._slots[process.slot] is process:
                self._slots[process.slot] = self._born(process.slot)

        asyncio.get_running_loop().call_later(seconds, bear, context=contextvars.Context())

    def said_goodbye(self, process: Process) -> None:
        """Take note that nothing of this process is under way any more."""
        self._last.pop(process, None)

    def wrote(self, write: Write) -> None:
        """Take note of a write, and of those of others that may still be under way."""
        self.overlaps += [
            (other, write)
            for other in self._last.values()
            if other.process is not write.process and other.end > write.start
        ]
        self._last[write.process] = write

    def end(self) -> None:
        """End all processes, so that the loop can end."""
        for process in self._all:
            process.end()

    def _born(self, slot: int) -> Process:
        process = Process(self, slot, f"{slot}-{len(self._all)}")
        self._all.append(process)
        return process


class Process:
    """One process: it contends for the lease, writes as long as it leads, and ends when it lost the lease."""

    def __init__(self, world: World, slot: int, identity: str) -> None:
        self.slot = slot
        self.is_stopped = self.is_dead = False
        self.backlog: list[_Owned] = []
        self.slept = self.wall_jump = self.cut_until = 0.0
        self._world = world
        line = cast(Client, _Line(world, self))
        jitter = random.Random(world.random.random()).random
        self.elector = Elector(line, lease=LEASE, identity=identity, clock=self._read_clock, jitter=jitter)
        context = contextvars.Context()
        context.run(_current.set, self)
        self._task = asyncio.get_running_loop().create_task(self._live(), context=context)

    def pause(self, seconds: float) -> None:
        """Stop it for a while."""
        self.is_stopped = True
        asyncio.get_running_loop().call_later(seconds, self._resume, context=contextvars.Context())

    def terminate(self) -> None:
        """Ask it to end."""
        self._task.cancel()

    def end(self) -> None:
        """Cancel whatever is left of it."""
        self.is_dead = False
        self._world.is_quiet = True
        self._task.cancel()
        self._resume()

    def _resume(self) -> None:
        if self.is_dead:
            return
        self.is_stopped = False
        backlog, self.backlog = self.backlog, []
        for owned in backlog:
            asyncio.get_running_loop().call_soon(owned, context=contextvars.Context())

    def _read_clock(self) -> Moment:
        now = asyncio.get_running_loop().time() * RATES[self.slot]
        return Moment(now - self.slept, now, WALL + now + self.wall_jump)

    async def _live(self) -> None:
        writing = asyncio.create_task(self._write())
        try:
            await self.elector.acquire()
            await self.elector.hold()
        except LeaseLost:
            writing.cancel()
        except asyncio.CancelledError:
            writing.cancel()
            self._world.said_goodbye(self)
            await self.elector.release()
        self._world.follow(self, 0.5)

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            with contextlib.suppress(NotLeading):
                now = loop.time()
                self._world.wrote(Write(self, now, now + self.elector.permit() / RATES[self.slot]))
            await asyncio.sleep(0.1)


class _Line:
    """The way of a process to the cluster."""

    def __init__(self, world: World, process: Process) -> None:
        self._world = world
        self._process = process

    def __getattr__(self, verb: str) -> Callable[..., Awaitable[Any]]:
        async def request(*arguments: Any, **options: Any) -> Any:
            if not self._world.is_quiet and self._world.random.random() < FAILURES:
                raise errors.Unreachable("connection refused")
            call = functools.partial(getattr(self._world.api, verb), *arguments, **options)
            serving = asyncio.get_running_loop().create_task(self._serve(call), context=contextvars.Context())
            answer, error = await asyncio.shield(serving)
            if error is not None:
                raise error
            return answer

        return request

    async def _serve(self, call: Callable[[], Awaitable[Any]]) -> tuple[Any, errors.KubeloopError | None]:
        cut_seconds = self._process.cut_until - asyncio.get_running_loop().time()
        await asyncio.sleep(max(self._delay_seconds(), cut_seconds))
        try:
            answer = await call()
        except errors.KubeloopError as error:
            return None, error
        finally:
            await asyncio.sleep(self._delay_seconds())
        return answer, None

    def _delay_seconds(self) -> float:
        return QUICK_SECONDS if self._world.is_quiet else self._world.random.choice(DELAYS_SECONDS)
