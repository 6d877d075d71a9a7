# SPDX-License-Identifier: Apache-2.0
"""On which machines the pods of one owner run: spread where possible, or never two on one, and as a person says."""

from collections.abc import Sequence

import msgspec

from monero_operator.api.v1alpha1 import placement
from monero_operator.desired import shapes
from monero_operator.desired.parent import Parent

HOST = "kubernetes.io/hostname"


def affinity(owner: Parent, wanted: placement.Affinity | None, *, is_hard: bool) -> placement.Affinity | None:
    """Return a person's wishes, with what forbids two pods of an owner on one machine if that is asked for."""
    if not is_hard:
        return wanted
    given = wanted or placement.Affinity()
    apart = given.pod_anti_affinity or placement.PodAffinity()
    alone = placement.PodTerm(topology_key=HOST, label_selector=placement.LabelSelector(match_labels=owner.selector))
    required = (*apart.required_during_scheduling_ignored_during_execution, alone)
    apart = msgspec.structs.replace(apart, required_during_scheduling_ignored_during_execution=required)
    return msgspec.structs.replace(given, pod_anti_affinity=apart)


def spread(owner: Parent, wanted: Sequence[placement.TopologySpread]) -> tuple[shapes.TopologySpread, ...]:
    """Return how a person wants an owner's pods spread, or else the wish to have as many on each machine."""
    default = placement.TopologySpread(max_skew=1, topology_key=HOST, when_unsatisfiable="ScheduleAnyway")
    return tuple(
        shapes.TopologySpread(
            max_skew=each.max_skew,
            topology_key=each.topology_key,
            when_unsatisfiable=each.when_unsatisfiable,
            label_selector=shapes.LabelSelector(match_labels=owner.selector),
        )
        for each in wanted or (default,)
    )
