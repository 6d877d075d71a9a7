# SPDX-License-Identifier: Apache-2.0
"""Whose children they are, and the metadata that every child of theirs carries."""

import msgspec

from kubeloop.objects import owner
from kubeloop.objects.metadata import Metadata, OwnerReference
from monero_operator import naming
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import shapes

KINDS = {
    naming.OwnerKind.NODE_SET: MoneroNodeSet.__resource__.identity,
    naming.OwnerKind.NETWORK: MoneroNetwork.__resource__.identity,
    naming.OwnerKind.MINING_SET: MoneroMiningNodeSet.__resource__.identity,
}


class Parent(msgspec.Struct, frozen=True):
    """A custom resource, as its children see it."""

    kind: naming.OwnerKind
    name: str
    namespace: str
    reference: OwnerReference

    @property
    def labels(self) -> dict[str, str]:
        """The labels of every child."""
        return naming.labels(self.kind, self.name)

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select every pod."""
        return naming.selector(self.kind, self.name)


def of(kind: naming.OwnerKind, metadata: Metadata) -> Parent:
    """Return the parent that a custom resource with these metadata is."""
    return Parent(kind, metadata.name, metadata.namespace, owner.reference(KINDS[kind], metadata))


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
