# SPDX-License-Identifier: Apache-2.0
"""Synced: every node has the chain that its peers have. Unknown where a node does not say.

A node that is not in sync and serves all the same has an old top block, and so have its siblings: they all stay in
service, and this condition alone says that the chain stands still.
"""

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
        reason = Reason.CHAIN_STALLED if all(node.says_ready for node in behind) else Reason.BEHIND
        return about_some(TYPE, "False", reason, behind, len(nodes))
    if silent := [node for node in nodes if node.synced is None]:
        return about_some(TYPE, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    return say(TYPE, "True", Reason.IN_SYNC)
