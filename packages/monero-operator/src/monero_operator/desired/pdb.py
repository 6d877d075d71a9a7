# SPDX-License-Identifier: Apache-2.0
"""The PodDisruptionBudget of a network: a drain takes one node at a time, and any that does not serve."""

from monero_operator import naming
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent


def build(owner: Parent, *, replicas: int) -> shapes.DisruptionBudget:
    """Return the budget. A `maxUnavailable` would forget a missing pod, as the pods belong to many StatefulSets."""
    return shapes.DisruptionBudget(
        metadata=parent.metadata(owner, naming.pdb(owner.name), naming.labels(owner.name)),
        spec=shapes.DisruptionBudgetSpec(
            min_available=max(replicas - 1, 0),
            selector=shapes.LabelSelector(match_labels=naming.selector(owner.name)),
            unhealthy_pod_eviction_policy="AlwaysAllow",
        ),
    )
