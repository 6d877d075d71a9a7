# SPDX-License-Identifier: Apache-2.0
"""The StatefulSet of one or more nodes. The operator replaces pods itself (`OnDelete`), one after the other."""

from collections.abc import Iterable
from typing import Protocol

from monero_operator import naming
from monero_operator.desired import fingerprint, parent, shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import template, volumes

_DIALS = "--add-exclusive-node="
_LOCKED = f"--proxy={naming.PROXY_TOR}"


class HasArguments(Protocol):
    """A container, as far as it is looked at."""

    @property
    def args(self) -> tuple[str, ...]:
        """What its program is told."""


def build(node: Node) -> shapes.StatefulSet:
    """Return the StatefulSet."""
    pod = template.build(node)
    labels = node.labels | {
        naming.LABEL_NETWORK: node.network.value,
        naming.LABEL_TEMPLATE: fingerprint.of(pod),
    }
    default_image = {naming.ANNOTATION_DEFAULT_IMAGE: node.monerod_image} if node.is_default_image else {}
    annotations = {naming.ANNOTATION_MADE_FOR: node.made_for} | default_image
    return shapes.StatefulSet(
        metadata=parent.metadata(node.parent, node.statefulset_name, labels, annotations),
        spec=_spec(node, pod),
    )


def _spec(node: Node, pod: shapes.PodTemplate) -> shapes.StatefulSetSpec:
    return shapes.StatefulSetSpec(
        replicas=node.replicas,
        service_name=naming.nodes_service(node.parent.name),
        pod_management_policy="Parallel",
        revision_history_limit=2,
        update_strategy=shapes.UpdateStrategy(type="OnDelete"),
        selector=shapes.LabelSelector(match_labels=node.selector),
        template=pod,
        volume_claim_templates=(volumes.claim(node),),
        persistent_volume_claim_retention_policy=shapes.ClaimRetention(
            when_deleted=node.when_deleted, when_scaled=node.when_scaled
        ),
    )


def dials(live: shapes.StatefulSet) -> tuple[str, ...]:
    """Return the addresses, without ports, that a StatefulSet's node is told to dial, in their order."""
    words = (word for container in live.spec.template.spec.containers for word in container.args)
    return tuple(word.removeprefix(_DIALS).rpartition(":")[0] for word in words if word.startswith(_DIALS))


def are_locked(containers: Iterable[HasArguments]) -> bool:
    """Say whether the containers of a pod, or of a template, are told to reach everybody by Tor."""
    return any(_LOCKED in container.args for container in containers)
