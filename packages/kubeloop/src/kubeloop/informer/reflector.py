# SPDX-License-Identifier: Apache-2.0
"""List, then watch from where the list ended, for ever.

A watch that ends or breaks goes on from the last version seen. A version that the server no longer has (410) means a
new list, which may have to start over itself for the same reason. Every repetition is delayed and jittered.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.cache.store import Entry
from kubeloop.client.base import Client, Event
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
"""A watch that ends sooner counts as a failure: its repetition is delayed."""

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

    async def run(self) -> None:
        """List and watch until cancelled."""
        while True:
            try:
                if not self._version:
                    await self._list()
                await self._watch()
                continue
            except errors.Gone:
                self._version = ""
                _log.info("the version of %s has expired: listing again", self._source.kind.plural)
            except errors.Undecodable as error:
                self._version = ""
                _log.warning("%s", error)
            except errors.KubeloopError as error:
                _log.warning("cannot follow %s: %s", self._source.kind.plural, error)
            await self._pause()

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
            )
            entries.extend(self._decoder.entry(item) for item in page.items)
            token = page.continue_token
            if not token:
                break
        self._sink.replace(entries)
        self._version = page.resource_version

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        shortest, longest = WATCH_SECONDS
        events = self._client.watch(
            self._source.kind,
            self._source.namespace,
            labels=self._source.labels,
            resource_version=self._version,
            timeout_seconds=int(shortest + self._jitter() * (longest - shortest)),
        )
        async with contextlib.aclosing(events):
            async for event in events:
                self._take(event)
        if loop.time() - started < SHORT_WATCH_SECONDS:
            await self._pause()

    def _take(self, event: Event) -> None:
        metadata = self._decoder.metadata(event.object)
        if event.type == "DELETED":
            self._sink.remove(metadata)
        elif event.type != "BOOKMARK":
            self._sink.upsert(metadata, event.object)
        self._version = metadata.resource_version
        self._failures = 0

    async def _pause(self) -> None:
        delay = min(FIRST_DELAY_SECONDS * 2.0**self._failures, MAX_DELAY_SECONDS)
        self._failures = min(self._failures + 1, 10)
        await asyncio.sleep(delay * (0.5 + self._jitter() / 2))
