# SPDX-License-Identifier: Apache-2.0
"""What one call costs, beside `aiohttp` and `json` alone asking the same of the same daemon.

The ways take turns in short rounds, because the machine's speed changes from minute to minute; the median round counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from aiomonero.types.login import Login
from benchmarks.library import table
from tests.support import monerod

ROUNDS = 15
CALLS = 200
AT_ONCE = 8
BARE = "bare aiohttp and json"
BARE_AT_ONCE = f"bare, {AT_ONCE} at once"
LOGIN = Login("bench", "mark")

Call = Callable[[], Awaitable[Any]]


class Way(NamedTuple):
    """A way to ask, by how many at once, and the way that it is compared with."""

    name: str
    call: Call
    askers: int
    floor: str


class Round(NamedTuple):
    """What one round cost: calls per second, and milliseconds of our CPU per call."""

    rate: float
    cpu: float


def show() -> None:
    """Print what a call of get_info costs in each way."""
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_measure(Path(folder)))
    title = f"get_info of a daemon on the same machine, {ROUNDS} rounds of {CALLS} calls each"
    table.show(title, ("way", "calls/s", "CPU ms/call", "above bare ms"), rows)


async def _measure(folder: Path) -> list[tuple[str, ...]]:
    async with _ways(folder) as ways:
        found: dict[str, list[Round]] = {way.name: [] for way in ways}
        for way in ways * ROUNDS:
            found[way.name].append(await _round(way))
    medians = {name: _median(rounds) for name, rounds in found.items()}
    return [_row(way.name, medians[way.name], medians[way.floor]) for way in ways]


def _row(name: str, median: Round, floor: Round) -> tuple[str, ...]:
    return name, f"{median.rate:.0f}", f"{median.cpu:.3f}", f"{median.cpu - floor.cpu:+.3f}"


def _median(rounds: list[Round]) -> Round:
    return Round(statistics.median(each.rate for each in rounds), statistics.median(each.cpu for each in rounds))


async def _round(way: Way) -> Round:
    await way.call()
    left = itertools.repeat(way.call, CALLS)
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(_ask(left) for _ in range(way.askers)))
    return Round(CALLS / (time.perf_counter() - wall), (time.process_time() - cpu) / CALLS * 1000)


async def _ask(left: itertools.repeat[Call]) -> None:
    for call in left:
        await call()


@contextlib.asynccontextmanager
async def _ways(folder: Path) -> AsyncIterator[list[Way]]:
    async with (
        monerod.running(folder / "open") as daemon,
        monerod.running(folder / "guarded", login=LOGIN) as guarded,
        aiohttp.ClientSession() as session,
        daemon.node() as node,
        guarded.node() as proven,
    ):
        bare = _bare(session, f"{daemon.url}/json_rpc")
        yield [
            Way(BARE, bare, 1, BARE),
            Way("aiomonero", node.rpc.get_info, 1, BARE),
            Way("aiomonero with a login", proven.rpc.get_info, 1, BARE),
            Way(BARE_AT_ONCE, bare, AT_ONCE, BARE_AT_ONCE),
            Way(f"aiomonero, {AT_ONCE} at once", node.rpc.get_info, AT_ONCE, BARE_AT_ONCE),
        ]


def _bare(session: aiohttp.ClientSession, url: str) -> Call:
    async def call() -> Any:
        async with session.post(url, json={"jsonrpc": "2.0", "id": "0", "method": "get_info"}) as response:
            return json.loads(await response.read())["result"]

    return call
