# SPDX-License-Identifier: Apache-2.0
"""Synced: every node has the chain that its peers have. Unknown where a node does not say."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, about_some, say
from monero_operator.facts import Node

TYPE = ConditionType.SYNCED


def evaluate(nodes: Sequence[Node]) -> Condition:
    """Return the condition; a node that is known to be behind says more than one that says nothing."""
    if not nodes:
        return say(TYPE, "Unknown", Reason.NO_NODES)
    if behind := [node for node in nodes if node.synced is False]:
        return about_some(TYPE, "False", Reason.BEHIND, behind, len(nodes))
    if silent := [node for node in nodes if node.synced is None]:
        return about_some(TYPE, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    return say(TYPE, "True", Reason.IN_SYNC)
