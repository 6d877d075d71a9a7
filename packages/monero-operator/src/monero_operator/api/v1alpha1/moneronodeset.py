# SPDX-License-Identifier: Apache-2.0
"""The spec of a MoneroNodeSet, as far as the template of a MoneroNetwork uses it."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from kubeloop.crd.markers import Rule
from monero_operator.api.v1alpha1 import common


def _immutable(field: str, message: str) -> Rule:
    unchanged = f"has(self.{field}) == has(oldSelf.{field}) && (!has(self.{field}) || self.{field} == oldSelf.{field})"
    return Rule(unchanged, message)


class MoneroNodeSetSpec(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How each node runs."""

    # To grow a volume takes more than a schema that allows it; until it works the size is as fixed as the class.
    __rules__: ClassVar[tuple[Rule, ...]] = (
        _immutable("storageClass", "storageClass cannot be changed; make a new network with the other class"),
        _immutable("diskSize", "diskSize cannot be changed; make a new network with the other size"),
    )

    monerod: Annotated[common.Monerod, Meta(description="The daemon: image, arguments, resources.")] = common.Monerod()
    disk_size: (
        Annotated[
            common.DiskSize,
            Meta(
                description="Size of each node's volume. Default: 1Gi on regtest, 60Gi on test nets, 400Gi on mainnet."
            ),
        ]
        | None
    ) = None
    storage_class: (
        Annotated[
            str,
            Meta(
                description="Storage class of the volumes. Default: that of the cluster.", min_length=1, max_length=253
            ),
        ]
        | None
    ) = None
    hard_anti_affinity: Annotated[
        bool, Meta(description="Never put two nodes on one machine; without it they are spread where possible.")
    ] = False
    metrics: Annotated[common.Metrics, Meta(description="Metrics for Prometheus.")] = common.Metrics()
