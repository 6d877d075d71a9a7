# SPDX-License-Identifier: Apache-2.0
"""The PodDisruptionBudget of a set of nodes: a drain takes one node at a time, and any that does not serve."""

import msgspec

from monero_operator import naming
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent


def of_many_sets(owner: Parent, *, replicas: int) -> shapes.DisruptionBudget:
    """Return the budget. A `maxUnavailable` would forget a missing pod, as the pods belong to many StatefulSets."""
    return _budget(owner, shapes.DisruptionBudgetSpec(min_available=max(replicas - 1, 0)))


def of_one_set(owner: Parent) -> shapes.DisruptionBudget:
    """Return the budget of pods that belong to one StatefulSet, which knows how many there should be."""
    return _budget(owner, shapes.DisruptionBudgetSpec(max_unavailable=1))


def _budget(owner: Parent, spec: shapes.DisruptionBudgetSpec) -> shapes.DisruptionBudget:
    selector = shapes.LabelSelector(match_labels=owner.selector)
    return shapes.DisruptionBudget(
        metadata=parent.metadata(owner, naming.pdb(owner.name), owner.labels),
        spec=msgspec.structs.replace(spec, selector=selector, unhealthy_pod_eviction_policy="AlwaysAllow"),
    )
