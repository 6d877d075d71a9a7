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


def limited(
    config: NodeSetConfig, facts: NodeSetFacts, told: Lines, built: shapes.StatefulSet, first: Node
) -> shapes.StatefulSet | None:
    """Return the wanted StatefulSet with so many nodes as may be now, or None while it must stay as it is.

    `first` is the node of ordinal 0.
    """
    wanted = config.whole.replicas
    there = facts.statefulset.replicas if facts.statefulset else 0
    known = told.known(wanted) if lines.flags(config) else wanted
    if known < min(wanted, there):
        return None
    if lines.EXCLUSIVE in lines.flags(config) and there == 1 and first.pod and not _is_reachable(first, built):
        known = min(known, 1)
    return msgspec.structs.replace(built, spec=msgspec.structs.replace(built.spec, replicas=known))


def _is_reachable(first: Node, built: shapes.StatefulSet) -> bool:
    return first.is_current and first.statefulset is not None and first.statefulset.template == built.fingerprint
