# SPDX-License-Identifier: Apache-2.0
"""Applies, patches and edits of an object in a storage: what is let in, who owns it then, what is refused.

Status has a door of its own where the kind has one: through it only status gets in, and through the other all else.
"""

from __future__ import annotations

from kubeloop import errors
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import merge, ownership, preconditions
from kubeloop.testing.history import Record
from kubeloop.testing.ownership import Manager, Outcome
from kubeloop.testing.resources import Resource
from kubeloop.testing.schema import Document
from kubeloop.testing.storage import Storage, identified, without_empty

STATUS = "status"


def apply(storage: Storage, kind: Kind, key: Key, sent: Document, manager: Manager, *, force: bool) -> Record:
    """Apply on the server."""
    resource, before = storage.resource(kind), storage.find(kind, key)
    _check_door(resource, manager)
    preconditions.check_identity(kind, key, sent)
    if before is not None:
        _check_same(resource, before, sent, manager)
    elif manager.subresource:
        raise preconditions.not_found(kind, key.name)
    else:
        preconditions.check_absent(kind, key, sent["metadata"])
    let_in = identified(kind, key, _let_in(resource, sent, manager))
    after = ownership.applied(_outcome(before), let_in, resource.type, manager, force=force)
    if resource.is_custom:
        preconditions.check_emptied(kind, key, after.emptied)
    return storage.write(kind, key, _kept(resource, before, after, manager))


def patch(storage: Storage, kind: Kind, key: Key, changes: Document, manager: Manager) -> Record:
    """Merge a JSON merge patch."""
    resource, before = storage.resource(kind), storage.existing(kind, key)
    _check_door(resource, manager)
    _check_same(resource, before, changes, manager)
    patched = _normal(resource, kind, identified(kind, key, merge.patched(before.body, changes)))
    body = _kept(resource, before, Outcome(patched, {}), manager).body
    return storage.write(kind, key, ownership.updated(_outcome(before), body, resource.type, manager))


def put(storage: Storage, kind: Kind, content: Document, manager: Manager) -> Record:
    """Make an object exactly this, through all doors at once."""
    resource, metadata = storage.resource(kind), content["metadata"]
    key = Key(metadata.get("namespace", ""), metadata["name"])
    body = _normal(resource, kind, identified(kind, key, content))
    after = ownership.updated(_outcome(storage.find(kind, key)), body, resource.type, manager)
    return storage.write(kind, key, after, deletion=metadata.get("deletionTimestamp", ""))


def _check_door(resource: Resource, manager: Manager) -> None:
    if manager.subresource and not (manager.subresource == STATUS and resource.has_status):
        raise errors.NotFound("the server could not find the requested resource", status=404, reason="NotFound")


def _check_same(resource: Resource, before: Record, sent: Document, manager: Manager) -> None:
    # Of metadata that come with the status of a custom resource, the server looks at the version only.
    asks_uid = not (manager.subresource and resource.is_custom)
    preconditions.check_same(sent.get("metadata", {}), before, asks_uid=asks_uid)


def _let_in(resource: Resource, sent: Document, manager: Manager) -> Document:
    if manager.subresource:
        return {name: value for name, value in sent.items() if name in (STATUS, "metadata")}
    if resource.has_status:
        return {name: value for name, value in sent.items() if name != STATUS}
    return sent


def _kept(resource: Resource, before: Record | None, after: Outcome, manager: Manager) -> Outcome:
    """Return what a write through this door makes of an object."""
    if not resource.has_status:
        return after
    old = before.body if before else {}
    inside, outside = (after.body, old) if manager.subresource else (old, after.body)
    rest = {name: value for name, value in outside.items() if name != STATUS}
    return after._replace(body=rest | ({STATUS: inside[STATUS]} if STATUS in inside else {}))


def _normal(resource: Resource, kind: Kind, body: Document) -> Document:
    """Return the body as the server has it: with the keys of lists that were left out, without what is empty."""
    return without_empty(kind, merge.merged({}, body, resource.type))


def _outcome(there: Record | None) -> Outcome:
    return Outcome(there.body, there.owners) if there else Outcome({}, {})
