# SPDX-License-Identifier: Apache-2.0
"""Subscriptions to a daemon that was started with `--zmq-pub`.

    async with Subscriber("tcp://127.0.0.1:18083").subscribe(Topic.MINIMAL_CHAIN, Topic.MINIMAL_POOL) as events:
        async for event in events:
            ...

Events are the published values (`types.publication`) and notices about what is missing between them (`zmq.notice`).
"""

import asyncio
import collections
import contextlib
import types
from collections.abc import Iterator
from typing import Self

from aiomonero import errors
from aiomonero.protocol import zmqpub
from aiomonero.types import proxy as proxies
from aiomonero.types.proxy import Proxy
from aiomonero.types.publication import FullBlocks, NewBlocks, Publication, Topic
from aiomonero.zmq import address as addresses
from aiomonero.zmq import socket
from aiomonero.zmq.backlog import Backlog, Frames, Limits
from aiomonero.zmq.continuity import Continuity
from aiomonero.zmq.notice import Disconnected, Event, Overflowed, Reconnected, Silent, Undecodable

_METHOD = "subscribe"


class Subscriber:
    """The publisher at an address such as "tcp://127.0.0.1:18083"; raises ValueError where the text is none."""

    def __init__(self, address: str, *, proxy: Proxy | None = None) -> None:
        self.address = addresses.check(address)
        self._proxy = proxy

    def subscribe(
        self,
        *topics: Topic,
        limits: Limits | None = None,
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
            limits=limits or Limits(),
            silence_seconds=silence_seconds,
            connect_seconds=connect_seconds,
        )


class Subscription:
    """An asynchronous context manager and iterator: it connects, and ends, with its block.

    Entering raises ConnectFailed where nobody publishes there. Later breaks are repaired and told. May be iterated by
    one task at a time; may be cancelled at any time, without loss.
    """

    def __init__(
        self,
        address: str,
        topics: frozenset[Topic],
        *,
        proxy: Proxy | None,
        limits: Limits,
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
        self._tasks: list[asyncio.Task[None]] = []
        self._socket: socket.SubscriberSocket | None = None

    async def __aenter__(self) -> Self:
        self._refuse_hidden_without_proxy()
        names = [topic.value for topic in Topic if topic in self._listened()]
        try:
            opened = socket.SubscriberSocket(
                self._address, names, proxy=self._proxy, message_bytes=self._limits.message_bytes
            )
        except errors.ConnectFailed as error:
            raise error.located(endpoint=self._address, method=_METHOD) from error.cause
        self._socket = opened
        try:
            await self._connected(opened)
        except BaseException:
            opened.close()
            raise
        self._tasks = [asyncio.create_task(self._receive(opened)), asyncio.create_task(self._watch(opened))]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._backlog.end()
        if self._socket:
            self._socket.close()

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

    def _read(self, frames: Frames) -> list[Event]:
        try:
            published = zmqpub.decode(frames)
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

    def _refuse_hidden_without_proxy(self) -> None:
        host = addresses.host(self._address)
        if self._proxy is None and host and proxies.is_needed(host):
            hidden = "such a name is reached through a proxy only, and it is not asked for without one"
            raise errors.ConnectFailed(hidden, endpoint=self._address, method=_METHOD)

    async def _connected(self, opened: socket.SubscriberSocket) -> None:
        try:
            async with asyncio.timeout(self._connect_seconds):
                while await opened.change() is not socket.Change.CONNECTED:
                    continue
        except TimeoutError as error:
            late = errors.ConnectFailed(
                f"nobody publishes there within {self._connect_seconds:g} s: was it started with --zmq-pub?"
            )
            raise late.located(endpoint=self._address, method=_METHOD) from error

    async def _receive(self, opened: socket.SubscriberSocket) -> None:
        with self._ending_with_its_failure():
            while True:
                self._backlog.put(await opened.receive())

    async def _watch(self, opened: socket.SubscriberSocket) -> None:
        with self._ending_with_its_failure():
            while True:
                change = await opened.change()
                self._backlog.put(Reconnected() if change is socket.Change.CONNECTED else Disconnected())

    @contextlib.contextmanager
    def _ending_with_its_failure(self) -> Iterator[None]:
        try:
            yield
        except errors.Closed as error:
            self._backlog.end(error.located(endpoint=self._address, method=_METHOD))
