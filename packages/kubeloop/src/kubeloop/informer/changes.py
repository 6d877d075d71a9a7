# SPDX-License-Identifier: Apache-2.0
"""What handlers are told, and the questions that decide whether a change is worth a reconcile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from kubeloop.cache.store import Entry
from kubeloop.objects.metadata import Key

V = TypeVar("V")


class Change(msgspec.Struct, Generic[V], frozen=True):
    """What happened to an object: `old` is None when it is new, `new` is None when it is gone.

    `live` is False for what the first list found, which can wait behind what somebody edits right now. A replay says
    nothing new (`old` is `new`): it is told now and then, so that nothing that was ever missed stays so. `is_own` is
    True for the answer of a write of this process.
    """

    key: Key
    old: Entry[V] | None
    new: Entry[V] | None
    live: bool = True
    is_replay: bool = False
    is_own: bool = False

    @property
    def is_of_spec(self) -> bool:
        """Whether the object appeared, went, was replaced, is to be deleted or has a new generation; or is replayed."""
        if self.old is None or self.new is None or self.is_replay:
            return True
        before, after = self.old.metadata, self.new.metadata
        if not after.generation:
            # Kinds such as ConfigMap count no generations: every version may be of what is asked for.
            return before.resource_version != after.resource_version
        return (before.uid, before.generation, before.is_terminating) != (
            after.uid,
            after.generation,
            after.is_terminating,
        )

    @property
    def is_of_content(self) -> bool:
        """Whether anything that the cache keeps differs: the view, the digest, the owner or the coming deletion."""
        if self.old is None or self.new is None:
            return True
        return _content(self.old) != _content(self.new)


Handler = Callable[[Change[V]], None]
"""Told about each change, in order, in the event loop: it must not block and should only enqueue keys."""


def _content(entry: Entry[V]) -> tuple[object, ...]:
    metadata = entry.metadata
    return metadata.uid, metadata.is_terminating, metadata.owner_references, entry.digest, entry.view, entry.error
