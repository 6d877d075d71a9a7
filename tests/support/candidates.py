# SPDX-License-Identifier: Apache-2.0
"""Two processes that contend for a lease on a cluster in memory, in virtual time: each has a line and a clock."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.election.clock import Moment
from kubeloop.election.elector import Elector
from kubeloop.election.record import LEASES
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock, cluster

LEASE = Key("default", "operator")
WALL = 1_750_000_000.0


class Line:
    """The way to a cluster: requests take their time there and back, fail, or commit without an answer."""

    def __init__(self, api: cluster.Cluster) -> None:
        self._api = api
        self.there_seconds = 0.0
        self.back_seconds = 0.0
        self.is_up = True

    def __getattr__(self, verb: str) -> Callable[..., Awaitable[Any]]:
        async def request(*arguments: Any, **options: Any) -> Any:
            if not self.is_up:
                raise errors.Unreachable("connection refused")
            await asyncio.sleep(self.there_seconds)
            answer = await getattr(self._api, verb)(*arguments, **options)
            await asyncio.sleep(self.back_seconds)
            return answer

        return request


class Process:
    """A contender with a line and a wall clock of its own."""

    def __init__(self, api: cluster.Cluster, identity: str, **options: Any) -> None:
        self.line = Line(api)
        self.wall_jump = 0.0
        self.elector = Elector(
            cast(Client, self.line),
            lease=LEASE,
            identity=identity,
            clock=self.read_clock,
            **{"jitter": lambda: 0.0} | options,
        )

    def read_clock(self) -> Moment:
        """Return what this process takes for the time."""
        now = asyncio.get_running_loop().time()
        return Moment(now, now, WALL + now + self.wall_jump)

    async def lead(self) -> None:
        """Acquire and hold."""
        await self.elector.acquire()
        await self.elector.hold()


class World:
    """A cluster with a lease that nobody holds, and processes that contend for it."""

    def __init__(self, **spec: Any) -> None:
        self.api = cluster.Cluster()
        self.put(**spec)
        self.a, self.b = Process(self.api, "a"), Process(self.api, "b")

    def put(self, **spec: Any) -> None:
        """Write the lease by hand."""
        self.api.put(LEASES, {"metadata": {"namespace": LEASE.namespace, "name": LEASE.name}, "spec": spec})

    def remove(self) -> None:
        """Delete the lease by hand."""
        with contextlib.suppress(errors.NotFound):
            self.api.remove(LEASES, *LEASE)

    @property
    def spec(self) -> dict[str, Any]:
        """What the lease says."""
        found: dict[str, Any] = self.api.read(LEASES, *LEASE)["spec"]
        return found


def run(scenario: Callable[[World], Awaitable[Any]], **spec: Any) -> Any:
    """Run a scenario in virtual time, over a lease that says this."""

    async def call() -> Any:
        return await scenario(World(**spec))

    return clock.run(call())


@contextlib.asynccontextmanager
async def leading(process: Process) -> AsyncIterator[asyncio.Task[None]]:
    """Let a process acquire, and hold until the end of the block."""
    await process.elector.acquire()
    holding = asyncio.create_task(process.elector.hold())
    try:
        yield holding
    finally:
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)


async def seconds(awaitable: Awaitable[Any]) -> float:
    """Return how long something takes."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    await awaitable
    return loop.time() - start
