# SPDX-License-Identifier: Apache-2.0
"""Which addresses and lines no node of a set has any more. They go when no pod is left that was told of them."""

from collections.abc import Iterable

from monero_operator.desired import shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan import peering
from monero_operator.plan.actions import Deletion
from monero_operator.plan.anonymity import pruning as routers
from monero_operator.plan.nodeset import children, lines
from monero_operator.plan.nodeset.config import NodeSetConfig


def decide(config: NodeSetConfig, facts: NodeSetFacts, *, is_settled: bool) -> tuple[Deletion, ...]:
    """Return what goes now."""
    return (
        *_services(config, facts, is_settled=is_settled),
        *_config_maps(config, facts, is_settled=is_settled),
        *routers.unused(config.anonymity, facts, is_settled=is_settled),
    )


def is_settled(facts: NodeSetFacts, nodes: Iterable[Node], built: shapes.StatefulSet) -> bool:
    """Say whether the StatefulSet has the template that is wanted, and every pod of these nodes is made from it."""
    has_template = facts.statefulset is not None and facts.statefulset.template == built.fingerprint
    return has_template and all(node.is_current for node in nodes if node.pod)


def _services(config: NodeSetConfig, facts: NodeSetFacts, *, is_settled: bool) -> tuple[Deletion, ...]:
    is_needed = children.has_addresses(config) or not is_settled
    kept = children.ordinals(config, facts) if is_needed else range(0)
    return peering.unused(facts, kept)


def _config_maps(config: NodeSetConfig, facts: NodeSetFacts, *, is_settled: bool) -> tuple[Deletion, ...]:
    if lines.flags(config) or not is_settled or facts.config is None or facts.config.is_terminating:
        return ()
    return (Deletion("ConfigMap", facts.config.name, facts.config.uid),)
