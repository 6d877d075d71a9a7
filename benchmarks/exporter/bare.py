# SPDX-License-Identifier: Apache-2.0
"""How long the daemon itself takes for what a collection asks, by aiohttp alone."""

from __future__ import annotations

import statistics
import time
from typing import Any

import aiohttp

from benchmarks.exporter.scraping import percentile
from benchmarks.library import table

CALLS = 200
EACH_TIME = {
    "get_info": "/json_rpc",
    "get_connections": "/json_rpc",
    "get_txpool_backlog": "/json_rpc",
    "rpc_access_tracking": "/json_rpc",
    "get_net_stats": "/get_net_stats",
    "get_transaction_pool_stats": "/get_transaction_pool_stats",
    "get_transaction_pool_hashes": "/get_transaction_pool_hashes",
    "mining_status": "/mining_status",
}
AT_TIMES = {
    "get_peer_list": "/get_peer_list",
    "get_miner_data": "/json_rpc",
}
"""Once a minute, and with each block; of what is asked so there is more, but nothing as long."""
QUESTIONS = EACH_TIME | AT_TIMES
_PARAMETERS: dict[str, dict[str, Any]] = {"get_peer_list": {"public_only": False}}


async def measure(url: str) -> dict[str, list[float]]:
    """Return the milliseconds of each call, one after the other over one connection."""
    async with aiohttp.ClientSession() as session:
        return {name: [await _ask(session, url, name) for _ in range(CALLS)] for name in QUESTIONS}


def show(title: str, times: dict[str, list[float]]) -> None:
    """Print the median and the slowest percent of each call, and of all that are asked each time in turn."""
    rows = [(name, statistics.median(found), percentile(found, 0.99)) for name, found in times.items()]
    each_time = [row for row in rows if row[0] in EACH_TIME]
    rows.append(("all of each time, in turn", sum(row[1] for row in each_time), sum(row[2] for row in each_time)))
    table.show(title, ("call", "p50 ms", "p99 ms"), [(name, f"{p50:.2f}", f"{p99:.2f}") for name, p50, p99 in rows])


async def _ask(session: aiohttp.ClientSession, url: str, name: str) -> float:
    began = time.perf_counter()
    async with session.post(url + QUESTIONS[name], json=_question(name)) as response:
        await response.read()
    return (time.perf_counter() - began) * 1000


def _question(name: str) -> dict[str, Any]:
    if QUESTIONS[name] == "/json_rpc":
        return {"jsonrpc": "2.0", "id": "0", "method": name}
    return _PARAMETERS.get(name, {})
