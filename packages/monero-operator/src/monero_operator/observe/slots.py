# SPDX-License-Identifier: Apache-2.0
"""Who is being brought to what a newer operator makes of it: few at a time, over all kinds.

Who they are stands on their StatefulSets, so that an operator that takes over finds them; between a decision and its
writes it stands here only. Nothing is counted per machine or per namespace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kubeloop.cache.store import Entry
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key
from monero_operator import facts

MAX_AT_ONCE = 3
"""Owners. One would make an upgrade of a hundred sets last for hours; what a bad operator breaks is bounded by this."""

Holder = tuple[str, Key]
"""An owner: its kind and its key."""


class Slots:
    """Which owners have a slot; whose had one before this operator is read when it is first asked."""

    def __init__(self, statefulsets: Iterable[Entry[facts.StatefulSet]]) -> None:
        self._statefulsets = statefulsets
        self._holders: set[Holder] | None = None

    def is_open_to(self, holder: Holder) -> bool:
        """Say whether an owner has a slot or could have one."""
        holders = self._known()
        return holder in holders or len(holders) < MAX_AT_ONCE

    def note(self, holder: Holder, *, holds: bool) -> None:
        """Keep whether an owner has a slot from now on."""
        holders = self._known()
        if holds:
            holders.add(holder)
        else:
            holders.discard(holder)

    def _known(self) -> set[Holder]:
        if self._holders is None:
            self._holders = set(_marked(self._statefulsets))
        return self._holders


def _marked(statefulsets: Iterable[Entry[facts.StatefulSet]]) -> Iterator[Holder]:
    for entry in statefulsets:
        controller = owner.controller_of(entry.metadata)
        if entry.view and entry.view.is_upgrading and controller:
            yield controller.kind, Key(entry.metadata.namespace, controller.name)
