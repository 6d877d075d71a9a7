# SPDX-License-Identifier: Apache-2.0
"""Asks the sources once and returns what was seen: those of health alone, or those of metrics beside them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from monero_exporter.scrape import source
from monero_exporter.scrape.companion import Companion
from monero_exporter.scrape.memory import Memory
from monero_exporter.scrape.sources import Source
from monero_exporter.translate.observation import Details, Observation, Seen, Sibling

SOURCE_DEADLINE_SECONDS = 2.0
"""Three questions at most follow each other, so that even a daemon that hangs at the worst time costs 6 s."""

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


class Collector:
    """Collects from one daemon; never raises because of it, and takes no longer than the reader waits.

    `sources` are asked for metrics in one go, each with its own deadline, after those of health were; what `companions`
    saw last is told beside them, whether or not the daemon answered. `siblings` returns what was last heard of those,
    for health is judged by them too.
    """

    def __init__(
        self,
        daemon: DaemonRpc,
        *,
        clock: Callable[[], float],
        sources: Sequence[Source] = (),
        companions: Sequence[Companion] = (),
        siblings: Callable[[], tuple[Sibling, ...] | None] = tuple,
        deadline_seconds: float = SOURCE_DEADLINE_SECONDS,
    ) -> None:
        self._daemon = daemon
        self._clock = clock
        self._sources = sources
        self._companions = companions
        self._siblings = siblings
        self._deadline_seconds = deadline_seconds
        self._memory = Memory()
        self._top: Seen[BlockHeader] | None = None

    async def observe(self, within_seconds: float) -> Observation:
        """Ask what health is judged by."""
        by_seconds = _now() + within_seconds
        info, connections = await asyncio.gather(
            self._ask(self._daemon.get_info(), by_seconds), self._ask(self._daemon.get_connections(), by_seconds)
        )
        if info.answer is None:
            return Observation(self._clock(), info, None, None, self._siblings())
        top = await self._ask_top(info.answer, by_seconds)
        return Observation(self._clock(), info, connections, top, self._siblings())

    async def details(self, seen: Observation, within_seconds: float) -> Details:
        """Ask what only metrics need of a daemon that answered, and read what was seen beside it."""
        info, by_seconds = seen.info.answer, _now() + within_seconds
        answers = await self._ask_sources(info, by_seconds) if info else {}
        return Details(**answers, **{each.name: each.last() for each in self._companions})

    def unanswered(self) -> Observation:
        """Return what is seen of a daemon by a reader who went before it answered."""
        failure = errors.TimedOut("no answer within the time that the reader waits")
        info: Seen[Info] = Seen(answer=None, error=failure, duration_seconds=0.0)
        return Observation(self._clock(), info, None, None, self._siblings())

    async def _ask_sources(self, info: Info, by_seconds: float) -> dict[str, Any]:
        self._memory.notice(info)
        answers = await asyncio.gather(*(self._look(each, info, by_seconds) for each in self._sources))
        return {each.name: answer for each, answer in zip(self._sources, answers, strict=True)}

    async def _look(self, each: Source, info: Info, by_seconds: float) -> Seen[Any]:
        now_seconds = _now()
        if (recalled := self._memory.recall(each, info, now_seconds)) is not None:
            return recalled
        seen = await self._ask_source(each, info, by_seconds)
        self._memory.keep(each, seen, info, now_seconds)
        return seen

    async def _ask_source(self, each: Source, info: Info, by_seconds: float) -> Seen[Any]:
        try:
            return await self._ask(each.ask(self._daemon, info), by_seconds)
        except Exception as error:  # noqa: BLE001 - a mistake in what follows the pool must not cost all other families
            _log.exception("the source %s failed", each.name)
            return Seen(answer=None, error=errors.LocalProtocolError(repr(error)), duration_seconds=0.0)

    async def _ask_top(self, info: Info, by_seconds: float) -> Seen[BlockHeader]:
        # get_last_block_header answers BUSY while the daemon syncs, a header by its height is always there.
        if self._top and self._top.answer and self._top.answer.hash == info.top_block_hash:
            return self._top
        self._top = await self._ask(self._daemon.get_block_header_by_height(info.height - 1), by_seconds)
        return self._top

    async def _ask(self, question: Awaitable[Answer], by_seconds: float) -> Seen[Answer]:
        left_seconds = max(by_seconds - _now(), 0)
        return await source.ask(question, deadline_seconds=min(self._deadline_seconds, left_seconds))


def _now() -> float:
    return asyncio.get_running_loop().time()
