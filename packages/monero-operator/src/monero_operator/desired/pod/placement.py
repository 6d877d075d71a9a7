# SPDX-License-Identifier: Apache-2.0
"""On which machines the pods of one owner run: spread where possible, or never two on one."""

from monero_operator.desired import shapes
from monero_operator.desired.parent import Parent

HOST = "kubernetes.io/hostname"


def affinity(owner: Parent, *, is_hard: bool) -> shapes.Affinity | None:
    """Return what forbids two pods of an owner on one machine, if that is asked for."""
    if not is_hard:
        return None
    term = shapes.PodAffinityTerm(label_selector=_pods_of(owner), topology_key=HOST)
    return shapes.Affinity(pod_anti_affinity=shapes.PodAntiAffinity(required=(term,)))


def spread(owner: Parent) -> shapes.TopologySpread:
    """Return the wish to put as many pods of an owner on each machine as on the others."""
    return shapes.TopologySpread(
        max_skew=1, topology_key=HOST, when_unsatisfiable="ScheduleAnyway", label_selector=_pods_of(owner)
    )


def _pods_of(owner: Parent) -> shapes.LabelSelector:
    return shapes.LabelSelector(match_labels=owner.selector)
