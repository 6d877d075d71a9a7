# SPDX-License-Identifier: Apache-2.0
"""The pod of one node as a whole: its parts put together."""

from monero_operator import naming
from monero_operator.desired import shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import exporter, monerod, placement, security

GRACE_SECONDS = 300
"""monerod writes its database when it stops, which takes minutes on a slow disk."""


def build(node: Node) -> shapes.PodTemplate:
    """Return the pod template of one node."""
    name = node.parent.name
    return shapes.PodTemplate(
        metadata=shapes.TemplateMetadata(
            labels=node.pod_labels | naming.ordinal_labels(name, node.ordinal), annotations=node.pod_annotations
        ),
        spec=shapes.PodSpec(
            init_containers=(exporter.build(node),),
            containers=(monerod.build(node),),
            affinity=placement.affinity(name, is_hard=node.has_hard_anti_affinity),
            topology_spread_constraints=(placement.spread(name),),
            termination_grace_period_seconds=GRACE_SECONDS,
            enable_service_links=False,
            automount_service_account_token=False,
            security_context=security.pod(),
        ),
    )
