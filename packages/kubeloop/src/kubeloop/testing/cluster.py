# SPDX-License-Identifier: Apache-2.0
"""An API server in memory: a `Client` whose answers are those of the real one as far as controllers can tell.

It has versions, generations, field owners, preconditions, watches with 410, and deletion of what is owned. It has no
schema: nothing is validated or defaulted, and no controller runs, so tests play those by `put`.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncGenerator
from typing import Any, NamedTuple

import msgspec

from kubeloop import errors
from kubeloop.client.base import Event, Page, Propagation
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import history, merge
from kubeloop.testing.history import Scope
from kubeloop.testing.merge import Document

CREATION = "2026-01-01T00:00:00Z"
SERVER_FIELDS = frozenset({"uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp"})
WRITING = frozenset({"apply", "patch", "delete"})


class Request(NamedTuple):
    """A request as the server saw it."""

    verb: str
    kind: Kind
    key: Key
    subresource: str = ""


class _Stored(msgspec.Struct):
    content: Document
    fields: dict[str, frozenset[merge.Path]]


class Cluster:
    """A `Client`, and the hands of everybody else: `put`, `read`, `remove`, `expire_watches`, `fail_next`."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._objects: dict[tuple[Kind, Key], _Stored] = {}
        self._history = history.History()
        self._uids = 0
        self._faults: list[tuple[str, errors.KubeloopError]] = []

    @property
    def writes(self) -> tuple[Request, ...]:
        """The requests so far that write."""
        return tuple(request for request in self.requests if request.verb in WRITING)

    def read(self, kind: Kind, namespace: str, name: str) -> Document:
        """Return a copy of an object; raises `NotFound` if there is none."""
        return copy.deepcopy(self._existing(kind, Key(namespace, name)).content)

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Return the names of all objects of a kind, sorted."""
        return tuple(sorted(key.name for of_kind, key in self._objects if of_kind == kind))

    def put(self, kind: Kind, content: Document) -> Document:
        """Make an object exactly this, whoever owns its fields; return it as stored."""
        key = Key(content["metadata"].get("namespace", ""), content["metadata"]["name"])
        old = self._objects.get((kind, key))
        return copy.deepcopy(self._store(kind, key, copy.deepcopy(content), old.fields if old else {}))

    def remove(self, kind: Kind, namespace: str, name: str, *, orphan: bool = False) -> None:
        """Delete an object, and what it owns unless orphaned."""
        stored = self._existing(kind, Key(namespace, name))
        del self._objects[kind, Key(namespace, name)]
        last = copy.deepcopy(stored.content)
        last["metadata"]["resourceVersion"] = self._history.next_version()
        self._history.record("DELETED", kind, stored.content, last)
        uid = last["metadata"]["uid"]
        owned = [place for place, other in self._objects.items() if uid in _owner_uids(other.content)]
        for owned_kind, key in [] if orphan else owned:
            if (owned_kind, key) in self._objects:
                self.remove(owned_kind, key.namespace, key.name)

    def expire_watches(self) -> None:
        """Forget all history: every watch and every version seen so far gets 410."""
        self._history.expire()

    def fail_next(self, verb: str, error: errors.KubeloopError, *, times: int = 1) -> None:
        """Answer the next requests of this verb with an error."""
        self._faults += [(verb, error)] * times

    async def list(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", limit: int = 100, continue_token: str = ""
    ) -> Page:
        """Return a page; the token is the version of the first page and where the next one starts."""
        self._note("list", kind, Key(namespace or "", ""))
        version, _, position = (continue_token or f"{self._history.version}:0").partition(":")
        self._history.check(int(version))
        start, found = int(position), self._held(Scope(kind, namespace, labels))
        token = f"{version}:{start + limit}" if start + limit < len(found) else ""
        return Page(tuple(history.raw(each) for each in found[start : start + limit]), version, token)

    async def watch(
        self, kind: Kind, namespace: str | None = None, *, labels: str = "", resource_version: str, timeout_seconds: int
    ) -> AsyncGenerator[Event, None]:
        """Yield changes after a version; ends after the timeout with a bookmark."""
        self._note("watch", kind, Key(namespace or "", ""))
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_seconds
        seen = int(resource_version)
        while loop.time() < deadline:
            events = self._history.since(seen, Scope(kind, namespace, labels))
            seen = self._history.version
            for event in events:
                yield event
            await self._history.wait(seen, deadline)
        yield Event("BOOKMARK", history.raw({"metadata": {"resourceVersion": str(seen)}}))

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        """Return one object."""
        self._note("get", kind, Key(namespace, name))
        return msgspec.json.encode(self._existing(kind, Key(namespace, name)).content)

    async def apply(
        self, kind: Kind, namespace: str, name: str, body: bytes, *, manager: str, subresource: str = ""
    ) -> bytes:
        """Merge what is sent and remove what this manager sent before and no longer sends."""
        key = Key(namespace, name)
        self._note("apply", kind, key, subresource)
        sent: Document = msgspec.json.decode(body)
        old = self._objects.get((kind, key))
        _check_preconditions(sent["metadata"], old, subresource)
        sent = _relevant(sent, subresource)
        before = old or _Stored({}, {})
        role = f"{manager}/{subresource}"
        fields = before.fields | {role: merge.paths(sent)}
        gone = before.fields.get(role, frozenset()) - frozenset().union(*fields.values())
        content = merge.merged(merge.without(copy.deepcopy(before.content), gone), sent)
        return msgspec.json.encode(self._store(kind, key, content, fields))

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str = "") -> bytes:
        """Merge a JSON merge patch."""
        key = Key(namespace, name)
        self._note("patch", kind, key, subresource)
        stored = self._existing(kind, key)
        change = msgspec.json.decode(body)
        _check_preconditions(change.get("metadata", {}), stored, subresource)
        content = merge.patched(copy.deepcopy(stored.content), change)
        return msgspec.json.encode(self._store(kind, key, content, stored.fields))

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        """Delete an object and, unless orphaned, what it owns, at once."""
        key = Key(namespace, name)
        self._note("delete", kind, key)
        there = self._existing(kind, key).content["metadata"]["uid"]
        if uid and there != uid:
            raise errors.Conflict(f"the uid of {key} is {there}")
        self.remove(kind, namespace, name, orphan=propagation == "Orphan")

    def _store(self, kind: Kind, key: Key, content: Document, fields: dict[str, frozenset[merge.Path]]) -> Document:
        old = self._objects.get((kind, key))
        identity = {"name": key.name} | ({"namespace": key.namespace} if key.namespace else {})
        metadata = content.get("metadata", {}) | identity | self._server_fields(old, content)
        content = content | {"apiVersion": kind.api_version, "kind": kind.name, "metadata": metadata}
        self._objects[kind, key] = _Stored(content, fields)
        if old is not None and old.content == content:
            return content
        metadata["resourceVersion"] = self._history.next_version()
        self._history.record("MODIFIED" if old else "ADDED", kind, old.content if old else None, content)
        return content

    def _server_fields(self, old: _Stored | None, content: Document) -> Document:
        if old is None:
            self._uids += 1
            return {"uid": f"uid-{self._uids}", "generation": 1, "creationTimestamp": CREATION}
        known: Document = old.content["metadata"]
        kept = {name: known[name] for name in ("uid", "creationTimestamp", "resourceVersion")}
        return kept | {"generation": known["generation"] + (_spec(old.content) != _spec(content))}

    def _existing(self, kind: Kind, key: Key) -> _Stored:
        if (kind, key) not in self._objects:
            raise errors.NotFound(f"{kind.plural} {key} not found")
        return self._objects[kind, key]

    def _held(self, scope: Scope) -> tuple[Document, ...]:
        places = sorted(key for kind, key in self._objects if kind == scope.kind)
        contents = (self._objects[scope.kind, key].content for key in places)
        return tuple(content for content in contents if scope.holds(scope.kind, content))

    def _note(self, verb: str, kind: Kind, key: Key, subresource: str = "") -> None:
        self.requests.append(Request(verb, kind, key, subresource))
        for index, (faulty, error) in enumerate(self._faults):
            if faulty == verb:
                del self._faults[index]
                raise error


def _relevant(sent: Document, subresource: str) -> Document:
    if subresource:
        return {subresource: sent.get(subresource, {})}
    metadata = {name: value for name, value in sent["metadata"].items() if name not in SERVER_FIELDS}
    return {name: value for name, value in sent.items() if name != "status"} | {"metadata": metadata}


def _check_preconditions(metadata: Document, old: _Stored | None, subresource: str) -> None:
    if old is None:
        if subresource:
            raise errors.NotFound("there is no such object")
        if "uid" in metadata:
            raise errors.Conflict("there is no object with this uid")
        return
    there = old.content["metadata"]
    if metadata.get("uid", there["uid"]) != there["uid"]:
        raise errors.Invalid(f"metadata.uid: Invalid value: {metadata['uid']}: field is immutable")
    if metadata.get("resourceVersion", there["resourceVersion"]) != there["resourceVersion"]:
        raise errors.Conflict("the object has been modified; please apply your changes to the latest version")


def _spec(content: Document) -> Document:
    return {name: value for name, value in content.items() if name not in ("apiVersion", "kind", "metadata", "status")}


def _owner_uids(content: Document) -> tuple[Any, ...]:
    return tuple(reference["uid"] for reference in content["metadata"].get("ownerReferences", []))
