# SPDX-License-Identifier: Apache-2.0
"""The pod of a miner as a whole: its parts put together."""

from monero_operator.desired import shapes
from monero_operator.desired.miner import Miner
from monero_operator.desired.pod import exporter, security, settings, xmrig

GRACE_SECONDS = 10
"""xmrig stops within a fraction of a second (6.22)."""


def build(miner: Miner) -> shapes.PodTemplate:
    """Return the pod template."""
    wanted, owner = miner.spec.pod, miner.parent
    return shapes.PodTemplate(
        metadata=settings.metadata(
            owner.labels,
            wanted.labels,
            wanted.annotations,
            miner.restart,
            has_metrics=miner.spec.metrics.enabled,
        ),
        spec=settings.applied(_pod(miner), wanted, owner, is_hard=miner.spec.hard_anti_affinity),
    )


def _pod(miner: Miner) -> shapes.PodSpec:
    return shapes.PodSpec(
        init_containers=(exporter.of_miner(miner),) if miner.spec.metrics.enabled else (),
        containers=(xmrig.build(miner),),
        volumes=xmrig.volumes(miner),
        termination_grace_period_seconds=GRACE_SECONDS,
        enable_service_links=False,
        automount_service_account_token=False,
        security_context=security.pod(),
    )
