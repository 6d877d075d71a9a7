# SPDX-License-Identifier: Apache-2.0
"""How many nodes a StatefulSet may have now, which may be fewer than are asked for.

Nodes are made when the lines of all are known, and no pod gets a template by which it looks for lines that are missing.
While nobody can tell whether they have left the clearnet, none is made or changed.
A lone node of a closed set works offline, where no sibling could reach it, so it is restarted before siblings are made.
"""

import msgspec

from monero_operator.desired import shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan.anonymity import lock
from monero_operator.plan.nodeset import lines
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.nodeset.lines import Lines


class Size(msgspec.Struct, frozen=True):
    """How many nodes there may be now; while it `is_held` the StatefulSet stays as it is."""

    nodes: int
    is_held: bool = False


def decide(config: NodeSetConfig, facts: NodeSetFacts, told: Lines, built: shapes.StatefulSet, first: Node) -> Size:
    """Return how many nodes there may be; `built` is the wanted StatefulSet, `first` the node of ordinal 0."""
    wanted = config.whole.replicas
    there = facts.statefulset.replicas if facts.statefulset else len(facts.pods)
    if not is_lock_known(config, facts):
        return Size(min(wanted, there), is_held=True)
    if not lines.are_known(config, told):
        is_held = facts.statefulset is None or told.known(there) < min(wanted, there)
        return Size(min(wanted, there), is_held=is_held)
    if lines.EXCLUSIVE in lines.flags(config) and there == 1 and first.pod and not _is_reachable(first, built):
        return Size(min(wanted, 1))
    return Size(wanted)


def limited(built: shapes.StatefulSet, size: Size) -> shapes.StatefulSet:
    """Return the StatefulSet with so many nodes."""
    return msgspec.structs.replace(built, spec=msgspec.structs.replace(built.spec, replicas=size.nodes))


def _is_reachable(first: Node, built: shapes.StatefulSet) -> bool:
    return first.is_current and first.statefulset is not None and first.statefulset.template == built.fingerprint


def is_lock_known(config: NodeSetConfig, facts: NodeSetFacts) -> bool:
    """Say whether it can be told that nodes have left the clearnet for good."""
    is_remembered = lock.is_remembered(facts.name, facts.config_maps, facts.statefulset)
    return lock.is_known(config.spec.tor, facts.keys, is_remembered=is_remembered)
