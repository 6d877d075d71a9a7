# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.anonymity`: starts, costs and calls over a private Tor network and a private I2P network."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
from pathlib import Path

from aiomonero.node import Node
from benchmarks.anonymity import latency, pod
from benchmarks.library import table
from tests.support import anonymity_programs, hidden_clients, hidden_worlds, i2p_network, tor_network

CALLS = ("way", "median ms", "p95 ms", "slowest ms")


async def _measure(folder: Path) -> None:
    programs = anonymity_programs.programs()
    async with (
        tor_network.running(folder / "tor", programs) as tor,
        i2p_network.running(folder / "i2p", (programs.i2pd,)) as i2p,
        hidden_clients.joined(folder / "client", tor, i2p) as worlds,
    ):
        rows = [_start(world.name, await pod.starts(folder / f"starts-{world.name}", world)) for world in worlds]
        title = f"From the start of the agent to the first answer at a new address, {pod.STARTS} starts"
        table.show(title, ("network", "shortest s", "median s", "longest s"), rows)
        async with pod.running(folder / "pod", *worlds) as running:
            await _calls(running, *worlds)
            costs = await pod.costs(running)
            title = f"Processes of a pod after that; CPU of a minute in {pod.IDLE_SECONDS:g} s without calls"
            table.show(title, ("process", "RSS MiB", "peak MiB", "CPU ms/min", "CPU s in all"), costs)


async def _calls(running: pod.Pod, *worlds: hidden_worlds.World) -> None:
    def opened(world: hidden_worlds.World) -> latency.Open:
        return lambda: hidden_worlds.node(world, running.besides[world.name].rpc, timeout_seconds=60)

    ways: dict[str, latency.Open] = {"clearnet": lambda: Node(running.daemon.restricted_url)}
    ways |= {world.name: opened(world) for world in worlds}
    kept = await latency.over_kept_connections(ways)
    table.show(f"get_info over a kept connection, {latency.ROUNDS} calls", CALLS, (row.printed() for row in kept))
    tor, numbers = worlds[0], itertools.count()
    address = running.besides[tor.name].rpc
    # another login is another circuit: as for a client who was never there, but for the descriptor
    ways["tor, new circuit"] = lambda: hidden_worlds.node(tor, address, timeout_seconds=60, circuit=str(next(numbers)))
    new = await latency.over_new_connections(ways)
    table.show(f"get_info over a new connection, {latency.NEW_WAYS} calls", CALLS, (row.printed() for row in new))


def _start(name: str, taken: list[float]) -> tuple[str, ...]:
    return name, *(f"{each:.1f}" for each in (min(taken), statistics.median(taken), max(taken)))


def main() -> None:
    """Show everything."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(Path(folder)))


if __name__ == "__main__":
    main()
