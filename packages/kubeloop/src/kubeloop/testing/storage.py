# SPDX-License-Identifier: Apache-2.0
"""The objects of a cluster in memory, and what the server itself does to each when it is written or deleted."""

from __future__ import annotations

import itertools
from dataclasses import replace

from kubeloop import errors
from kubeloop.client.base import Propagation
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import preconditions, resources
from kubeloop.testing.history import History, Record, Scope
from kubeloop.testing.ownership import Outcome
from kubeloop.testing.resources import Resource
from kubeloop.testing.schema import Document

DELETION = "2026-01-01T00:00:01Z"
FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"
"""Finalizers that ask the garbage collector for its work before the object goes."""

OF_THE_SERVER = frozenset({
    "creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields",
    "resourceVersion", "selfLink", "uid",
})  # fmt: skip
"""Metadata that nobody else sets; what is sent of them is a precondition, or nothing."""

_ASKS: dict[Propagation, list[str]] = {"Background": [], "Foreground": [FOREGROUND], "Orphan": [ORPHAN]}
_PRESENT_NAMESPACES = frozenset({"default", "kube-system", "kube-public", "kube-node-lease"})


class Storage:
    """Objects by kind and key; every change of one is in the history."""

    def __init__(self, *, is_strict: bool) -> None:
        self.history = History()
        self.gone: set[str] = set()
        """The uids of what is no more."""
        self._is_strict = is_strict
        self._defined: dict[Kind, Resource] = {}
        self._records: dict[tuple[Kind, Key], Record] = {}
        self._uids = itertools.count(1)

    def resource(self, kind: Kind) -> Resource:
        """Return what is known of a kind; when strict, raises `NotFound` if it is neither built in nor defined."""
        if kind in self._defined:
            return self._defined[kind]
        if resources.is_builtin(kind):
            return resources.builtin(kind)
        if self._is_strict:
            raise errors.NotFound("the server could not find the requested resource", status=404, reason="NotFound")
        return resources.UNDEFINED

    def find(self, kind: Kind, key: Key) -> Record | None:
        """Return an object, if it is there."""
        return self._records.get((kind, key))

    def existing(self, kind: Kind, key: Key) -> Record:
        """Return an object; raises `NotFound`."""
        found = self.find(kind, key)
        if found is None:
            raise preconditions.not_found(kind, key.name)
        return found

    def records(self) -> tuple[Record, ...]:
        """Return all objects."""
        return tuple(self._records.values())

    def within(self, scope: Scope) -> tuple[Record, ...]:
        """Return the objects that are asked for, in the order of their keys as etcd has them: `a-b/x` before `a/x`."""
        return tuple(sorted((each for each in self.records() if scope.holds(each)), key=lambda each: str(each.key)))

    def write(self, kind: Kind, key: Key, outcome: Outcome, *, deletion: str = "") -> Record:
        """Make an object this; a write without effect is none, and one that ends the last wait ends the object."""
        before = self.find(kind, key)
        body = without_empty(kind, identified(kind, key, outcome.body))
        if before is None:
            return self._create(Record(kind, key, body, outcome.owners, deletion=deletion))
        after = replace(before, body=body, owners=outcome.owners, deletion=before.deletion or deletion)
        preconditions.check_finalizers(before, after)
        after = self._counted(before, after, is_asked_anew=self._asked(before) != self._asked(after))
        if before.deletion and before.finalizers and not after.finalizers:
            self._remove(after)
            return after
        return before if after == before else self._keep(before, after)

    def delete(self, there: Record, propagation: Propagation) -> None:
        """Remove an object, or if it has finalizers, say from now on that its deletion was asked for."""
        others = [finalizer for finalizer in there.finalizers if finalizer not in (FOREGROUND, ORPHAN)]
        finalizers = others + _ASKS[propagation]
        if not finalizers:
            self._remove(there)
            return
        body = there.body | {"metadata": there.body["metadata"] | {"finalizers": finalizers}}
        after = replace(there, body=body, deletion=there.deletion or DELETION)
        if after != there:
            self._keep(there, self._counted(there, after, is_asked_anew=not there.deletion))

    def _create(self, record: Record) -> Record:
        self._check_namespace(record)
        generation = int(self.resource(record.kind).has_generation)
        return self._keep(None, replace(record, uid=f"uid-{next(self._uids)}", generation=generation))

    def _counted(self, before: Record, after: Record, *, is_asked_anew: bool) -> Record:
        counts = is_asked_anew and self.resource(after.kind).has_generation
        return replace(after, generation=before.generation + counts)

    def _keep(self, before: Record | None, after: Record) -> Record:
        kept = replace(after, version=self.history.version + 1)
        self._records[kept.kind, kept.key] = kept
        self.history.record(kept.kind, before, kept)
        if kept.kind == resources.DEFINITIONS:
            self._defined |= resources.defined(kept.body)
        return kept

    def _remove(self, record: Record) -> None:
        del self._records[record.kind, record.key]
        self.gone.add(record.uid)
        self.history.record(record.kind, record, None)

    def _asked(self, record: Record) -> Document:
        aside = {"metadata"} | ({"status"} if self.resource(record.kind).has_status else set())
        return {name: value for name, value in record.body.items() if name not in aside}

    def _check_namespace(self, record: Record) -> None:
        namespace = record.key.namespace
        if not self._is_strict or not namespace or namespace in _PRESENT_NAMESPACES:
            return
        self.existing(resources.NAMESPACES, Key("", namespace))


def identified(kind: Kind, key: Key, body: Document) -> Document:
    """Return what is written as of this object, without the metadata that are not the writer's."""
    identity = {"name": key.name} | ({"namespace": key.namespace} if key.namespace else {})
    metadata = {name: value for name, value in body.get("metadata", {}).items() if name not in OF_THE_SERVER}
    return body | {"apiVersion": kind.api_version, "kind": kind.name, "metadata": metadata | identity}


def without_empty(kind: Kind, body: Document) -> Document:
    """Return the body without the empty lists and maps that the server leaves out: metadata, and data of its kinds."""
    metadata = {name: value for name, value in body["metadata"].items() if value not in ({}, [])}
    left_out = set() if not resources.is_builtin(kind) else body.keys() - {"spec", "status"}
    rest = {name: value for name, value in body.items() if name not in left_out or value not in ({}, [])}
    return rest | {"metadata": metadata}
