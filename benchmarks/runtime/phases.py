# SPDX-License-Identifier: Apache-2.0
"""What is done to the controller, and what it costs: each phase returns a row."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from benchmarks.runtime import fleet, process
from benchmarks.runtime.process import Costs, Program
from benchmarks.runtime.users import Users

WRITES = fleet.CHILDREN + 1
PHASE_TIMEOUT_SECONDS = 900.0
IDLE_SECONDS = 10.0
EDITS = 200
EDITS_PER_SECOND = 20
FAILOVER_EDITS = 60
SETTLE_SECONDS = 3.0


class Row(msgspec.Struct, frozen=True):
    """One phase: CPU seconds of the program alone, its peak of resident memory, its requests, latencies in ms."""

    name: str
    cpu_seconds: float
    peak_mib: float
    requests: dict[str, int]
    wall_seconds: float | None = None
    latencies: Sequence[float] = ()

    def percentile(self, hundredth: int) -> float:
        """Return a percentile of the latencies."""
        return statistics.quantiles(self.latencies, n=100)[hundredth - 1]


class Editors(Protocol):
    """Users who edit objects, each edit of which is two writes."""

    count: int

    async def edit(self, number: int) -> float:
        """Edit an object; return the milliseconds until its effect."""

    async def edit_all(self) -> None:
        """Edit every object."""


def between(name: str, before: Costs | None, after: Costs, *, latencies: Sequence[float] = ()) -> Row:
    """Return what a phase cost; without `before`, everything since the program started."""
    known = before.requests if before else {}
    requests = {verb: count - known.get(verb, 0) for verb, count in after.requests.items()}
    return Row(
        name,
        after.cpu_seconds - (before.cpu_seconds if before else 0.0),
        after.peak_mib,
        {verb: count for verb, count in requests.items() if count},
        after.last_write - after.first_write if not before and after.writes else None,
        latencies,
    )


async def floor(config: Path, namespace: str, writes: int, *, module: str = "runtime.floor") -> Row:
    """Make the writes of a cold start by a bare client."""
    async with process.running(module, str(config), namespace) as program:
        before = await program.ask("go")
        await program.wait_writes(writes, seconds=PHASE_TIMEOUT_SECONDS)
        after = await program.ask("times")
    row = between("bare client: the same writes", before, after, latencies=_milliseconds(after))
    return msgspec.structs.replace(row, wall_seconds=after.last_write - after.first_write)


async def cold(program: Program, writes: int) -> Row:
    """Start with nothing there: every child and a status per object."""
    await program.wait_writes(writes, seconds=PHASE_TIMEOUT_SECONDS)
    after = await program.ask("times")
    return between("cold start", None, after, latencies=_milliseconds(after))


async def warm(program: Program) -> Row:
    """Start with everything in place."""
    return between("warm restart", None, await program.wait_writes(0, seconds=PHASE_TIMEOUT_SECONDS))


async def idle(program: Program) -> Row:
    """Do nothing."""
    before = await program.ask()
    await asyncio.sleep(IDLE_SECONDS)
    return between(f"idle for {IDLE_SECONDS:g} s", before, await program.ask())


async def resync(program: Program) -> Row:
    """Look at every object again."""
    before = await program.ask()
    await program.ask("replay")
    await asyncio.sleep(SETTLE_SECONDS)
    return between("resync", before, await program.ask())


async def edits(program: Program, users: Editors) -> Row:
    """Edit objects one by one."""
    return await _one_by_one("one edit", program, users.edit)


async def deletions(program: Program, users: Users) -> Row:
    """Delete children one by one."""
    return await _one_by_one("one deleted child", program, users.delete_child)


async def edit_all(program: Program, users: Editors) -> Row:
    """Edit every object at once."""
    return await _all_at_once("all edited at once", program, users.edit_all(), 2 * users.count)


async def pods_ready(program: Program, users: Users) -> Row:
    """Let all pods of all StatefulSets become ready."""
    return await _all_at_once("all pods ready", program, users.make_pods_ready(), users.count)


async def failover(name: str, end: Callable[[], None], standby: Program, users: Users) -> Row:
    """End the leader while objects are edited: the longest wait of an edit is how long nobody led."""
    before = await standby.ask()
    end()
    latencies = await _at_a_rate(users.edit, FAILOVER_EDITS)
    await asyncio.sleep(SETTLE_SECONDS)
    row = between(name, before, await standby.ask())
    return msgspec.structs.replace(row, wall_seconds=max(latencies) / 1000)


async def _one_by_one(name: str, program: Program, act: Callable[[int], Coroutine[Any, Any, float]]) -> Row:
    before = await program.ask()
    latencies = await _at_a_rate(act, EDITS)
    await asyncio.sleep(SETTLE_SECONDS)
    return between(f"{name}, {EDITS_PER_SECOND} per second", before, await program.ask(), latencies=latencies)


async def _at_a_rate(act: Callable[[int], Coroutine[Any, Any, float]], count: int) -> list[float]:
    tasks: list[asyncio.Task[float]] = []
    started = time.monotonic()
    for number in range(count):
        await asyncio.sleep(max(0.0, started + number / EDITS_PER_SECOND - time.monotonic()))
        tasks.append(asyncio.create_task(act(number)))
    return await asyncio.gather(*tasks)


async def _all_at_once(name: str, program: Program, acts: Awaitable[None], writes: int) -> Row:
    before = await program.ask()
    await acts
    after = await program.wait_writes(before.writes + writes, seconds=PHASE_TIMEOUT_SECONDS)
    return between(name, before, after)


def _milliseconds(costs: Costs) -> list[float]:
    return [seconds * 1000 for seconds in costs.times["PATCH"]]
