# SPDX-License-Identifier: Apache-2.0
"""How many nodes a StatefulSet may have now, which may be fewer than are asked for.

A node is made when its lines are known, and no pod gets a template by which it looks for lines that are not there. A
lone node of a closed set works offline, where no sibling could reach it, so it is restarted before siblings are made.
"""

import msgspec

from monero_operator.desired import shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan.nodeset import lines
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.nodeset.lines import Lines


class Size(msgspec.Struct, frozen=True):
    """How many nodes there may be now; while it `is_held` the StatefulSet stays as it is."""

    nodes: int
    is_held: bool = False


def decide(config: NodeSetConfig, facts: NodeSetFacts, told: Lines, built: shapes.StatefulSet, first: Node) -> Size:
    """Return how many nodes there may be; `built` is the wanted StatefulSet, `first` the node of ordinal 0."""
    filed, wanted = lines.flags(config), config.whole.replicas
    there = facts.statefulset.replicas if facts.statefulset else len(facts.pods)
    known = told.known(wanted) if filed else wanted
    if known < min(wanted, there):
        return Size(there, is_held=True)
    if lines.EXCLUSIVE in filed and there == 1 and first.pod and not _is_reachable(first, built):
        return Size(min(known, 1))
    return Size(known)


def limited(built: shapes.StatefulSet, size: Size) -> shapes.StatefulSet:
    """Return the StatefulSet with so many nodes."""
    return msgspec.structs.replace(built, spec=msgspec.structs.replace(built.spec, replicas=size.nodes))


def _is_reachable(first: Node, built: shapes.StatefulSet) -> bool:
    return first.is_current and first.statefulset is not None and first.statefulset.template == built.fingerprint
