# SPDX-License-Identifier: Apache-2.0
"""Whose children they are, and the metadata that every child of theirs carries."""

import msgspec

from kubeloop.objects import owner
from kubeloop.objects.metadata import Metadata, OwnerReference
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.desired import shapes


class Parent(msgspec.Struct, frozen=True):
    """A custom resource, as its children see it."""

    name: str
    namespace: str
    reference: OwnerReference


def of(metadata: Metadata) -> Parent:
    """Return the parent that a MoneroNetwork with these metadata is."""
    reference = owner.reference(MoneroNetwork.__resource__.identity, metadata)
    return Parent(metadata.name, metadata.namespace, reference)


def metadata(
    parent: Parent, name: str, labels: dict[str, str], annotations: dict[str, str] | None = None
) -> shapes.ChildMetadata:
    """Return the metadata of a child: it is deleted with its parent."""
    return shapes.ChildMetadata(
        name=name,
        namespace=parent.namespace,
        labels=labels,
        annotations=annotations or {},
        owner_references=(parent.reference,),
    )
