# SPDX-License-Identifier: Apache-2.0
"""What the server refuses before it writes: the wrong name, version or uid, and finalizers that come too late. Pure."""

from __future__ import annotations

import re

from kubeloop import errors
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import fieldsets
from kubeloop.testing.fieldsets import FieldSet
from kubeloop.testing.history import Record
from kubeloop.testing.schema import Document

MAX_NAME_LENGTH = 253
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def not_found(kind: Kind, name: str) -> errors.NotFound:
    """Return the error for an object that is not there."""
    return errors.NotFound(f'{_resource(kind)} "{name}" not found', status=404, reason="NotFound")


def check_identity(kind: Kind, key: Key, sent: Document) -> None:
    """Raise `Invalid` for a name that no object may have, and for the body of another object."""
    if (sent.get("apiVersion"), sent.get("kind")) != (kind.api_version, kind.name):
        raise errors.Invalid(
            f"invalid object type: not {kind.api_version} {kind.name}", status=400, reason="BadRequest"
        )
    sent_name = sent.get("metadata", {}).get("name", "")
    if sent_name != key.name:
        sentence = f"the name of the object ({sent_name}) does not match the name on the URL ({key.name})"
        raise errors.Invalid(sentence, status=400, reason="BadRequest")
    if not _NAME.fullmatch(key.name) or len(key.name) > MAX_NAME_LENGTH:
        raise _invalid(kind, key, f'metadata.name: Invalid value: "{key.name}": a lowercase RFC 1123 subdomain')


def check_absent(kind: Kind, key: Key, metadata: Document) -> None:
    """Raise `Conflict` if a write that would create asks for the object that has a uid."""
    if "uid" in metadata:
        raise _conflict(
            kind, key, f"the provided object specified uid {metadata['uid']}, and no existing one was found"
        )


def check_same(metadata: Document, there: Record, *, asks_uid: bool = True) -> None:
    """Raise if a write asks for another version (`Conflict`) or uid (`Invalid`) than that of the object."""
    if metadata.get("resourceVersion") not in (None, "", str(there.version)):
        raise _conflict(there.kind, there.key, "the object has been modified; please apply your changes to the latest")
    if asks_uid and metadata.get("uid", there.uid) != there.uid:
        sentence = f'metadata.uid: Invalid value: "{metadata["uid"]}": field is immutable'
        raise _invalid(there.kind, there.key, sentence)


def check_deletion(uid: str, there: Record) -> None:
    """Raise `Conflict` if the deletion is of another object that had the name."""
    if uid and uid != there.uid:
        sentence = f"the UID in the precondition ({uid}) does not match the UID in record ({there.uid})"
        raise _conflict(there.kind, there.key, sentence)


def check_emptied(kind: Kind, key: Key, emptied: FieldSet) -> None:
    """Raise `Invalid` for what the server makes null, which the schema of no custom resource allows."""
    outside = [path for path in sorted(emptied, key=len) if path[0] != "f:metadata"]
    if outside:
        raise _invalid(kind, key, f'{fieldsets.sentence(outside[-1])[1:]}: Invalid value: "null"')


def check_finalizers(before: Record, after: Record) -> None:
    """Raise `Invalid` if an object that is being deleted gets more to wait for."""
    late = [finalizer for finalizer in after.finalizers if finalizer not in before.finalizers]
    if before.deletion and late:
        sentence = f"metadata.finalizers: Forbidden: no new finalizers if the object is being deleted, found {late}"
        raise _invalid(before.kind, before.key, sentence)


def _conflict(kind: Kind, key: Key, sentence: str) -> errors.Conflict:
    what = f'Operation cannot be fulfilled on {_resource(kind)} "{key.name}"'
    return errors.Conflict(f"{what}: {sentence}", status=409, reason="Conflict")


def _invalid(kind: Kind, key: Key, sentence: str) -> errors.Invalid:
    what = f"{kind.name}.{kind.group}" if kind.group else kind.name
    return errors.Invalid(f'{what} "{key.name}" is invalid: {sentence}', status=422, reason="Invalid")


def _resource(kind: Kind) -> str:
    return f"{kind.plural}.{kind.group}" if kind.group else kind.plural
