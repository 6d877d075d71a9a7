# SPDX-License-Identifier: Apache-2.0
"""A closed network on loopback in which something happens, its exporters, and a Prometheus that scrapes them.

Blocks come by chance, somebody pays, a daemon hangs for a while, and the chain is reorganized: what dashboards are
checked against and pictures are made of.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from aiomonero import errors
from aiomonero.testing.daemons import Monerod
from tests.support import exporter, loopback, monerod, payer, prometheus
from tests.support.payer import ADDRESS, Payer
from tests.support.prometheus import Target

NAMESPACE, SET = "research", "regtest"
NODES = 4


class Pace(NamedTuple):
    """How fast life is: seconds between blocks and payments on average, and between troubles."""

    block: float = 6.0
    payment: float = 3.0
    trouble: float = 45.0


@contextlib.asynccontextmanager
async def running(folder: Path, pace: Pace = Pace(), rule_files: tuple[Path, ...] = ()) -> AsyncIterator[str]:
    """Run it all until the end of the block; the address of the Prometheus is told."""
    chain = await payer.make_chain(folder / "chain")
    async with contextlib.AsyncExitStack() as stack:
        daemons: list[Monerod] = []
        for index in range(NODES):
            place = chain.copy(folder / f"node-{index}")
            start = monerod.running(place, peers=tuple(daemons), is_lonely=not daemons, has_zmq=True)
            daemons.append(await stack.enter_async_context(start))
        targets = await _exporters(stack, daemons)
        rich = await stack.enter_async_context(payer.running(folder / "wallet", daemons[0]))
        url = stack.enter_context(prometheus.running(folder / "prometheus", targets, rule_files=rule_files))
        await stack.enter_async_context(_life(daemons, rich, pace))
        yield url


async def _exporters(stack: contextlib.AsyncExitStack, daemons: list[Monerod]) -> list[Target]:
    ports = loopback.free_ports(len(daemons))
    targets = []
    for index, daemon in enumerate(daemons):
        name = f"{SET}-{index}-0"
        await stack.enter_async_context(exporter.beside(daemon.url, *_flags(daemon), port=ports[index]))
        labels = {"job": "monero-exporter", "namespace": NAMESPACE, "set": SET, "instance": name}
        targets.append(Target(ports[index], labels))
    return targets


def _flags(daemon: Monerod) -> tuple[str, ...]:
    return ("--closed",)


@contextlib.asynccontextmanager
async def _life(daemons: list[Monerod], rich: Payer, pace: Pace) -> AsyncIterator[None]:
    chance = random.Random(7)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(_mine(daemons, pace, chance)),
            group.create_task(_pay(rich, pace, chance)),
            group.create_task(_trouble(daemons, pace, chance)),
        ]
        yield
        for task in tasks:
            task.cancel()


async def _mine(daemons: list[Monerod], pace: Pace, chance: random.Random) -> None:
    while True:
        await asyncio.sleep(chance.expovariate(1 / pace.block))
        with contextlib.suppress(errors.MoneroError):
            async with chance.choice(daemons).node() as node:
                await node.rpc.generate_blocks(1, ADDRESS)


async def _pay(rich: Payer, pace: Pace, chance: random.Random) -> None:
    while True:
        await asyncio.sleep(chance.expovariate(1 / pace.payment))
        with contextlib.suppress(errors.MoneroError):
            await rich.pay()


async def _trouble(daemons: list[Monerod], pace: Pace, chance: random.Random) -> None:
    while True:
        await asyncio.sleep(pace.trouble)
        await _reorganize(chance.choice(daemons[1:]))
        await asyncio.sleep(pace.trouble)
        daemons[-1].process.send_signal(signal.SIGSTOP)
        await asyncio.sleep(pace.trouble / 3)
        daemons[-1].process.send_signal(signal.SIGCONT)


async def _reorganize(daemon: Monerod) -> None:
    """Take the last blocks from one daemon and let it make more than it lost: the others follow."""
    with contextlib.suppress(errors.MoneroError):
        async with daemon.node() as node:
            await node.rpc.pop_blocks(2)
            await node.rpc.generate_blocks(3, ADDRESS)
