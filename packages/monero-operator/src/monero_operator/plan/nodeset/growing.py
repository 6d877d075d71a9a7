# SPDX-License-Identifier: Apache-2.0
"""How many nodes a StatefulSet may have now, which may be fewer than are asked for, and never fewer than there are.

A node is made when its lines are known. A lone node of a closed set works offline, where no sibling could reach it, so
it is restarted before siblings are made.
"""

import msgspec

from monero_operator.desired import shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan.nodeset import lines
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.nodeset.lines import Lines


def size(config: NodeSetConfig, facts: NodeSetFacts, told: Lines, built: shapes.StatefulSet, first: Node) -> int:
    """Return how many nodes to have now; `built` is the wanted StatefulSet, `first` the node of ordinal 0."""
    wanted = config.whole.replicas
    there = facts.statefulset.replicas if facts.statefulset else 0
    if lines.EXCLUSIVE in lines.flags(config) and there == 1 and first.pod and not _is_reachable(first, built):
        return min(wanted, 1)
    known = told.known(wanted) if lines.flags(config) else wanted
    return min(wanted, max(known, there))


def limited(built: shapes.StatefulSet, size: int) -> shapes.StatefulSet:
    """Return the StatefulSet with so many nodes."""
    return msgspec.structs.replace(built, spec=msgspec.structs.replace(built.spec, replicas=size))


def _is_reachable(first: Node, built: shapes.StatefulSet) -> bool:
    return first.is_current and first.statefulset is not None and first.statefulset.template == built.fingerprint
