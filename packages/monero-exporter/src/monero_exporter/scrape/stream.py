# SPDX-License-Identifier: Apache-2.0
"""Listens to what the daemon publishes over ZMQ, so that blocks are read when they come and not when somebody scrapes.

All works without it; with it, arrival times are exact.
"""

import asyncio
import collections
import logging
from collections.abc import Awaitable, Callable

from aiomonero import errors
from aiomonero.types.publication import NewBlocks, NewTransactions, Topic
from aiomonero.zmq.backlog import BacklogLimits
from aiomonero.zmq.notice import Disconnected, Event, Missed, Overflowed, Reconnected, Undecodable
from aiomonero.zmq.subscriber import Subscriber
from monero_exporter.translate.publications import Publications

RETRY_SECONDS = 5.0
"""Before a publisher that was not there is dialed again."""
CALM_SECONDS = 0.5
"""Between two looks at the chain, however many blocks are published: a daemon that synchronizes has many."""

_LIMITS = BacklogLimits(messages=1000, size_bytes=8 * 2**20, message_bytes=4 * 2**20)
_TOPICS = (Topic.MINIMAL_CHAIN, Topic.MINIMAL_POOL)
_log = logging.getLogger(__name__)


class Stream:
    """One subscription, made again and again (`scrape.companion.Companion`).

    `arrived` is told the hash of each block when it comes, and `look` is called soon afterwards.
    """

    name = "zmq"

    def __init__(
        self,
        subscriber: Subscriber,
        *,
        clock: Callable[[], float],
        arrived: Callable[[str], None],
        look: Callable[[], Awaitable[None]],
    ) -> None:
        self._subscriber = subscriber
        self._clock = clock
        self._arrived = arrived
        self._look = look
        self._news = asyncio.Event()
        self._messages = collections.Counter({topic.value: 0 for topic in _TOPICS})
        self._is_connected = False
        self._is_gap_told = False
        self._gaps = 0
        self._last_at: float | None = None

    def forget(self) -> None:
        self._is_connected = False

    def last(self) -> Publications:
        """Return what is known now."""
        return Publications(
            is_connected=self._is_connected, messages=dict(self._messages), gaps=self._gaps, last_at=self._last_at
        )

    async def run(self) -> None:
        """Listen until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._look_at_news())
            while True:
                await self._listen()
                await asyncio.sleep(RETRY_SECONDS)

    async def _listen(self) -> None:
        try:
            async with self._subscriber.subscribe(*_TOPICS, limits=_LIMITS) as events:
                self._is_connected = True
                async for event in events:
                    self._take(event)
        except errors.MoneroError as error:
            _log.info("nothing is published yet, trying again in %g s: %s", RETRY_SECONDS, error)
        finally:
            self._is_connected = False

    async def _look_at_news(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._look()
            await asyncio.sleep(CALM_SECONDS)

    def _take(self, event: Event) -> None:
        match event:
            case NewBlocks():
                self._count(Topic.MINIMAL_CHAIN)
                # The others of a reorganization arrived before, when they were aside of the main chain.
                self._arrived(event.hashes[-1])
                self._is_gap_told = False
                self._news.set()
            case NewTransactions():
                self._count(Topic.MINIMAL_POOL)
            case Disconnected():
                self._is_connected = False
                self._tell_gap()
            case Reconnected():
                self._is_connected = True
            case Overflowed() | Undecodable():
                self._tell_gap()
            case Missed() if not self._is_gap_told:
                self._gaps += 1

    def _tell_gap(self) -> None:
        self._gaps += 1
        self._is_gap_told = True  # blocks missing because of it are told next, and are no second gap

    def _count(self, topic: Topic) -> None:
        self._messages[topic.value] += 1
        self._last_at = self._clock()
