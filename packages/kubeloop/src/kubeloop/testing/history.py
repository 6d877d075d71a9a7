# SPDX-License-Identifier: Apache-2.0
"""What happened in a cluster in memory, version by version, and what of it a list or a watch may see."""

from __future__ import annotations

import asyncio
import bisect
import functools
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from kubeloop import errors
from kubeloop.client.base import Event, EventType
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.objects.selector import Selector
from kubeloop.testing import ownership, resources
from kubeloop.testing.ownership import Owners
from kubeloop.testing.schema import Document

FIRST_VERSION = 1000
"""As in a real cluster, no object ever has the version "1", with which applies say that they only create."""

CREATION = "2026-01-01T00:00:00Z"


@dataclass(frozen=True)
class Record:
    """An object at one version: `body` is what was written, the rest is of the server. Never changed in place."""

    kind: Kind
    key: Key
    body: Document
    owners: Owners
    uid: str = ""
    version: int = 0
    generation: int = 0
    """How often what is asked for was written; 0 for kinds that do not count it."""
    deletion: str = ""
    """When its deletion was asked for, if it was."""

    @property
    def finalizers(self) -> list[str]:
        """What the end of the object waits for."""
        found: list[str] = self.body["metadata"].get("finalizers", [])
        return found

    @functools.cached_property
    def content(self) -> Document:
        """The whole object."""
        made: Document = {"uid": self.uid, "resourceVersion": str(self.version), "creationTimestamp": CREATION}
        if self.generation:
            made["generation"] = self.generation
        if self.deletion:
            made |= {"deletionTimestamp": self.deletion, "deletionGracePeriodSeconds": 0}
        if self.owners:
            made["managedFields"] = ownership.rendered(self.owners, self.kind.api_version, CREATION)
        return self.body | {"metadata": self.body["metadata"] | made}

    @functools.cached_property
    def raw(self) -> msgspec.Raw:
        """The whole object as it travels."""
        return _raw(self.content)

    @functools.cached_property
    def partial(self) -> msgspec.Raw:
        """Its metadata as they travel alone."""
        metadata = self.content["metadata"]
        return _raw({"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata})

    @functools.cached_property
    def item(self) -> msgspec.Raw:
        """The object as an entry of a list, which of built-in kinds does not repeat the kind."""
        if not resources.is_builtin(self.kind):
            return self.raw
        return _raw({name: value for name, value in self.content.items() if name not in ("apiVersion", "kind")})


class Scope(NamedTuple):
    """What a list or a watch asks for."""

    kind: Kind
    namespace: str | None
    selects: Selector
    only_metadata: bool = False

    def holds(self, record: Record | None) -> bool:
        """Say whether an object is asked for."""
        if record is None or record.kind != self.kind:
            return False
        is_here = not self.namespace or self.namespace == record.key.namespace
        return is_here and self.selects(record.body["metadata"].get("labels", {}))


class _Change(NamedTuple):
    version: int
    kind: Kind
    before: Record | None
    after: Record | None


class History:
    """Numbered changes. `version` is that of the newest one."""

    def __init__(self) -> None:
        self.version = FIRST_VERSION
        self.cuts = 0
        self._oldest = 0
        self._changes: list[_Change] = []
        self._waiting: list[asyncio.Future[None]] = []

    def record(self, kind: Kind, before: Record | None, after: Record | None) -> None:
        """Add a change, which has the next version."""
        self.version += 1
        self._changes.append(_Change(self.version, kind, before, after))
        self._wake()

    def expire(self) -> None:
        """Forget every change so far."""
        self.version += 1
        self._oldest = self.version
        self._changes.clear()
        self._wake()

    def cut(self) -> None:
        """Break every watch that runs."""
        self.cuts += 1
        self._wake()

    def since(self, version: int, scope: Scope) -> list[Event]:
        """Return what a watch sees of the changes after a version; raises `Gone` if they are no longer known."""
        if version < self._oldest:
            raise errors.Gone(f"too old resource version: {version} ({self._oldest})", status=410, reason="Expired")
        events = (_event(change, scope) for change in self._after(version))
        return [event for event in events if event is not None]

    def newest(self, kind: Kind, version: int) -> int:
        """Return the version of the newest change of a kind after a version, or 0 if there is none."""
        return max((change.version for change in self._after(version) if change.kind == kind), default=0)

    async def wait(self, version: int, until: float) -> None:
        """Wait until there is something newer than this version, at most until this time of the loop's clock."""
        if version < self.version:
            return
        try:
            async with asyncio.timeout_at(until):
                await self._next_change()
        except TimeoutError:
            return

    def _after(self, version: int) -> list[_Change]:
        return self._changes[bisect.bisect_right(self._changes, version, key=lambda change: change.version) :]

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


def _event(change: _Change, scope: Scope) -> Event | None:
    was, is_now = scope.holds(change.before), scope.holds(change.after)
    if is_now and change.after is not None:
        return _told("MODIFIED" if was else "ADDED", change.after, scope)
    if was and change.before is not None:
        # As it was last seen, at the version at which it went.
        return _told("DELETED", replace(change.before, version=change.version), scope)
    return None


def _told(type_: EventType, record: Record, scope: Scope) -> Event:
    return Event(type_, record.partial if scope.only_metadata else record.raw)


def _raw(content: Document) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(content))
