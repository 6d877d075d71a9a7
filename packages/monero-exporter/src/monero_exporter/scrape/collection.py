# SPDX-License-Identifier: Apache-2.0
"""Asks the sources once and returns what was seen: those of health alone, or those of metrics beside them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.scrape import companion, source
from monero_exporter.scrape.companion import Companion
from monero_exporter.scrape.memory import Memory
from monero_exporter.scrape.sources import Source
from monero_exporter.translate import observation
from monero_exporter.translate.observation import Details, Observation, Seen, Sibling
from monero_exporter.translate.zones import Zone

_AT_ONCE = 4
"""Sources; who waits for a turn with the daemon is not yet late."""
_MOST_TURNS = 2
"""Deadlines that all sources have together: a daemon that lets some hang may still answer the others."""

Answer = TypeVar("Answer")

_TOO_LATE = errors.TimedOut("no answer within the time that the reader waits")
_log = logging.getLogger(__name__)


class Collector:
    """Collects from one daemon; never raises because of it.

    `sources` are asked for metrics in one go, each with its own deadline from its turn on, after those of health were;
    what `companions` saw last is told beside them, whether or not the daemon answered. `siblings` returns what was last
    heard of those, for health is judged by them too. `transport` is the network by which all peers are met, if any.
    """

    def __init__(
        self,
        daemon: DaemonRpc,
        *,
        clock: Callable[[], float],
        deadline_seconds: float,
        sources: Sequence[Source] = (),
        companions: Sequence[Companion] = (),
        siblings: Callable[[], tuple[Sibling, ...] | None] = tuple,
        transport: Zone | None = None,
    ) -> None:
        self._daemon = daemon
        self._clock = clock
        self._sources = sources
        self._companions = companions
        self._siblings = siblings
        self._transport = transport
        self._deadline_seconds = deadline_seconds
        self._memory = Memory()
        self._top: Seen[BlockHeader] | None = None
        self._refusal: Seen[tuple[Connection, ...]] | None = None
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._answers: dict[str, Seen[Any]] = {}

    async def observe(self) -> Observation:
        """Ask what health is judged by."""
        info, connections = await asyncio.gather(self._ask(self._daemon.get_info()), self._ask_connections())
        if info.answer is None:
            self._refusal = None
            return self._observation(info)
        self._refusal = connections if info.answer.restricted and not connections.is_offered else None
        top = await self._ask_top(info.answer)
        return self._observation(info, connections, top)

    async def details(self, seen: Observation) -> Details:
        """Ask what only metrics need of a daemon that answered, and read what was seen beside it."""
        self._answers = {}
        if seen.info.answer:
            await self._ask_sources(seen.info.answer)
        return self._told(self._answers)

    def so_far(self) -> Details:
        """Return what is answered of the collection under way, for a reader who waits no longer."""
        return self._told({each.name: observation.unanswered(_TOO_LATE) for each in self._sources} | self._answers)

    def unanswered(self) -> Observation:
        """Return what is seen of a daemon by a reader who went before it answered."""
        return self._observation(observation.unanswered(_TOO_LATE))

    def _observation(
        self,
        info: Seen[Info],
        connections: Seen[tuple[Connection, ...]] | None = None,
        top: Seen[BlockHeader] | None = None,
    ) -> Observation:
        return Observation(self._clock(), info, connections, top, self._siblings(), self._transport)

    def _told(self, answers: Mapping[str, Any]) -> Details:
        return Details(**answers, **companion.last(self._companions))

    async def _ask_connections(self) -> Seen[tuple[Connection, ...]]:
        return self._refusal or await self._ask(self._daemon.get_connections())

    async def _ask_sources(self, info: Info) -> None:
        self._memory.notice(info)
        by_seconds = _now() + _MOST_TURNS * self._deadline_seconds
        await asyncio.gather(*(self._look(each, info, by_seconds) for each in self._sources))

    async def _look(self, each: Source, info: Info, by_seconds: float) -> None:
        now_seconds = _now()
        seen = self._memory.recall(each, info, now_seconds)
        if seen is None:
            seen = await self._ask_in_turn(each, info, by_seconds)
            self._memory.keep(each, seen, info, now_seconds)
        self._answers[each.name] = seen

    async def _ask_in_turn(self, each: Source, info: Info, by_seconds: float) -> Seen[Any]:
        try:
            async with asyncio.timeout_at(by_seconds):
                await self._room.acquire()
        except TimeoutError:
            return observation.unanswered(errors.TimedOut("no turn: other questions hang"))
        try:
            return await self._ask_source(each, info)
        finally:
            self._room.release()

    async def _ask_source(self, each: Source, info: Info) -> Seen[Any]:
        try:
            return await self._ask(each.ask(self._daemon, info))
        except Exception as error:  # noqa: BLE001 - a mistake in what follows the pool must not cost all other families
            _log.exception("the source %s failed", each.name)
            return observation.unanswered(errors.LocalProtocolError(repr(error)))

    async def _ask_top(self, info: Info) -> Seen[BlockHeader]:
        # get_last_block_header answers BUSY while the daemon syncs, a header by its height is always there.
        if self._top and self._top.answer and self._top.answer.hash == info.top_block_hash:
            return self._top
        self._top = await self._ask(self._daemon.get_block_header_by_height(info.height - 1))
        return self._top

    async def _ask(self, question: Awaitable[Answer]) -> Seen[Answer]:
        return await source.ask(question, deadline_seconds=self._deadline_seconds)


def _now() -> float:
    return asyncio.get_running_loop().time()
