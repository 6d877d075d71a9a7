# SPDX-License-Identifier: Apache-2.0
"""On which machines the pods of one owner run: spread where possible, or never two on one, and as its user says."""

from collections.abc import Iterable

import msgspec

from monero_operator.api.v1alpha1.placement import Affinity, LabelSelector, PodAffinity, PodTerm, TopologySpread
from monero_operator.desired import shapes
from monero_operator.desired.parent import Parent

HOST = "kubernetes.io/hostname"


def affinity(owner: Parent, wanted: Affinity | None = None, *, is_hard: bool) -> Affinity | None:
    """Return the user's affinity, and what forbids two pods of an owner on one machine if that is asked for."""
    if not is_hard:
        return wanted
    given = wanted or Affinity()
    apart = given.pod_anti_affinity or PodAffinity()
    own = PodTerm(topology_key=HOST, label_selector=LabelSelector(match_labels=owner.selector))
    required = (own, *apart.required_during_scheduling_ignored_during_execution)
    apart = msgspec.structs.replace(apart, required_during_scheduling_ignored_during_execution=required)
    return msgspec.structs.replace(given, pod_anti_affinity=apart)


def spread(owner: Parent, wanted: Iterable[TopologySpread] = ()) -> tuple[shapes.TopologySpread, ...]:
    """Return how an owner's pods spread: as its user says, or as many on each machine as on the others."""
    usual = TopologySpread(max_skew=1, topology_key=HOST, when_unsatisfiable="ScheduleAnyway")
    return tuple(
        shapes.TopologySpread(
            max_skew=rule.max_skew,
            topology_key=rule.topology_key,
            when_unsatisfiable=rule.when_unsatisfiable,
            label_selector=shapes.LabelSelector(match_labels=owner.selector),
        )
        for rule in tuple(wanted) or (usual,)
    )
