# SPDX-License-Identifier: Apache-2.0
"""What goes when a network shrinks, and what becomes of the volumes of those who go.

A volume goes with its StatefulSet while the claim is owned by it. Kubernetes makes it so by `whenDeleted`, but looks at
a claim only while its pod exists, so what a stopped node's StatefulSet says may not be so (StatefulSet controller,
1.34). Hence a volume that is to stay never depends on it: the node is stopped, and its StatefulSet is deleted in the
way that frees all it owns; its ControllerRevisions stay as well, for the next StatefulSet of that name to adopt. A
volume that is to go is made to go while the node runs. What a stopped one's StatefulSet did not own stays: too much is
kept rather than too little.
"""

from collections.abc import Iterator, Mapping

import msgspec

from monero_operator.api.v1alpha1 import nodes
from monero_operator.desired import shapes
from monero_operator.facts import NetworkFacts, StatefulSet
from monero_operator.plan import peering
from monero_operator.plan.actions import Deletion, Restart


class Pruning(msgspec.Struct, frozen=True):
    """StatefulSets that must change before they go, and what goes now; `restart` are pods that do not come back."""

    apply: tuple[shapes.StatefulSet, ...] = ()
    delete: tuple[Deletion, ...] = ()
    restart: tuple[Restart, ...] = ()


def decide(
    facts: NetworkFacts,
    kept: frozenset[int],
    leaving: Mapping[int, shapes.StatefulSet],
    retention: nodes.Retention,
) -> Pruning:
    """Return what to do with the ordinals that are not kept; `leaving` are their StatefulSets as they must be to go."""
    going = {
        ordinal: found
        for ordinal, found in sorted(facts.statefulsets.items())
        if ordinal not in kept and not found.is_terminating
    }
    ready = [ordinal for ordinal, found in going.items() if _may_go(found, retention, has_pod=ordinal in facts.pods)]
    return Pruning(
        apply=tuple(leaving[ordinal] for ordinal in going if ordinal not in ready),
        delete=(
            *(_deletion(going[ordinal], retention) for ordinal in ready),
            *peering.unused(facts, kept | facts.statefulsets.keys()),
        ),
        restart=tuple(_orphans(facts, kept)),
    )


def is_settled(facts: NetworkFacts, wanted: Mapping[int, shapes.StatefulSet]) -> bool:
    """Say whether every StatefulSet has the template that is wanted, and every pod is made from it."""
    sets = facts.statefulsets
    have_templates = all(i in wanted and found.template == wanted[i].fingerprint for i, found in sets.items())
    pods = ((sets.get(ordinal), pod) for ordinal, pod in facts.pods.items())
    return have_templates and all(found and pod.revision == found.update_revision != "" for found, pod in pods)


def _orphans(facts: NetworkFacts, kept: frozenset[int]) -> Iterator[Restart]:
    """Yield the pods whose StatefulSet was to be made again when their node was scaled away: nobody else stops them."""
    for ordinal, pod in facts.pods.items():
        if ordinal not in kept and ordinal not in facts.statefulsets and not pod.is_terminating:
            yield Restart(pod.name, pod.uid)


def _may_go(found: StatefulSet, retention: nodes.Retention, *, has_pod: bool) -> bool:
    """Say whether the volume will be treated as it should; what its controller has not seen yet is not relied on."""
    is_stopped = found.replicas == 0 and not has_pod
    if found.update_revision == "":
        return False
    return is_stopped or (retention == "Delete" and found.when_deleted == "Delete")


def _deletion(found: StatefulSet, retention: nodes.Retention) -> Deletion:
    return Deletion("StatefulSet", found.name, found.uid, "Orphan" if retention == "Retain" else "Background")
