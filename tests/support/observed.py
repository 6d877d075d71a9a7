# SPDX-License-Identifier: Apache-2.0
"""A closed network on loopback in which something happens, and a Prometheus that scrapes its exporters.

All nodes but the last are of the newest release. Blocks come by chance, somebody pays, a daemon hangs for a while, the
chain is reorganized, and xmrig mines beside it: what dashboards are checked against and pictures are made of.
What stands for the agents of tor and i2pd repeats what real ones said.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

from aiomonero import errors
from aiomonero.testing.daemons import Monerod
from aiomonero.testing.fakenode import FakeNode
from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms
from tests.support import (
    agents,
    apiserver,
    exporter,
    kubelet,
    loopback,
    monerod,
    operating,
    payer,
    prometheus,
    releases,
    xmrig,
)
from tests.support.payer import ADDRESS, Chain, Payer
from tests.support.prometheus import Prometheus, Target
from tools.kubectl import Kubectl

JOB, OPERATOR_JOB = "monero-exporter", "monero-operator"
NAMESPACE, SET, MINERS = "research", "regtest", "miners"
NODES = 4
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("0[13]*/*.yaml"))
"""Those whose nodes are told by their exporters alone."""
TOKEN = "token of the miner"
NICENESS = 15
_HARD = ("--regtest", "--keep-fakechain", "--fixed-difficulty=150")


class Pace(NamedTuple):
    """Seconds between blocks, payments, and troubles, on average, and how long a hang is; `rules` is that of alerts."""

    block: float = 6.0
    payment: float = 3.0
    trouble: float = 75.0
    hang: float = 60.0
    rules: float = 0.05


QUICK = Pace(block=2.0, payment=1.0, trouble=6.0, hang=3.0, rules=0.1)
"""For tests, which only want everything to happen once."""


@contextlib.asynccontextmanager
async def running(folder: Path, pace: Pace, other: tuple[str, Target], namespace: Kubectl) -> AsyncIterator[Prometheus]:
    """Run it all until the end of the block; another one is scraped too, and the pods of a namespace are the nodes."""
    chain = await payer.make_chain(folder / "chain")
    async with contextlib.AsyncExitStack() as stack:
        daemons = await _nodes(stack, chain, folder)
        nodes = await _watch(stack, daemons)
        await stack.enter_async_context(kubelet.running(namespace, [_port(node) for node in nodes]))
        targets = [*nodes, await _mine_beside(stack, folder / "miners")]
        rich = await stack.enter_async_context(payer.running(folder / "wallet", daemons[0]))
        jobs = {JOB: targets, other[0]: [other[1]]}
        rules = groups.of_nodes(Terms(pace=pace.rules))
        found = await stack.enter_async_context(prometheus.running(folder / "prometheus", jobs, rules))
        await stack.enter_async_context(_life(daemons, rich, pace))
        yield found


async def _nodes(stack: contextlib.AsyncExitStack, chain: Chain, folder: Path) -> list[Monerod]:
    newest = releases.programs(releases.RELEASES[-1]).monerod
    daemons: list[Monerod] = []
    for index in range(NODES):
        place, peers = chain.copy(folder / str(index)), tuple(daemons)
        command = () if index == NODES - 1 else newest
        start = monerod.running(place, command=command, peers=peers, is_lonely=not peers, has_zmq=True)
        daemons.append(await stack.enter_async_context(start))
    return daemons


async def _watch(stack: contextlib.AsyncExitStack, daemons: list[Monerod]) -> list[Target]:
    ports = loopback.free_ports(len(daemons))
    siblings = ",".join(f"127.0.0.1:{port}" for port in ports)
    hidden = await _agents(stack)
    for index, (daemon, port) in enumerate(zip(daemons, ports, strict=True)):
        flags = (
            *hidden,
            "--closed",
            f"--zmq-addr={daemon.zmq_address}",
            f"--siblings={siblings}",
            f"--name={_name(index)}",
        )
        await stack.enter_async_context(exporter.beside(daemon.url, *flags, port=port))
    return [_target(port, SET, _name(index), "network") for index, port in enumerate(ports)]


async def _agents(stack: contextlib.AsyncExitStack) -> tuple[str, str]:
    tor, i2p = FakeNode({"status": agents.tor()}), FakeNode({"status": agents.i2p()})
    tor_url, i2p_url = [await stack.enter_async_context(each.serving()) for each in (tor, i2p)]
    return f"--tor-addr={tor_url}", f"--i2p-addr={i2p_url}"


def _port(target: Target) -> int:
    return int(target.address.rpartition(":")[2])


def _name(index: int) -> str:
    return f"{SET}-{index}-0"


def _target(port: int, set_name: str, instance: str, component: str) -> Target:
    labels = {"namespace": NAMESPACE, "set": set_name, "instance": instance, "component": component}
    return Target(f"127.0.0.1:{port}", labels)


async def _mine_beside(stack: contextlib.AsyncExitStack, folder: Path) -> Target:
    """Let xmrig mine for a daemon of its own, whose difficulty leaves it something to do."""
    daemon = await stack.enter_async_context(monerod.running(folder, network=_HARD))
    miner = await stack.enter_async_context(xmrig.running(daemon, token=TOKEN))
    os.setpriority(os.PRIO_PROCESS, miner.process.pid, NICENESS)
    token = folder / "token"
    token.write_text(TOKEN)
    flags = (f"--xmrig-addr={miner.url}", f"--xmrig-token-file={token}")
    beside = await stack.enter_async_context(exporter.beside("none", *flags))
    return _target(beside.port, MINERS, f"{MINERS}-xmrig-0", "miner")


@contextlib.asynccontextmanager
async def _life(daemons: list[Monerod], rich: Payer, pace: Pace) -> AsyncIterator[None]:
    chance = random.Random(7)
    lives = (
        _mine(daemons, _times(chance, pace.block)),
        _pay(rich, _times(chance, pace.payment)),
        _trouble(daemons, pace),
    )
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(life) for life in lives]
        yield
        for task in tasks:
            task.cancel()


def _times(chance: random.Random, seconds: float) -> Iterator[float]:
    """Yield waiting times as blocks have them."""
    while True:
        yield chance.expovariate(1 / seconds)


async def _mine(daemons: list[Monerod], times: Iterator[float]) -> None:
    for wait, daemon in zip(times, itertools.cycle(daemons), strict=False):
        await asyncio.sleep(wait)
        with contextlib.suppress(errors.MoneroError):
            async with daemon.node() as node:
                await node.rpc.generate_blocks(1, ADDRESS)


async def _pay(rich: Payer, times: Iterator[float]) -> None:
    for wait in times:
        await asyncio.sleep(wait)
        with contextlib.suppress(errors.MoneroError):
            await rich.pay()


async def _trouble(daemons: list[Monerod], pace: Pace) -> None:
    for daemon in itertools.cycle(daemons[1:]):
        await asyncio.sleep(pace.trouble)
        await _reorganize(daemon)
        await asyncio.sleep(pace.trouble)
        await _hang(daemons[-1], pace.hang)


async def _reorganize(daemon: Monerod) -> None:
    """Take the last blocks from one daemon and let it make more than it lost: the others follow."""
    with contextlib.suppress(errors.MoneroError):
        async with daemon.node() as node:
            await node.rpc.pop_blocks(2)
            await node.rpc.generate_blocks(3, ADDRESS)


async def _hang(daemon: Monerod, seconds: float) -> None:
    daemon.process.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        daemon.process.send_signal(signal.SIGCONT)


@contextlib.asynccontextmanager
async def with_operator(folder: Path, pace: Pace) -> AsyncIterator[Prometheus]:
    """Run it beside an operator, which takes the nodes for the pods of its custom resources."""
    kubernetes = folder / "kubernetes"
    kubernetes.mkdir(parents=True)
    with apiserver.running(kubernetes) as server:
        namespace = operating.prepare(server, NAMESPACE)
        for example in EXAMPLES:
            namespace.run("apply", "--filename", str(example))
        namespace.run("scale", "moneronetworks", "--all", f"--replicas={NODES}")
        with operating.running(server, folder) as operator:
            labels = {"namespace": "monero-operator", "instance": "monero-operator-0"}
            target = Target(f"127.0.0.1:{operator.metrics_port}", labels)
            async with running(folder, pace, (OPERATOR_JOB, target), namespace) as found:
                yield found
