# SPDX-License-Identifier: Apache-2.0
"""On which machines the nodes of a network run: spread where possible, or never two on one."""

from monero_operator import naming
from monero_operator.desired import shapes

HOST = "kubernetes.io/hostname"


def affinity(network: str, *, is_hard: bool) -> shapes.Affinity | None:
    """Return what forbids two nodes of a network on one machine, if that is asked for."""
    if not is_hard:
        return None
    term = shapes.PodAffinityTerm(label_selector=_nodes_of(network), topology_key=HOST)
    return shapes.Affinity(pod_anti_affinity=shapes.PodAntiAffinity(required=(term,)))


def spread(network: str) -> shapes.TopologySpread:
    """Return the wish to put as many nodes of a network on each machine as on the others."""
    return shapes.TopologySpread(
        max_skew=1, topology_key=HOST, when_unsatisfiable="ScheduleAnyway", label_selector=_nodes_of(network)
    )


def _nodes_of(network: str) -> shapes.LabelSelector:
    return shapes.LabelSelector(match_labels=naming.selector(network))
