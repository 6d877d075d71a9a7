# SPDX-License-Identifier: Apache-2.0
"""Who owns which field: server-side apply and plain updates of an object without its server-made metadata. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

from kubeloop import errors
from kubeloop.testing import fieldsets, merge
from kubeloop.testing.fieldsets import EMPTY, FieldSet
from kubeloop.testing.schema import Document, Type

Operation = Literal["Apply", "Update"]

UNOWNED = frozenset({
    (),
    ("f:apiVersion",),
    ("f:kind",),
    ("f:metadata",),
    ("f:metadata", "f:name"),
    ("f:metadata", "f:namespace"),
})  # fmt: skip
"""Fields that every writer sends, and nobody owns."""


class Manager(NamedTuple):
    """Somebody who writes, by the name and the door under which it is known."""

    operation: Operation
    name: str
    subresource: str = ""


Owners: TypeAlias = Mapping[Manager, FieldSet]

BEFORE_FIRST_APPLY = Manager("Update", "before-first-apply")
"""Owns, from the first apply on, what an object had that nobody owned."""


class Outcome(NamedTuple):
    """What an object is after a write, and who owns what of it."""

    body: Document
    owners: Owners
    emptied: FieldSet = EMPTY
    """Maps and lists of which an apply took the last entry, and which others own."""


def applied(before: Outcome, sent: Document, type_: Type, manager: Manager, *, force: bool) -> Outcome:
    """Lay over the object what is sent, and take away what its manager sent before and nobody owns any more."""
    owners = before.owners
    if before.body and not owners:
        owners = {BEFORE_FIRST_APPLY: fieldsets.everything(before.body, type_) - UNOWNED}
    claims = {**owners, manager: fieldsets.claimed(sent, type_) - UNOWNED}
    kept = fieldsets.with_parents(EMPTY.union(*claims.values())) | UNOWNED
    gone = fieldsets.with_parents(owners.get(manager, EMPTY)) - kept
    body = merge.merged(before.body, sent, type_)
    if gone:
        gone &= fieldsets.with_parents(fieldsets.claimed(body, type_))
        body = merge.without(body, fieldsets.tree(gone), type_)
    change = fieldsets.difference(before.body, body, type_)
    # To those who own it, a map or list that only became empty is still there.
    emptied = frozenset(path for path in change.removed if not fieldsets.holds(gone, path))
    change = change._replace(removed=change.removed - emptied)
    return Outcome(body, _settled(claims, change, manager, force=force), emptied)


def updated(before: Outcome, body: Document, type_: Type, manager: Manager) -> Outcome:
    """Make the object exactly this: its manager owns what that changes."""
    if before.body and not before.owners:
        return Outcome(body, {})
    change = fieldsets.difference(before.body, body, type_)
    mine = before.owners.get(manager, EMPTY) - change.removed | change.added | change.modified
    return Outcome(body, _settled({**before.owners, manager: mine - UNOWNED}, change, manager, force=True))


def rendered(owners: Owners, api_version: str, time: str) -> list[Document]:
    """Return the `managedFields` of an object."""
    return [
        {
            "manager": manager.name,
            "operation": manager.operation,
            "apiVersion": api_version,
            "time": time,
            "fieldsType": "FieldsV1",
            "fieldsV1": fieldsets.tree(fields),
        }
        | ({"subresource": manager.subresource} if manager.subresource else {})
        for manager, fields in sorted(owners.items())
    ]


def _settled(claims: Owners, change: fieldsets.Difference, manager: Manager, *, force: bool) -> Owners:
    changed = change.added | change.modified
    others = {other: fields for other, fields in claims.items() if other != manager}
    conflicts = {other: lost for other, fields in others.items() if (lost := fields & changed)}
    if conflicts and not force:
        raise errors.Conflict(_refusal(conflicts), status=409, reason="Conflict")
    left = {other: fields - changed - change.removed for other, fields in others.items()}
    return {owner: fields for owner, fields in (left | {manager: claims[manager]}).items() if fields}


def _refusal(conflicts: Owners) -> str:
    count = sum(len(fields) for fields in conflicts.values())
    if count == 1:
        ((other, fields),) = conflicts.items()
        return f"Apply failed with 1 conflict: conflict with {_described(other)}: {_sentences(fields)[0]}"
    lines = [
        line
        for other, fields in sorted(conflicts.items())
        for line in (f"conflicts with {_described(other)}:", *(f"- {field}" for field in _sentences(fields)))
    ]
    return f"Apply failed with {count} conflicts: " + "\n".join(lines)


def _described(manager: Manager) -> str:
    return f'"{manager.name}"' + (f' with subresource "{manager.subresource}"' if manager.subresource else "")


def _sentences(fields: Iterable[fieldsets.Path]) -> list[str]:
    return [fieldsets.sentence(path) for path in sorted(fields)]
