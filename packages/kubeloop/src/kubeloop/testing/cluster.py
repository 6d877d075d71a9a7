# SPDX-License-Identifier: Apache-2.0
"""An API server in memory: a `Client` whose answers are those of the real one, and the hands of everybody else.

What it does not do: validate against a schema, set defaults (but for the keys of lists), admit, permit, grant time to
terminate, and what controllers do, with one exception: the garbage collector acts at once, unless `collects_garbage`
is False. Every kind is served and every namespace is there, unless `is_strict`. A kind has one version; the times in
objects stand still. Who adds a definition (`define`, or by a client) has lists and maps merge as it says.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import AsyncGenerator
from typing import NamedTuple

import msgspec

from kubeloop import errors
from kubeloop.client.base import Event, Page, Propagation
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import garbage, preconditions, reading, resources, writing
from kubeloop.testing.faults import Fault, Faults
from kubeloop.testing.history import Record, Scope
from kubeloop.testing.ownership import Manager
from kubeloop.testing.schema import Document
from kubeloop.testing.storage import Storage

WRITING = frozenset({"apply", "patch", "delete"})
HAND = Manager("Update", "hand")
"""Whoever `put`s."""
PATCHER = "kubeloop"
"""Whoever patches: on a real server its name is that of the client's user agent."""


class Request(NamedTuple):
    """A request as the server saw it."""

    verb: str
    kind: Kind
    key: Key
    subresource: str = ""


class Cluster:
    """An API server in memory: a `Client`, and the hands of users, controllers and fate."""

    def __init__(self, *, is_strict: bool = False, collects_garbage: bool = True) -> None:
        self.requests: list[Request] = []
        self._storage = Storage(is_strict=is_strict)
        self._pages = reading.Pages(self._storage)
        self._faults = Faults()
        self._collects_garbage = collects_garbage

    @property
    def writes(self) -> tuple[Request, ...]:
        """The requests so far that write."""
        return tuple(request for request in self.requests if request.verb in WRITING)

    def read(self, kind: Kind, namespace: str, name: str) -> Document:
        """Return a copy of an object; raises `NotFound` if there is none."""
        return copy.deepcopy(self._storage.existing(kind, _key(kind, namespace, name)).content)

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Return the names of all objects of a kind, sorted."""
        return tuple(sorted(record.key.name for record in self._storage.records() if record.kind == kind))

    def put(self, kind: Kind, content: Document) -> Document:
        """Make an object exactly this, its status too, as a manager called `hand`; return it as stored."""
        written = self._settled(writing.put(self._storage, kind, copy.deepcopy(content), HAND))
        return copy.deepcopy(written.content)

    def define(self, definition: Document) -> None:
        """Serve a kind as this CustomResourceDefinition describes it."""
        self.put(resources.DEFINITIONS, definition)

    def remove(self, kind: Kind, namespace: str, name: str, *, orphan: bool = False) -> None:
        """Delete an object, and what it owns unless orphaned; finalizers delay it as they do for everybody."""
        self._delete(kind, _key(kind, namespace, name), "Orphan" if orphan else "Background")

    def expire_watches(self) -> None:
        """Forget all history: every watch, version and continue token so far gets 410."""
        self._storage.history.expire()
        self._pages.expire()

    def cut_watches(self) -> None:
        """Break the connection of every watch that runs: `Unreachable`."""
        self._storage.history.cut()

    def fail_next(self, verb: str, error: errors.KubeloopError, *, times: int = 1, is_after: bool = False) -> None:
        """Answer the next requests of this verb (a method's name) with an error; `is_after`: once they have worked."""
        self._faults.add(Fault(verb, error, is_after), times)

    def hang_next(self, verb: str, seconds: float, *, times: int = 1) -> None:
        """Let the next requests of this verb wait before they do anything. There is no timeout here."""
        self._faults.add(Fault(verb, seconds=seconds), times)

    async def list(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        limit: int = 100,
        continue_token: str = "",
        only_metadata: bool = False,
    ) -> Page:
        """Return a page; those that follow the first show the same version."""
        async with self._request("list", kind, Key(namespace or "", "")):
            scope = Scope(kind, namespace, reading.selector_of(labels), only_metadata)
            if continue_token:
                return self._pages.next(continue_token, scope, limit)
            return self._pages.first(scope, limit)

    async def watch(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        resource_version: str,
        timeout_seconds: int,
        only_metadata: bool = False,
    ) -> AsyncGenerator[Event, None]:
        """Yield changes after a version; bookmarks as `reading.watch` says."""
        async with self._request("watch", kind, Key(namespace or "", "")):
            scope = Scope(kind, namespace, reading.selector_of(labels), only_metadata)
        events = reading.watch(self._storage, scope, int(resource_version), timeout_seconds)
        async with contextlib.aclosing(events):
            async for event in events:
                yield event

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        """Return one object."""
        key = _key(kind, namespace, name)
        async with self._request("get", kind, key):
            return bytes(self._storage.existing(kind, key).raw)

    async def apply(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        body: bytes,
        *,
        manager: str,
        subresource: str = "",
        force: bool = True,
    ) -> bytes:
        """Merge what is sent, and remove what this manager sent before and nobody sends any more."""
        key, who = _key(kind, namespace, name), Manager("Apply", manager, subresource)
        async with self._request("apply", kind, key, subresource):
            sent: Document = msgspec.json.decode(body)
            return bytes(self._settled(writing.apply(self._storage, kind, key, sent, who, force=force)).raw)

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str = "") -> bytes:
        """Merge a JSON merge patch."""
        key, who = _key(kind, namespace, name), Manager("Update", PATCHER, subresource)
        async with self._request("patch", kind, key, subresource):
            changes: Document = msgspec.json.decode(body)
            return bytes(self._settled(writing.patch(self._storage, kind, key, changes, who)).raw)

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        """Delete an object, or if it has finalizers, ask for it."""
        key = _key(kind, namespace, name)
        async with self._request("delete", kind, key):
            preconditions.check_deletion(uid, self._storage.existing(kind, key))
            self._delete(kind, key, propagation)

    @contextlib.asynccontextmanager
    async def _request(self, verb: str, kind: Kind, key: Key, subresource: str = "") -> AsyncGenerator[None, None]:
        self.requests.append(Request(verb, kind, key, subresource))
        async with self._faults.around(verb):
            self._storage.resource(kind)
            yield

    def _delete(self, kind: Kind, key: Key, propagation: Propagation) -> None:
        self._storage.delete(self._storage.existing(kind, key), propagation)
        if self._collects_garbage:
            garbage.collect(self._storage)

    def _settled(self, written: Record) -> Record:
        """Let the garbage collector see the end of an object, which a write may bring."""
        if written.deletion and self._collects_garbage:
            garbage.collect(self._storage)
        return written


def _key(kind: Kind, namespace: str, name: str) -> Key:
    return Key(namespace if kind.namespaced else "", name)
