# SPDX-License-Identifier: Apache-2.0
"""What an exporter costs beside a daemon: at rest, for each collection and for each reader who shares one."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.exporter import readers, usage
from benchmarks.library import table
from tests.support import exporter

NEW_COLLECTION_SECONDS = 1.05
"""What was collected serves all who ask within a second."""
WARM_COLLECTIONS = 8
"""Until a full pool is read."""
REST_SECONDS = 10.0
ROUNDS = 30
CROWDS = (10, 50)
SHARED_SCRAPES = 2_000


class Found(NamedTuple):
    """What was measured of one exporter; times are in milliseconds, `waits` by the number of readers."""

    rest_share: float
    collection_cpu: float
    shared_cpu: float
    waits: dict[int, list[float]]
    memory: usage.Usage


async def measure(url: str) -> Found:
    """Measure an exporter beside the daemon there."""
    async with exporter.beside(url) as watched:
        pid = watched.process.pid
        async with readers.connected(watched.port, max(CROWDS)) as crowd:
            await _rounds(crowd[:1], WARM_COLLECTIONS)
            rest_cpu = await _rest(pid)
            cpu, waits_alone = await _collections(pid, crowd[0])
            collection_cpu, waits = statistics.median(cpu), {1: waits_alone}
            waits |= {count: await _rounds(crowd[:count], ROUNDS) for count in CROWDS}
            shared_cpu = await _shared(pid, crowd[0], collection_cpu)
            return Found(rest_cpu / (REST_SECONDS * 1000), collection_cpu, shared_cpu, waits, usage.of(pid))


def show(title: str, found: Found) -> None:
    """Print what was measured."""
    rows = [
        ("CPU at rest, share of a core", f"{found.rest_share:.2%}", "", ""),
        ("CPU per collection, its one reader included", f"{found.collection_cpu:.2f} ms", "", "5 ms"),
        ("CPU per scrape that shares one", f"{found.shared_cpu:.3f} ms", "", "0.5 ms"),
        ("memory now and at most", f"{found.memory.rss_mib:.1f} MiB", f"{found.memory.peak_mib:.1f} MiB", "56 MiB"),
        *(_wait(count, waits) for count, waits in found.waits.items()),
    ]
    table.show(f"{title}, {ROUNDS} rounds", ("what", "median", "p99 or most", "budget"), rows)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that this share of times does not exceed."""
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def _wait(count: int, waits: Sequence[float]) -> tuple[str, ...]:
    median, most = statistics.median(waits), percentile(waits, 0.99)
    budget = "6 ms" if count == 1 else ""
    return f"wait of {count} reader{'s' * (count > 1)}", f"{median:.1f} ms", f"{most:.1f} ms", budget


async def _rest(pid: int) -> float:
    before = usage.of(pid)
    await asyncio.sleep(REST_SECONDS)
    return usage.of(pid).cpu_ms - before.cpu_ms


async def _collections(pid: int, reader: readers.Reader) -> tuple[list[float], list[float]]:
    cpu: list[float] = []
    waits: list[float] = []
    for _ in range(ROUNDS):
        before = usage.of(pid)
        waits += await _rounds([reader], 1)
        cpu.append(usage.of(pid).cpu_ms - before.cpu_ms)
    return cpu, waits


async def _rounds(crowd: Sequence[readers.Reader], rounds: int) -> list[float]:
    waits: list[float] = []
    for _ in range(rounds):
        await asyncio.sleep(NEW_COLLECTION_SECONDS)
        waits += await asyncio.gather(*(reader.scrape() for reader in crowd))
    return waits


async def _shared(pid: int, reader: readers.Reader, collection_cpu: float) -> float:
    loop = asyncio.get_running_loop()
    before, began = usage.of(pid), loop.time()
    for _ in range(SHARED_SCRAPES):
        await reader.scrape()
    collections = loop.time() - began  # one each second
    return (usage.of(pid).cpu_ms - before.cpu_ms - collections * collection_cpu) / SHARED_SCRAPES
