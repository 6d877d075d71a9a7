# SPDX-License-Identifier: Apache-2.0
"""List, then watch from where the list ended, for ever.

A watch that ends or breaks goes on from the last version seen. A version that the server no longer has (410) or does
not take (400), and whatever cannot be understood, mean a new list, which may have to start over itself for the same
reason. Every repetition is delayed and jittered, by no less than the server asks for. An optional kind that the server
does not have, or that this account may not list, is looked for again each minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.cache.store import Entry
from kubeloop.client.base import UNREADABLE, Client, Event
from kubeloop.informer.source import Decoder, Source
from kubeloop.objects.metadata import Metadata

T = TypeVar("T")
V = TypeVar("V")

PAGE_SIZE = 500
WATCH_SECONDS = (300, 600)
"""A watch lasts for a random time between these, so that many do not start again together."""
FIRST_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 30.0
SHORT_WATCH_SECONDS = 1.0
"""A watch that ends sooner counts as a failure, whatever it told: its repetition is delayed."""
ABSENT_SECONDS = 60.0
"""How long to leave an optional kind alone that is not there."""
OVERTIME_SECONDS = 30.0
"""A watch that the server does not end when it should is given up after this: something on the way is deaf."""

_LOST = (errors.Gone, errors.Invalid, errors.Undecodable)
"""After these the last version is worth nothing."""
_ABSENT = (errors.NotFound, errors.Forbidden)
"""What the server says of a kind that it does not have, or not for this account: roles may be older than programs."""

_log = logging.getLogger(__name__)


class Sink(Protocol[V]):
    """Where a reflector puts what it sees."""

    def replace(self, entries: Sequence[Entry[V]]) -> None:
        """Take a list as everything there is."""
        ...

    def upsert(self, metadata: Metadata, raw: msgspec.Raw) -> None:
        """Take an object that was added or changed, not yet decoded: it may be known already."""
        ...

    def remove(self, metadata: Metadata) -> None:
        """Take the deletion of an object."""
        ...

    def absent(self) -> None:
        """Take it that there is no such kind for now."""
        ...


class _Position(msgspec.Struct, rename="camel"):
    resource_version: str


class _Bookmark(msgspec.Struct):
    """Nothing else is read: servers before Kubernetes 1.34 send null where a bookmark has nothing to say."""

    metadata: _Position


_bookmark_decoder = msgspec.json.Decoder(_Bookmark)


class Reflector(Generic[T, V]):
    """Shows a sink what the API server has. `jitter` returns numbers in [0, 1)."""

    def __init__(
        self, client: Client, source: Source[T, V], sink: Sink[V], *, jitter: Callable[[], float] = random.random
    ) -> None:
        self._client = client
        self._source = source
        self._sink = sink
        self._jitter = jitter
        self._decoder = Decoder(source)
        self._version = ""
        self._failures = 0
        self._was_cut = False
        self._is_absent = False

    async def run(self) -> None:
        """List and watch until cancelled."""
        while True:
            try:
                if not self._version:
                    await self._list()
                await self._watch()
            except errors.KubeloopError as error:
                if self._source.is_optional and isinstance(error, _ABSENT):
                    await self._do_without(error)
                    continue
                self._explain(error)
                if isinstance(error, _LOST):
                    self._version = ""
                self._was_cut = self._was_cut or isinstance(error, errors.Unreachable | errors.ServerError)
                await self._pause(error)

    async def _list(self) -> None:
        entries: list[Entry[V]] = []
        token = ""
        while True:
            page = await self._client.list(
                self._source.kind,
                self._source.namespace,
                labels=self._source.labels,
                limit=PAGE_SIZE,
                continue_token=token,
                only_metadata=self._source.only_metadata,
            )
            entries.extend(self._decoder.entry(item) for item in page.items)
            token = page.continue_token
            if not token:
                break
        if not page.resource_version:
            raise errors.Undecodable(f"the list of {self._source.kind.plural} has no version: is it one?")
        self._sink.replace(entries)
        self._version, self._was_cut, self._is_absent = page.resource_version, False, False

    async def _do_without(self, error: Exception) -> None:
        if not self._is_absent:
            self._excuse(error)
            self._version, self._is_absent = "", True
            self._sink.absent()
        await asyncio.sleep(ABSENT_SECONDS * (0.9 + self._jitter() / 5))

    def _excuse(self, error: Exception) -> None:
        if isinstance(error, errors.Forbidden):
            # Whoever waits for objects of this kind would search anywhere but in a role that an update has forgotten.
            _log.warning(
                "no %s until this account's role allows to list and watch them: %s", self._source.kind.plural, error
            )
        else:
            _log.info("no %s for now: %s", self._source.kind.plural, error)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        shortest, longest = WATCH_SECONDS
        seconds = int(shortest + self._jitter() * (longest - shortest))
        try:
            async with (
                asyncio.timeout(seconds + OVERTIME_SECONDS),
                contextlib.aclosing(self._events(seconds)) as events,
            ):
                async for event in events:
                    self._was_cut = False
                    self._take(event)
                    self._note_life_since(started)
        except TimeoutError as error:
            raise errors.Unreachable(f"a watch of {seconds} s did not end") from error
        self._note_life_since(started)
        if self._was_cut:
            # A server that came back with an older state tells nothing to who waits for a version that it never had.
            self._version = ""
        if loop.time() - started < SHORT_WATCH_SECONDS:
            await self._pause()

    def _events(self, seconds: int) -> AsyncGenerator[Event, None]:
        return self._client.watch(
            self._source.kind,
            self._source.namespace,
            labels=self._source.labels,
            resource_version=self._version,
            timeout_seconds=seconds,
            only_metadata=self._source.only_metadata,
        )

    def _take(self, event: Event) -> None:
        if event.type == "BOOKMARK":
            self._version = self._position(event)
            return
        metadata = self._decoder.metadata(event.object)
        if not metadata.name or not metadata.resource_version:
            raise errors.Undecodable(f"an event of {self._source.kind.plural} is of no object")
        if event.type == "DELETED":
            self._sink.remove(metadata)
        else:
            self._sink.upsert(metadata, event.object)
        self._version = metadata.resource_version

    def _position(self, bookmark: Event) -> str:
        try:
            return _bookmark_decoder.decode(bookmark.object).metadata.resource_version
        except UNREADABLE as error:
            raise errors.Undecodable(f"a bookmark of {self._source.kind.plural} has no version: {error}") from error

    def _note_life_since(self, started: float) -> None:
        if asyncio.get_running_loop().time() - started >= SHORT_WATCH_SECONDS:
            self._failures = 0

    def _explain(self, error: Exception) -> None:
        if isinstance(error, errors.Gone):
            _log.info("the version of %s has expired: listing again", self._source.kind.plural)
        elif isinstance(error, errors.NotFound):
            _log.warning(
                "%s has no %s: is its definition applied?", self._source.kind.api_version, self._source.kind.plural
            )
        else:
            _log.warning("cannot follow %s: %s", self._source.kind.plural, error)

    async def _pause(self, error: Exception | None = None) -> None:
        delay = min(FIRST_DELAY_SECONDS * 2.0**self._failures, MAX_DELAY_SECONDS)
        self._failures = min(self._failures + 1, 10)
        asked = error.retry_after_seconds or 0.0 if isinstance(error, errors.ApiError) else 0.0
        await asyncio.sleep(max(delay * (0.5 + self._jitter() / 2), min(asked, MAX_DELAY_SECONDS)))
