# SPDX-License-Identifier: Apache-2.0
"""Subscriptions to a daemon that was started with `--zmq-pub`.

    async with Subscriber("tcp://127.0.0.1:18083").subscribe(Topic.MINIMAL_CHAIN, Topic.MINIMAL_POOL) as events:
        async for event in events:
            ...

Events are the published values (`types.publication`) and notices about what is missing between them (`zmq.notice`).
"""

import asyncio
import collections
import random
import types
from typing import Self

from aiomonero import errors
from aiomonero.protocol import zmqpub
from aiomonero.types.proxy import Proxy
from aiomonero.types.publication import FullBlocks, NewBlocks, Publication, Topic
from aiomonero.zmq import address as addresses
from aiomonero.zmq.backlog import Backlog, BacklogLimits
from aiomonero.zmq.connection import Connection
from aiomonero.zmq.continuity import Continuity
from aiomonero.zmq.notice import Disconnected, Event, Overflowed, Reconnected, Silent, Undecodable

_METHOD = "subscribe"
_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
"""Between two tries to reach a publisher that went away; the pause doubles with every try, and is drawn at random."""


class Subscriber:
    """The publisher at an address such as "tcp://127.0.0.1:18083"; raises ValueError where the text is none."""

    def __init__(self, address: str, *, proxy: Proxy | None = None) -> None:
        self.address = addresses.check(address)
        self._proxy = proxy

    def subscribe(
        self,
        *topics: Topic,
        limits: BacklogLimits | None = None,
        silence_seconds: float | None = None,
        connect_seconds: float = 10.0,
    ) -> "Subscription":
        """Return a subscription, which connects when it is entered.

        `limits` bound what may wait for a slow consumer. With `silence_seconds` the consumer is told when nothing was
        published for so long.
        """
        if not topics:
            raise ValueError("name the topics to subscribe to")
        return Subscription(
            self.address,
            frozenset(topics),
            proxy=self._proxy,
            limits=limits or BacklogLimits(),
            silence_seconds=silence_seconds,
            connect_seconds=connect_seconds,
        )


class Subscription:
    """An asynchronous context manager and iterator: it connects, and ends, with its block.

    Entering raises MoneroError where nobody publishes there. Later breaks are repaired and told. May be iterated by one
    task at a time; may be cancelled at any time, without loss.
    """

    def __init__(
        self,
        address: str,
        topics: frozenset[Topic],
        *,
        proxy: Proxy | None,
        limits: BacklogLimits,
        silence_seconds: float | None,
        connect_seconds: float,
    ) -> None:
        self._address = address
        self._topics = topics
        self._proxy = proxy
        self._limits = limits
        self._silence_seconds = silence_seconds
        self._connect_seconds = connect_seconds
        self._backlog = Backlog(limits)
        self._continuity = Continuity(wants_full=Topic.FULL_CHAIN in topics)
        self._ready: collections.deque[Event] = collections.deque()
        self._connection: Connection | None = None
        self._receiving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        try:
            self._connection = await self._connect()
        except errors.MoneroError as error:
            error.endpoint = self._address
            raise error.located(method=_METHOD) from error.cause
        self._receiving = asyncio.create_task(self._receive(self._connection))
        self._receiving.add_done_callback(self._end)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        if self._receiving is None or self._connection is None:
            return
        self._receiving.cancel()
        try:
            # Unlike awaiting the task this tells its cancellation from our own.
            await asyncio.wait([self._receiving])
        finally:
            # A task that was cancelled before its first step has closed nothing.
            await self._connection.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while not self._ready:
            self._ready.extend(await self._next())
        return self._ready.popleft()

    async def _next(self) -> list[Event]:
        try:
            async with asyncio.timeout(self._silence_seconds):
                item = await self._backlog.get()
        except TimeoutError:
            assert self._silence_seconds is not None
            return [Silent(self._silence_seconds)]
        return [item] if isinstance(item, Disconnected | Reconnected | Overflowed) else self._read(item)

    def _read(self, message: bytes) -> list[Event]:
        try:
            published = zmqpub.decode(message)
        except errors.RemoteProtocolError as error:
            return [Undecodable(error.located(endpoint=self._address, method=_METHOD))]
        told: list[Event] = list(self._before(published))
        return [*told, published] if self._is_wanted(published) else told

    def _before(self, published: Publication) -> list[Event]:
        if isinstance(published, NewBlocks):
            return [*self._continuity.minimal(published)]
        if isinstance(published, FullBlocks):
            return [*self._continuity.full(published)]
        return []

    def _is_wanted(self, published: Publication) -> bool:
        return not isinstance(published, NewBlocks) or Topic.MINIMAL_CHAIN in self._topics

    def _listened(self) -> frozenset[Topic]:
        # Whole blocks do not tell their own hashes, without which a replaced block goes unnoticed.
        return self._topics | {Topic.MINIMAL_CHAIN} if Topic.FULL_CHAIN in self._topics else self._topics

    async def _connect(self) -> Connection:
        return await Connection.open(
            self._address,
            [topic.value for topic in Topic if topic in self._listened()],
            proxy=self._proxy,
            message_bytes=self._limits.message_bytes,
            timeout_seconds=self._connect_seconds,
        )

    async def _receive(self, connection: Connection) -> None:
        """Fill the backlog, over one connection after the other, until cancelled."""
        while True:
            await self._exhaust(connection)
            self._connection = connection = await self._reconnected()
            self._backlog.put(Reconnected())

    def _end(self, receiving: asyncio.Task[None]) -> None:
        self._backlog.end(None if receiving.cancelled() else receiving.exception())

    async def _exhaust(self, connection: Connection) -> None:
        try:
            while True:
                for message in await connection.receive():
                    self._backlog.put(message)
        except errors.MoneroError as error:
            self._backlog.put(Disconnected(error.message))
        finally:
            await connection.close()

    async def _reconnected(self) -> Connection:
        pause = _PAUSE_SECONDS
        while True:
            await asyncio.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - spreads clients, no secret
            try:
                return await self._connect()
            except errors.MoneroError:
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
