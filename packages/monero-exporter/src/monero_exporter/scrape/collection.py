# SPDX-License-Identifier: Apache-2.0
"""Asks the sources once and returns what was seen: those of health alone, or those of metrics beside them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.scrape import source, sources
from monero_exporter.scrape.memory import Memory
from monero_exporter.scrape.sources import Source
from monero_exporter.translate.observation import Details, Observation, Seen, Sibling

SOURCE_DEADLINE_SECONDS = 2.0
"""Two questions at most follow each other, so that even a hanging daemon costs less than 5 s."""

Answer = TypeVar("Answer")


class Collector:
    """Collects from one daemon; never raises because of it.

    `sources` are asked for metrics in one go, each with its own deadline, after those of health were. `siblings` says
    what was last heard of them, at once.
    """

    def __init__(
        self,
        daemon: DaemonRpc,
        *,
        clock: Callable[[], float],
        sources: Sequence[Source] = sources.OF_DAEMON,
        siblings: Callable[[], tuple[Sibling, ...] | None] = tuple,
        deadline_seconds: float = SOURCE_DEADLINE_SECONDS,
    ) -> None:
        self._daemon = daemon
        self._clock = clock
        self._sources = sources
        self._siblings = siblings
        self._deadline_seconds = deadline_seconds
        self._memory = Memory()
        self._top: Seen[BlockHeader] | None = None

    async def observe(self) -> Observation:
        """Ask what health is judged by."""
        info, connections = await asyncio.gather(self._ask_info(), self._ask_connections())
        if info.answer is None:
            return Observation(self._clock(), info, None, None, self._siblings())
        top = await self._ask_top(info.answer)
        return Observation(self._clock(), info, connections, top, self._siblings())

    async def details(self, seen: Observation) -> Details:
        """Ask what only metrics need of a daemon that answered."""
        info = seen.info.answer
        if info is None:
            return Details()
        self._memory.notice(info)
        answers = await asyncio.gather(*(self._look(each, info) for each in self._sources))
        return Details(**{each.name: answer for each, answer in zip(self._sources, answers, strict=True)})

    async def _look(self, each: Source, info: Info) -> Seen[Any]:
        now_seconds = asyncio.get_running_loop().time()
        if (recalled := self._memory.recall(each, info, now_seconds)) is not None:
            return recalled
        seen = await source.ask(each.ask(self._daemon, info), deadline_seconds=self._deadline_seconds)
        self._memory.keep(each, seen, info, now_seconds)
        return seen

    async def _ask_info(self) -> Seen[Info]:
        return await source.ask(self._daemon.get_info(), deadline_seconds=self._deadline_seconds)

    async def _ask_connections(self) -> Seen[tuple[Connection, ...]]:
        return await source.ask(self._daemon.get_connections(), deadline_seconds=self._deadline_seconds)

    async def _ask_top(self, info: Info) -> Seen[BlockHeader]:
        # get_last_block_header answers BUSY while the daemon syncs, a header by its height is always there.
        if self._top and self._top.answer and self._top.answer.hash == info.top_block_hash:
            return self._top
        question = self._daemon.get_block_header_by_height(info.height - 1)
        self._top = await source.ask(question, deadline_seconds=self._deadline_seconds)
        return self._top
