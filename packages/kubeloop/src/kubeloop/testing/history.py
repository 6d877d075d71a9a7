# SPDX-License-Identifier: Apache-2.0
"""What happened in a cluster in memory, version by version, and what of it a watch may still see."""

from __future__ import annotations

import asyncio
import copy
from typing import NamedTuple

import msgspec

from kubeloop import errors
from kubeloop.client.base import Event, EventType
from kubeloop.objects import selector
from kubeloop.objects.kind import Kind
from kubeloop.testing.merge import Document

FIRST_VERSION = 1000
"""As in a real cluster, no object ever has the version "1", with which applies say that they only create."""


class Scope(NamedTuple):
    """What a list or a watch asks for."""

    kind: Kind
    namespace: str | None
    labels: str

    def holds(self, kind: Kind, content: Document) -> bool:
        """Say whether an object is asked for."""
        metadata = content["metadata"]
        is_here = self.namespace in (None, metadata.get("namespace", ""))
        return kind == self.kind and is_here and selector.matches(self.labels, metadata.get("labels", {}))


class _Entry(NamedTuple):
    version: int
    type: EventType
    kind: Kind
    before: Document | None
    after: Document


class History:
    """Numbered changes. `version` is that of the newest one."""

    def __init__(self) -> None:
        self.version = FIRST_VERSION
        self._oldest = 0
        self._entries: list[_Entry] = []
        self._waiting: list[asyncio.Future[None]] = []

    def next_version(self) -> str:
        """Return the version that the change to be recorded next will have."""
        return str(self.version + 1)

    def record(self, type_: EventType, kind: Kind, before: Document | None, after: Document) -> None:
        """Add a change."""
        self.version += 1
        self._entries.append(_Entry(self.version, type_, kind, copy.deepcopy(before), copy.deepcopy(after)))
        self._wake()

    def expire(self) -> None:
        """Forget every change so far."""
        self.version += 1
        self._oldest = self.version
        self._entries.clear()
        self._wake()

    def check(self, version: int) -> None:
        """Raise `Gone` if what came after this version is no longer known."""
        if version < self._oldest:
            raise errors.Gone(f"too old resource version: {version} ({self._oldest})")

    def since(self, version: int, scope: Scope) -> list[Event]:
        """Return what a watch sees of the changes after a version."""
        self.check(version)
        events = (_event(entry, scope) for entry in self._entries if entry.version > version)
        return [event for event in events if event is not None]

    async def wait(self, version: int, deadline: float) -> None:
        """Wait until there is something newer than this version, at most until the deadline of the loop's clock."""
        if version != self.version:
            return
        try:
            async with asyncio.timeout_at(deadline):
                await self._next_change()
        except TimeoutError:
            return

    async def _next_change(self) -> None:
        # Not an Event, which belongs to one loop: a cluster outlives the loop of a program that is started anew.
        future = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)


def raw(content: Document) -> msgspec.Raw:
    """Return an object as it travels."""
    return msgspec.Raw(msgspec.json.encode(content))


def _event(entry: _Entry, scope: Scope) -> Event | None:
    was = entry.before is not None and scope.holds(entry.kind, entry.before)
    is_now = entry.type != "DELETED" and scope.holds(entry.kind, entry.after)
    if is_now:
        return Event("MODIFIED" if was else "ADDED", raw(entry.after))
    return Event("DELETED", raw(entry.after)) if was else None
