# SPDX-License-Identifier: Apache-2.0
"""Real daemons with the arguments of a network over Tor; in tor's place stands a proxy that knows what they dial.

That tor does with addresses what this proxy does is shown in `tests/integration/anonymity`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.testing import server
from monero_operator.desired import shapes
from tests.support import build, hidden, monerod, side_by_side, world
from tests.support.address_maps import AddressMaps

NODES = 3
SECONDS = 60.0


def told() -> list[list[str]]:
    """Return the arguments of each node, as the operator writes them."""
    there = world.World()
    there.keys = hidden.keys(NODES)
    there.settle(build.network(transport="tor", replicas=NODES))
    sets = [there.children["StatefulSet", f"regtest-{ordinal}"] for ordinal in range(NODES)]
    return [list(each.spec.template.spec.containers[0].args) for each in sets if isinstance(each, shapes.StatefulSet)]


def moved(arguments: list[str], folder: Path, ports: monerod.Ports, socks: int) -> list[str]:
    """Return arguments for a machine on which several nodes share one address and no volume is mounted."""
    elsewhere = {
        "--data-dir": str(folder),
        "--log-file": os.devnull,
        "--proxy": f"127.0.0.1:{socks}",
        "--p2p-bind-port": str(ports.p2p),
        "--rpc-bind-port": str(ports.rpc),
        "--rpc-restricted-bind-ip": "127.0.0.1",
        "--rpc-restricted-bind-port": str(ports.restricted),
    }
    words = (word.partition("=") for word in arguments)
    return [f"{flag}={elsewhere[flag]}" if flag in elsewhere else f"{flag}{is_}{value}" for flag, is_, value in words]


@contextlib.asynccontextmanager
async def node(folder: Path, arguments: list[str], ports: monerod.Ports, socks: int) -> AsyncIterator[monerod.Monerod]:
    """Run a node until the end of the block."""
    words = moved(arguments, folder, ports, socks)
    log = folder.with_suffix(".log")
    daemon = monerod.Monerod(server.launch((monerod.program(), *words), log, None), log, ports)
    try:
        yield daemon
    finally:
        daemon.kill()


async def is_at(daemon: monerod.Monerod, height: int) -> bool:
    """Say whether a node has so many blocks, and counts itself as synchronized."""
    async with daemon.node() as asked:
        info = await asked.rpc.get_info()
    return info.synchronized and info.height == height


@side_by_side.case
async def test_nodes_find_each_other_and_nobody_else_is_ever_asked_for(tmp_path: Path) -> None:
    """Blocks of the first and of the last reach all; who has nobody below asks for itself, in vain."""
    ports = [monerod.Ports.pick() for _ in range(NODES)]
    proxies = [AddressMaps({f"10.192.0.{i}": each.p2p for i, each in enumerate(ports)}) for _ in range(NODES)]
    async with contextlib.AsyncExitStack() as stack:
        for proxy in proxies:
            await stack.enter_async_context(proxy.running())
        daemons = [
            await stack.enter_async_context(node(tmp_path / str(i), each, ports[i], proxies[i].port))
            for i, each in enumerate(told())
        ]
        await _all_until(daemons, 1)
        for height, maker in ((2, daemons[0]), (3, daemons[-1])):
            async with maker.node(timeout_seconds=SECONDS) as asked:
                await asked.rpc.generate_blocks(1, monerod.ADDRESS)
            await _all_until(daemons, height)

    assert [proxy.asked for proxy in proxies] == [{"127.0.0.1"}, {"10.192.0.0"}, {"10.192.0.0", "10.192.0.1"}]


async def _all_until(daemons: Sequence[monerod.Monerod], height: int) -> None:
    """Wait until all count themselves as synchronized at a height."""

    async def look() -> bool:
        return all([await is_at(daemon, height) for daemon in daemons])

    await daemons[0].until(look, f"not all in sync at height {height}", seconds=SECONDS)
