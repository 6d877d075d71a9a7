# SPDX-License-Identifier: Apache-2.0
"""Who controls an object, and the reference that makes somebody its controller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kubeloop.objects import kind as kinds
from kubeloop.objects.metadata import Metadata, OwnerReference


class Owned(Protocol):
    """Metadata as they are, or as a child's builder sets them."""

    @property
    def owner_references(self) -> Iterable[OwnerReference]: ...


def controller_of(metadata: Owned) -> OwnerReference | None:
    """Return the one owner that manages the object, if there is one."""
    return next((reference for reference in metadata.owner_references if reference.controller), None)


def controller_uid(metadata: Owned) -> str:
    """Return the uid of the owner that manages the object, or "" if there is none."""
    controller = controller_of(metadata)
    return controller.uid if controller else ""


def is_of_kind(reference: OwnerReference, kind: kinds.Kind) -> bool:
    """Say whether the owner is of this kind; its version may differ, as the same object is served in several."""
    group = reference.api_version.rpartition("/")[0]
    return (group, reference.kind) == (kind.group, kind.name)


def are_namesakes(one: OwnerReference, other: OwnerReference) -> bool:
    """Say whether two owners that are not the same object have the same kind and name, one after the other."""
    groups = {each.api_version.rpartition("/")[0] for each in (one, other)}
    return len(groups) == 1 and (one.kind, one.name) == (other.kind, other.name) and one.uid != other.uid


def child_metadata(kind: kinds.Kind, parent: Metadata, name: str, labels: Mapping[str, str] | None = None) -> Metadata:
    """Return metadata for a child of the parent, which is of this kind: beside it, controlled by it, so labelled."""
    return Metadata(
        name=name, namespace=parent.namespace, labels=dict(labels or {}), owner_references=(reference(kind, parent),)
    )


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
