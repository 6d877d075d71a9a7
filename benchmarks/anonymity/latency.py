# SPDX-License-Identifier: Apache-2.0
"""How long a call takes over each network, beside the same call without one.

The ways take turns, because the machine's speed changes from minute to minute.
"""

from __future__ import annotations

import contextlib
import itertools
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from aiomonero.node import Node

ROUNDS = 100
NEW_WAYS = 15

Open = Callable[[], Node]


class Row(NamedTuple):
    """Milliseconds of a call."""

    way: str
    median: float
    p95: float
    slowest: float

    def printed(self) -> tuple[str, ...]:
        return (self.way, *(f"{each:.1f}" for each in (self.median, self.p95, self.slowest)))


async def over_kept_connections(ways: Mapping[str, Open]) -> list[Row]:
    """Ask by each way again and again over one connection."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    async with contextlib.AsyncExitStack() as stack:
        nodes = {way: await stack.enter_async_context(connect()) for way, connect in ways.items()}
        for each in nodes.values():
            await each.rpc.get_info()
        for _, (way, each) in itertools.product(range(ROUNDS), nodes.items()):
            taken[way].append(await _timed(each))
    return [_row(way, found) for way, found in taken.items()]


async def over_new_connections(ways: Mapping[str, Open]) -> list[Row]:
    """Ask once by each new connection."""
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _, (way, connect) in itertools.product(range(NEW_WAYS), ways.items()):
        async with connect() as each:
            taken[way].append(await _timed(each))
    return [_row(way, found) for way, found in taken.items()]


async def _timed(node: Node) -> float:
    began = time.perf_counter()
    await node.rpc.get_info()
    return 1000 * (time.perf_counter() - began)


def _row(way: str, taken: list[float]) -> Row:
    return Row(way, statistics.median(taken), statistics.quantiles(taken, n=20, method="inclusive")[-1], max(taken))
