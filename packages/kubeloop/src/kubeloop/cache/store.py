# SPDX-License-Identifier: Apache-2.0
"""The entries of one informer, by key, by owner, and by the labels that it was told to index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import msgspec

from kubeloop.cache import indexes
from kubeloop.objects.metadata import Key, Metadata

V = TypeVar("V")


class Settled(msgspec.Struct, frozen=True, gc=False):
    """What we last applied (`wanted`) and what the server made of it (`became`), as digests, and for which owner (uid).

    They differ where somebody else has a say, such as a mutating webhook. As long as the object stays what it
    became, applying again would change nothing.
    """

    wanted: bytes
    became: bytes
    owner: str = ""


class Entry(msgspec.Struct, Generic[V], frozen=True, gc=False):
    """What is known of one object. `view` is None, and `error` says why, if the object could not be decoded."""

    metadata: Metadata
    view: V | None
    digest: bytes = b""
    settled: Settled | None = None
    error: str = ""

    def is_settled_on(self, wanted: bytes) -> bool:
        """Say whether applying what has this digest would change nothing."""
        if self.digest == wanted:
            return True
        return self.settled is not None and (self.settled.wanted, self.settled.became) == (wanted, self.digest)


class Store(Generic[V]):
    """Entries by key. Only its informer writes to it."""

    def __init__(self, indexed_labels: Iterable[str] = ()) -> None:
        self._entries: dict[Key, Entry[V]] = {}
        self._owned = indexes.by_controller()
        self._labelled = {name: indexes.by_label(name) for name in indexed_labels}
        self._indexes = (self._owned, *self._labelled.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry[V]]:
        return iter(self._entries.values())

    def get(self, key: Key) -> Entry[V] | None:
        """Return the entry of an object, if there is one."""
        return self._entries.get(key)

    def keys(self) -> frozenset[Key]:
        """Return the keys of all entries."""
        return frozenset(self._entries)

    def owned_by(self, uid: str) -> tuple[Entry[V], ...]:
        """Return what the object with this uid controls, sorted by key."""
        return tuple(self._entries[key] for key in self._owned.keys(uid))

    def labelled(self, name: str, value: str) -> tuple[Entry[V], ...]:
        """Return what carries this label, sorted by key; its name is one of the source's `indexed_labels`."""
        return tuple(self._entries[key] for key in self._labelled[name].keys(value))

    def put(self, entry: Entry[V]) -> Entry[V] | None:
        """Keep an entry and return the one it replaces; what was settled about the same object stays known."""
        key = entry.metadata.key
        old = self._entries.get(key)
        if old is not None:
            self._unindex(key, old.metadata)
            if entry.settled is None and old.metadata.uid == entry.metadata.uid:
                entry = msgspec.structs.replace(entry, settled=old.settled)
        self._entries[key] = entry
        for index in self._indexes:
            index.add(key, entry.metadata)
        return old

    def remove(self, key: Key) -> Entry[V] | None:
        """Forget an object and return what was known of it."""
        old = self._entries.pop(key, None)
        if old is not None:
            self._unindex(key, old.metadata)
        return old

    def _unindex(self, key: Key, metadata: Metadata) -> None:
        for index in self._indexes:
            index.remove(key, metadata)
