# SPDX-License-Identifier: Apache-2.0
"""An informer: one cache and one watch for everybody who is interested in a kind."""

from __future__ import annotations

import asyncio
import functools
import logging
import random
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.cache.store import Entry, Settled, Store
from kubeloop.cache.writes import Held, Writes
from kubeloop.client.base import Client
from kubeloop.informer.changes import Change, Handler
from kubeloop.informer.reflector import Reflector
from kubeloop.informer.source import Decoder, Source
from kubeloop.objects import selector
from kubeloop.objects.metadata import Key, Metadata

T = TypeVar("T")
V = TypeVar("V")

_log = logging.getLogger(__name__)


class Informer(Generic[T, V]):
    """Keeps `store` equal to the server and tells handlers; `run` it once, all controllers share it."""

    def __init__(self, client: Client, source: Source[T, V], *, jitter: Callable[[], float] = random.random) -> None:
        self.source = source
        self.store: Store[V] = Store(source.indexed_labels)
        self._writes: Writes[functools.partial[None]] = Writes()
        self._handlers: list[Handler[V]] = []
        self._listeners: list[Callable[[], None]] = []
        self._is_absent = source.is_optional
        self._decoder = Decoder(source)
        self._reflector = Reflector(client, source, self, jitter=jitter)
        self._jitter = jitter
        self.selects = selector.parse(source.labels)
        """Says whether labels are among those that are watched."""
        self._synced = asyncio.Event()
        self._replays: asyncio.TimerHandle | None = None

    @property
    def is_synced(self) -> bool:
        """Whether the cache has held everything once."""
        return self._synced.is_set()

    @property
    def is_absent(self) -> bool:
        """Whether the server does not have this optional kind, as far as is known."""
        return self._is_absent

    def on_arrival(self, listener: Callable[[], None]) -> None:
        """Tell this listener each time an optional kind is there that was not before."""
        self._listeners.append(listener)

    def add_handler(self, handler: Handler[V]) -> None:
        """Tell this handler about every change from now on; add it before `run`, or it misses what is there."""
        self._handlers.append(handler)

    async def run(self) -> None:
        """Follow the server until cancelled."""
        self._schedule_replay()
        try:
            await self._reflector.run()
        finally:
            if self._replays is not None:
                self._replays.cancel()

    async def wait_synced(self) -> None:
        """Wait until the cache has held everything once."""
        await self._synced.wait()

    def replace(self, entries: Sequence[Entry[V]]) -> None:
        """Take a list as everything there is, telling what appeared, changed and went."""
        self._take(entries)
        if self._is_absent:
            self._is_absent = False
            for listener in self._listeners:
                listener()

    def absent(self) -> None:
        """Take it that there is no such kind, and so no object of it: that is all there is to know for now."""
        self._is_absent = True
        self._take(())

    def _take(self, entries: Sequence[Entry[V]]) -> None:
        self._writes.relisted()
        for key in self.store.keys() - {entry.metadata.key for entry in entries}:
            self._forget(key)
        for entry in entries:
            self._keep(entry)
        self._synced.set()

    def upsert(self, metadata: Metadata, raw: msgspec.Raw) -> None:
        """Take an object that was added or changed, unless an own write says more: then it is not even decoded."""
        keep = functools.partial(self._decode, raw)
        if self._writes.passes(metadata.key, Held(metadata.resource_version, is_deletion=False, event=keep)):
            keep()

    def remove(self, metadata: Metadata) -> None:
        """Take the deletion of an object, unless an own write made it anew."""
        forget = functools.partial(self._forget, metadata.key)
        if self._writes.passes(metadata.key, Held(metadata.resource_version, is_deletion=True, event=forget)):
            forget()

    def replay(self) -> None:
        """Tell handlers of everything that is there, as if it were new but in no hurry."""
        for entry in tuple(self.store):
            self._tell(Change(entry.metadata.key, entry, entry, live=False, is_replay=True))

    def begin_write(self, key: Key) -> None:
        """Hold events of this object back: a write of it is on its way. End it with `written` or `abandoned`."""
        entry = self.store.get(key)
        self._writes.begin(key, entry.metadata.resource_version if entry else "")

    def written(self, key: Key, answer: bytes, *, wanted: bytes | None = None, owner: str = "") -> None:
        """Take the answer of a write as the newest state; `wanted` is the digest of what was applied for an owner."""
        try:
            entry = self._decoder.entry(answer)
        except errors.Undecodable:
            self.abandoned(key)
            raise
        if not self.selects(entry.metadata.labels):
            # Somebody took it out of the watch: no event would ever tell of its end again.
            self.abandoned(key)
            return
        if wanted is not None:
            # Where both are equal, as nearly everywhere, one copy is kept.
            became = wanted if wanted == entry.digest else entry.digest
            settled = Settled(wanted, became=became, owner=owner)
            entry = msgspec.structs.replace(entry, digest=became, settled=settled)
        outcome = self._writes.answered(key, entry.metadata.resource_version)
        if outcome.enters:
            self._keep(entry, is_own=True)
        for news in outcome.news:
            news()

    def abandoned(self, key: Key) -> None:
        """Note that a write failed: what was held back is told now."""
        for news in self._writes.failed(key):
            news()

    def _schedule_replay(self) -> None:
        delay = self.source.replay_seconds * (0.9 + self._jitter() / 5)
        self._replays = asyncio.get_running_loop().call_later(delay, self._replay_and_go_on)

    def _replay_and_go_on(self) -> None:
        self.replay()
        self._schedule_replay()

    def _decode(self, raw: msgspec.Raw) -> None:
        self._keep(self._decoder.entry(raw))

    def _keep(self, entry: Entry[V], *, is_own: bool = False) -> None:
        old = self.store.put(entry)
        if entry.error and (old is None or old.error != entry.error):
            _log.warning("cannot understand %s %s: %s", self.source.kind.name, entry.metadata.key, entry.error)
        if old is None or old.metadata.resource_version != entry.metadata.resource_version:
            new = self.store.get(entry.metadata.key)
            self._tell(Change(entry.metadata.key, old, new, live=self.is_synced, is_own=is_own))

    def _forget(self, key: Key) -> None:
        old = self.store.remove(key)
        if old is not None:
            self._tell(Change(key, old, None, live=self.is_synced))

    def _tell(self, change: Change[V]) -> None:
        for handler in self._handlers:
            try:
                handler(change)
            except Exception:  # noqa: BLE001 - the other handlers and the watch go on
                _log.exception("a handler failed on %s %s", self.source.kind.name, change.key)
