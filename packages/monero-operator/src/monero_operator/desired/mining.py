# SPDX-License-Identifier: Apache-2.0
"""The StatefulSet of miners. They keep nothing, so it has no volumes; nobody calls them, so it has no Service."""

from monero_operator import naming
from monero_operator.desired import fingerprint, parent, shapes
from monero_operator.desired.miner import Miner
from monero_operator.desired.pod import mining


def build(miner: Miner) -> shapes.StatefulSet:
    """Return the StatefulSet. The operator replaces pods itself (`OnDelete`)."""
    owner, pod = miner.parent, mining.build(miner)
    default_image = {naming.ANNOTATION_DEFAULT_IMAGE: miner.image} if miner.is_default_image else {}
    return shapes.StatefulSet(
        metadata=parent.metadata(
            owner,
            naming.mining_statefulset(owner.name),
            owner.labels | {naming.LABEL_TEMPLATE: fingerprint.of(pod)},
            {naming.ANNOTATION_MADE_FOR: miner.made_for} | default_image,
        ),
        spec=shapes.StatefulSetSpec(
            replicas=miner.spec.replicas,
            pod_management_policy="Parallel",
            revision_history_limit=2,
            update_strategy=shapes.UpdateStrategy(type="OnDelete"),
            selector=shapes.LabelSelector(match_labels=owner.selector),
            template=pod,
            persistent_volume_claim_retention_policy=shapes.ClaimRetention(when_deleted="Retain", when_scaled="Retain"),
        ),
    )
