# SPDX-License-Identifier: Apache-2.0
"""The pod of a node as a whole: its parts put together."""

from aiomonero.types.network import Network
from monero_operator.desired import shapes
from monero_operator.desired.node import Node
from monero_operator.desired.pod import agent, exporter, fence, monerod, rpc, security, settings, volumes

GRACE_SECONDS = 300
"""monerod writes its database when it stops, which takes minutes on a slow disk."""
REGTEST_GRACE_SECONDS = 30
"""A regtest chain is small. Kubernetes waits for half the longest grace before it looks at a namespace again that is
being deleted (namespace controller, 1.34), so a longer one would keep an empty namespace for minutes."""


def build(node: Node) -> shapes.PodTemplate:
    """Return the pod template."""
    return shapes.PodTemplate(
        metadata=settings.metadata(
            node.labels,
            node.pod_labels,
            node.pod_annotations,
            node.restart,
            has_metrics=node.spec.metrics.enabled,
        ),
        spec=settings.applied(_pod(node), node.spec.pod, node.parent, is_hard=node.spec.hard_anti_affinity),
    )


def _pod(node: Node) -> shapes.PodSpec:
    return shapes.PodSpec(
        init_containers=(*fence.steps(node), *agent.sidecars(node), exporter.build(node)),
        containers=(monerod.build(node),),
        volumes=(*volumes.volumes(node), *rpc.volumes(node.spec.rpc), *agent.volumes(node)),
        termination_grace_period_seconds=_grace(node.network),
        enable_service_links=False,
        automount_service_account_token=False,
        security_context=security.pod(),
    )


def _grace(network: Network) -> int:
    return REGTEST_GRACE_SECONDS if network is Network.REGTEST else GRACE_SECONDS
