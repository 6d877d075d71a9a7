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
from kubeloop.testing.schema import Document
from kubeloop.testing.storage import Storage, identified, without_empty

STATUS = "status"
NOTHING = Outcome({}, {})


def apply(storage: Storage, kind: Kind, key: Key, sent: Document, manager: Manager, *, force: bool) -> Record:
    """Apply on the server."""
    there = storage.find(kind, key)
    if there is None and manager.subresource:
        raise preconditions.not_found(kind, key.name)
    preconditions.check_identity(kind, key, sent)
    _check(storage, kind, key, sent.get("metadata", {}), manager)
    before = _outcome(there)
    let_in = _let_in(storage, kind, sent, manager)
    after = ownership.applied(before, identified(kind, key, let_in), storage.resource(kind).type, manager, force=force)
    if storage.resource(kind).is_custom:
        preconditions.check_emptied(kind, key, after.emptied)
    kept = _kept(storage, kind, before.body, after.body, manager)
    return storage.write(kind, key, Outcome(kept, after.owners))


def patch(storage: Storage, kind: Kind, key: Key, changes: Document, manager: Manager) -> Record:
    """Merge a JSON merge patch."""
    before = _outcome(storage.existing(kind, key))
    _check(storage, kind, key, changes.get("metadata", {}), manager)
    patched = _normal(storage, kind, identified(kind, key, merge.patched(before.body, changes)))
    kept = _kept(storage, kind, before.body, patched, manager)
    return storage.write(kind, key, ownership.updated(before, kept, storage.resource(kind).type, manager))


def put(storage: Storage, kind: Kind, content: Document, manager: Manager) -> Record:
    """Make an object exactly this, through all doors at once."""
    metadata = content["metadata"]
    key = Key(metadata.get("namespace", ""), metadata["name"])
    before = _outcome(storage.find(kind, key))
    body = _normal(storage, kind, identified(kind, key, content))
    after = ownership.updated(before, body, storage.resource(kind).type, manager)
    return storage.write(kind, key, after, deletion=metadata.get("deletionTimestamp", ""))


def _check(storage: Storage, kind: Kind, key: Key, metadata: Document, manager: Manager) -> None:
    resource, there = storage.resource(kind), storage.find(kind, key)
    if manager.subresource and not (manager.subresource == STATUS and resource.has_status):
        raise errors.NotFound("the server could not find the requested resource", status=404, reason="NotFound")
    if there is None:
        preconditions.check_absent(kind, key, metadata)
    else:
        # Of metadata that come with the status of a custom resource, the server looks at the version only.
        preconditions.check_same(metadata, there, asks_uid=not (manager.subresource and resource.is_custom))


def _let_in(storage: Storage, kind: Kind, sent: Document, manager: Manager) -> Document:
    if manager.subresource:
        return {name: value for name, value in sent.items() if name in (STATUS, "metadata")}
    if storage.resource(kind).has_status:
        return {name: value for name, value in sent.items() if name != STATUS}
    return sent


def _kept(storage: Storage, kind: Kind, before: Document, after: Document, manager: Manager) -> Document:
    """Return what a write through this door makes of an object."""
    if not storage.resource(kind).has_status:
        return after
    inside, outside = (after, before) if manager.subresource else (before, after)
    rest = {name: value for name, value in outside.items() if name != STATUS}
    return rest | ({STATUS: inside[STATUS]} if STATUS in inside else {})


def _normal(storage: Storage, kind: Kind, body: Document) -> Document:
    """Return the body as the server has it: with the keys of lists that were left out, without what is empty."""
    filled: Document = merge.merged({}, body, storage.resource(kind).type)
    return without_empty(kind, filled)


def _outcome(there: Record | None) -> Outcome:
    return Outcome(there.body, there.owners) if there else NOTHING
