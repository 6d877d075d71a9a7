# SPDX-License-Identifier: Apache-2.0
"""The garbage collector, which on a real cluster is a controller beside the server. Here it acts at once.

Objects of owners that are gone go too. An owner deleted in the foreground waits for those that say they block it; one
deleted to orphan is first forgotten by its dependents. An owner that never was is nobody's business.
"""

from __future__ import annotations

from typing import Any

from kubeloop.testing.history import Record
from kubeloop.testing.ownership import Outcome
from kubeloop.testing.storage import FOREGROUND, ORPHAN, Storage


def collect(storage: Storage) -> None:
    """Do all there is to do; each step ends an object, a finalizer or a reference, so it comes to an end."""
    while any(_attend(storage, record) for record in storage.records()):
        pass


def _attend(storage: Storage, record: Record) -> bool:
    if record.deletion and ORPHAN in record.finalizers:
        for dependent in _dependents(storage, record):
            _forget(storage, dependent, {record.uid})
        return _finish(storage, record, ORPHAN)
    if record.deletion and FOREGROUND in record.finalizers:
        return _end_dependents(storage, record)
    owners = {reference["uid"] for reference in _owners(record)}
    if not owners & storage.gone or (record.deletion and owners <= storage.gone):
        return False
    if owners <= storage.gone:
        storage.delete(record, "Background")
    else:
        _forget(storage, record, owners & storage.gone)
    return True


def _end_dependents(storage: Storage, record: Record) -> bool:
    dependents = _dependents(storage, record)
    alive = [dependent for dependent in dependents if not dependent.deletion]
    for dependent in alive:
        storage.delete(dependent, "Foreground")
    if any(_blocks(dependent, record) for dependent in dependents):
        return bool(alive)
    return _finish(storage, record, FOREGROUND)


def _finish(storage: Storage, record: Record, finalizer: str) -> bool:
    _edit(storage, record, finalizers=[other for other in record.finalizers if other != finalizer])
    return True


def _forget(storage: Storage, record: Record, uids: set[str]) -> None:
    _edit(storage, record, ownerReferences=[each for each in _owners(record) if each["uid"] not in uids])


def _edit(storage: Storage, record: Record, **changes: list[Any]) -> None:
    metadata = record.body["metadata"] | changes
    body = record.body | {"metadata": {name: value for name, value in metadata.items() if value != []}}
    storage.write(record.kind, record.key, Outcome(body, record.owners))


def _dependents(storage: Storage, owner: Record) -> list[Record]:
    return [record for record in storage.records() if any(each["uid"] == owner.uid for each in _owners(record))]


def _blocks(dependent: Record, owner: Record) -> bool:
    return any(each["uid"] == owner.uid and each.get("blockOwnerDeletion", False) for each in _owners(dependent))


def _owners(record: Record) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = record.body["metadata"].get("ownerReferences", [])
    return found
