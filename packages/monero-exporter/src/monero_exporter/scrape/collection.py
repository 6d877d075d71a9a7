# SPDX-License-Identifier: Apache-2.0
"""Asks all sources once and returns what was seen."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.scrape import source
from monero_exporter.translate.observation import Observation, Seen

SOURCE_DEADLINE_SECONDS = 2.0
"""Two questions at most follow each other, so that even a hanging daemon costs less than 5 s."""


class Daemon(Protocol):
    """The calls that a collection needs."""

    async def get_info(self) -> Info: ...

    async def get_connections(self) -> tuple[Connection, ...]: ...

    async def get_block_header_by_height(self, height: int) -> BlockHeader: ...


class Collector:
    """Collects from one daemon; remembers the top block's header, which is asked for once per block."""

    def __init__(self, daemon: Daemon, *, clock: Callable[[], float]) -> None:
        self._daemon = daemon
        self._clock = clock
        self._top: Seen[BlockHeader] | None = None

    async def collect(self) -> Observation:
        """Ask every source that can answer; never raises because of the daemon."""
        info, connections = await asyncio.gather(self._ask_info(), self._ask_connections())
        if info.answer is None:
            return Observation(self._clock(), info, None, None)
        return Observation(self._clock(), info, connections, await self._ask_top(info.answer))

    async def _ask_info(self) -> Seen[Info]:
        return await source.ask(self._daemon.get_info(), deadline_seconds=SOURCE_DEADLINE_SECONDS)

    async def _ask_connections(self) -> Seen[tuple[Connection, ...]]:
        return await source.ask(self._daemon.get_connections(), deadline_seconds=SOURCE_DEADLINE_SECONDS)

    async def _ask_top(self, info: Info) -> Seen[BlockHeader]:
        # get_last_block_header answers BUSY while the daemon syncs, a header by its height is always there.
        if self._top and self._top.answer and self._top.answer.hash == info.top_block_hash:
            return self._top
        question = self._daemon.get_block_header_by_height(info.height - 1)
        self._top = await source.ask(question, deadline_seconds=SOURCE_DEADLINE_SECONDS)
        return self._top
