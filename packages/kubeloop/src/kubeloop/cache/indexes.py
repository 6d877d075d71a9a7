# SPDX-License-Identifier: Apache-2.0
"""Finding objects by something in their metadata: the uid of their controller, or the value of a label."""

from __future__ import annotations

from collections.abc import Callable

from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata


class Index:
    """The keys of objects by a term that each has or (with "") has not."""

    def __init__(self, term_of: Callable[[Metadata], str]) -> None:
        self._term_of = term_of
        self._keys: dict[str, set[Key]] = {}

    def keys(self, term: str) -> tuple[Key, ...]:
        """Return the keys of the objects with this term, sorted."""
        return tuple(sorted(self._keys.get(term, ())))

    def add(self, key: Key, metadata: Metadata) -> None:
        """Note the term of an object."""
        if term := self._term_of(metadata):
            self._keys.setdefault(term, set()).add(key)

    def remove(self, key: Key, metadata: Metadata) -> None:
        """Forget the term of an object."""
        term = self._term_of(metadata)
        if not term:
            return
        keys = self._keys[term]
        keys.discard(key)
        if not keys:
            del self._keys[term]


def by_controller() -> Index:
    """Return an index by the uid of the owner that controls an object."""
    return Index(owner.controller_uid)


def by_label(name: str) -> Index:
    """Return an index by the value of a label."""
    return Index(lambda metadata: metadata.labels.get(name, ""))
