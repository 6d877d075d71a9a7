# SPDX-License-Identifier: Apache-2.0
"""Who controls an object, and the reference that makes somebody its controller."""

from __future__ import annotations

from kubeloop.objects import kind as kinds
from kubeloop.objects.metadata import Metadata, OwnerReference


def controller_of(metadata: Metadata) -> OwnerReference | None:
    """Return the one owner that manages the object, if there is one."""
    return next((reference for reference in metadata.owner_references if reference.controller), None)


def is_of_kind(reference: OwnerReference, kind: kinds.Kind) -> bool:
    """Say whether the owner is of this kind; its version may differ, as the same object is served in several."""
    group = reference.api_version.rpartition("/")[0]
    return (group, reference.kind) == (kind.group, kind.name)


def reference(kind: kinds.Kind, metadata: Metadata) -> OwnerReference:
    """Return the reference that a child carries to be controlled by, and deleted with, this object."""
    return OwnerReference(
        api_version=kind.api_version,
        kind=kind.name,
        name=metadata.name,
        uid=metadata.uid,
        controller=True,
        block_owner_deletion=True,
    )
