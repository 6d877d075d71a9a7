# SPDX-License-Identifier: Apache-2.0
"""The StatefulSet of one node. The operator replaces pods itself (`OnDelete`), one node after the other."""

import hashlib

import msgspec

from monero_operator import naming
from monero_operator.desired import parent, shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import template, volumes

_DIALS = "--add-exclusive-node="
_encoder = msgspec.json.Encoder(order="deterministic")


def build(node: Node) -> shapes.StatefulSet:
    """Return the StatefulSet of one node."""
    name = node.parent.name
    pod = template.build(node)
    labels = naming.ordinal_labels(name, node.ordinal) | {
        naming.LABEL_NETWORK: node.network.value,
        naming.LABEL_TEMPLATE: _fingerprint(pod),
    }
    annotations = {naming.ANNOTATION_DEFAULT_IMAGE: node.monerod_image} if node.is_default_image else {}
    return shapes.StatefulSet(
        metadata=parent.metadata(node.parent, naming.statefulset(name, node.ordinal), labels, annotations),
        spec=_spec(node, pod),
    )


def _spec(node: Node, pod: shapes.PodTemplate) -> shapes.StatefulSetSpec:
    name = node.parent.name
    return shapes.StatefulSetSpec(
        replicas=1 if node.is_running else 0,
        service_name=naming.nodes_service(name),
        pod_management_policy="Parallel",
        revision_history_limit=2,
        update_strategy=shapes.UpdateStrategy(type="OnDelete"),
        selector=shapes.LabelSelector(match_labels=naming.ordinal_selector(name, node.ordinal)),
        template=pod,
        volume_claim_templates=(volumes.claim(node),),
        # Scaling a network adds and removes StatefulSets; one of its own is only ever stopped, which keeps the volume.
        persistent_volume_claim_retention_policy=shapes.ClaimRetention(
            when_deleted=node.when_deleted, when_scaled="Retain"
        ),
    )


def _fingerprint(pod: shapes.PodTemplate) -> str:
    return hashlib.blake2b(_encoder.encode(pod), digest_size=8).hexdigest()


def dials(live: shapes.StatefulSet) -> tuple[str, ...]:
    """Return the addresses, without ports, that a StatefulSet's node is told to dial, in their order."""
    words = (word for container in live.spec.template.spec.containers for word in container.args)
    return tuple(word.removeprefix(_DIALS).rpartition(":")[0] for word in words if word.startswith(_DIALS))
