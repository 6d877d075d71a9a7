# SPDX-License-Identifier: Apache-2.0
"""Compares the top blocks of siblings with this daemon's chain."""

from collections.abc import Collection, Sequence

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.health import Status
from aiomonero.types.info import Info
from monero_exporter.scrape import source

MAX_QUESTIONS = 8
"""Siblings are mostly abreast, so one or two are enough; more would keep a busy daemon from its work."""


async def against(daemon: DaemonRpc, statuses: Sequence[Status], *, deadline_seconds: float) -> dict[str, bool]:
    """Say of top blocks, by their hashes, whether they are of another chain than the daemon's, as far as it knows."""
    info = (await source.ask(daemon.get_info(), deadline_seconds=deadline_seconds)).answer
    if info is None:
        return {}
    tops = {
        (status.height, status.top_hash)
        for status in statuses
        if status.network is info.network and status.height and status.top_hash and 0 < status.height <= info.height
    }
    own = await _hashes(daemon, info, {height for height, _ in tops}, deadline_seconds)
    return {top_hash: own[height] != top_hash for height, top_hash in tops if height in own}


async def _hashes(daemon: DaemonRpc, info: Info, heights: Collection[int], deadline_seconds: float) -> dict[int, str]:
    """Return the daemon's own block that ends the chain of each height, asked one after the other."""
    known: dict[int, str] = {info.height: info.top_block_hash}
    for height in sorted(set(heights) - known.keys(), reverse=True)[:MAX_QUESTIONS]:
        question = daemon.get_block_header_by_height(height - 1)
        header = (await source.ask(question, deadline_seconds=deadline_seconds)).answer
        if header is None:
            break
        known[height] = header.hash
    return known
