# SPDX-License-Identifier: Apache-2.0
"""A node with both routers beside it: how soon it is reached, and what each process has used after some time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.exporter import usage
from tests.support import hidden_daemons, hidden_worlds, monerod, sidecars

STARTS = 5
IDLE_SECONDS = 120.0


class Pod(NamedTuple):
    """What runs in it, and by which addresses its RPC is reached."""

    daemon: monerod.Monerod
    besides: dict[str, hidden_worlds.Beside]


@contextlib.asynccontextmanager
async def running(folder: Path, *worlds: hidden_worlds.World) -> AsyncIterator[Pod]:
    """Run it until the end of the block; it is reached by all of its addresses."""
    ports = monerod.Ports.pick()
    async with contextlib.AsyncExitStack() as stack:
        daemon = await stack.enter_async_context(hidden_daemons.running(folder / "monerod", ports=ports))
        besides = {}
        for world in worlds:
            beside, _ = await stack.enter_async_context(_reached(folder / world.name, world, ports))
            besides[world.name] = beside
        yield Pod(daemon, besides)


async def starts(folder: Path, world: hidden_worlds.World) -> list[float]:
    """Return how long it took, each time with a new address, from the agent's start to the first answer."""
    ports, taken = monerod.Ports.pick(), []
    async with hidden_daemons.running(folder / "monerod", ports=ports):
        for number in range(STARTS):
            async with _reached(folder / str(number), world, ports) as (_, seconds):
                taken.append(seconds)
    return taken


@contextlib.asynccontextmanager
async def _reached(
    folder: Path, world: hidden_worlds.World, ports: monerod.Ports
) -> AsyncIterator[tuple[hidden_worlds.Beside, float]]:
    began = time.monotonic()
    targets = hidden_worlds.Targets(ports.p2p, ports.restricted)
    async with world.beside(folder, targets) as beside:
        async with hidden_worlds.asking(world, beside.rpc) as asked:
            await asked.until_answered(1)
        yield beside, time.monotonic() - began


async def costs(pod: Pod) -> list[tuple[str, ...]]:
    """Return a row for each process: memory, and CPU of a minute in which nobody asks for anything."""
    running: dict[str, int] = {}
    for name, beside in pod.besides.items():
        running |= _processes(name, beside.sidecar)
    before = {name: usage.of(pid) for name, pid in running.items()}
    await asyncio.sleep(IDLE_SECONDS)
    after = {name: usage.of(pid) for name, pid in running.items()}
    return [
        (
            name,
            f"{found.rss_mib:.1f}",
            f"{found.peak_mib:.1f}",
            f"{(found.cpu_ms - before[name].cpu_ms) * 60 / IDLE_SECONDS:.0f}",
            f"{found.cpu_ms / 1000:.1f}",
        )
        for name, found in after.items()
    ]


def _processes(network: str, sidecar: sidecars.Sidecar) -> dict[str, int]:
    program = {"tor": "tor", "i2p": "i2pd"}[network]
    return {program: sidecar.router(), f"its agent ({program})": sidecar.process.pid}
