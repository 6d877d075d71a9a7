# SPDX-License-Identifier: Apache-2.0
"""What goes when a network shrinks. Deleting a StatefulSet treats its volume by `whenDeleted`, but a node that is
scaled away is to be treated by the user's `whenScaled`: so the one is set to the other first, and seen to be set.
"""

from collections.abc import Mapping

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1 import common
from monero_operator.desired import shapes
from monero_operator.facts import NetworkFacts, StatefulSet
from monero_operator.plan.actions import Deletion


class Pruning(msgspec.Struct, frozen=True):
    """StatefulSets that must change before they go, and what goes now."""

    apply: tuple[shapes.StatefulSet, ...] = ()
    delete: tuple[Deletion, ...] = ()


def decide(
    facts: NetworkFacts, kept: frozenset[int], leaving: Mapping[int, shapes.StatefulSet], when_scaled: common.Retention
) -> Pruning:
    """Return what to do with the ordinals that are not kept; `leaving` are their StatefulSets as they must be to go."""
    going = {ordinal: found for ordinal, found in sorted(facts.statefulsets.items()) if ordinal not in kept}
    unready = [ordinal for ordinal, found in going.items() if not _may_go(found, when_scaled)]
    return Pruning(
        apply=tuple(leaving[ordinal] for ordinal in unready if ordinal in leaving),
        delete=(
            *(
                Deletion("StatefulSet", found.name, found.uid)
                for ordinal, found in going.items()
                if ordinal not in unready and not found.is_terminating
            ),
            *_services(facts, kept | facts.statefulsets.keys()),
        ),
    )


def _may_go(found: StatefulSet, when_scaled: common.Retention) -> bool:
    """Say whether the volume will be treated as it should: the policy is set, and its controller has acted on it."""
    return found.is_terminating or (found.when_deleted == when_scaled and found.update_revision != "")


def _services(facts: NetworkFacts, kept: frozenset[int]) -> tuple[Deletion, ...]:
    """Return the addresses that no node has any more."""
    return tuple(
        Deletion("Service", service.name, service.uid)
        for name, service in sorted(facts.services.items())
        if service.ordinal is not None
        and service.ordinal not in kept
        and name == naming.p2p_service(facts.name, service.ordinal)
        and not service.is_terminating
    )
