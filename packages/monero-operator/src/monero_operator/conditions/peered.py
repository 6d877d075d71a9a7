# SPDX-License-Identifier: Apache-2.0
"""Peered: every node is connected with at least one other, unless it works offline."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, about_some, say
from monero_operator.facts import Node

TYPE = ConditionType.PEERED


def evaluate(nodes: Sequence[Node], *, is_offline: bool, about: ConditionType = TYPE) -> Condition:
    """Return the condition, or another one `about` the same; `is_offline`: the only node works without peers."""
    if not nodes:
        return say(about, "Unknown", Reason.NO_NODES)
    if is_offline:
        return say(about, "True", Reason.SINGLE_NODE)
    if lonely := [node for node in nodes if node.peers == 0]:
        return about_some(about, "False", Reason.NO_PEERS, lonely, len(nodes))
    if silent := [node for node in nodes if node.peers is None]:
        return about_some(about, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    return say(about, "True", Reason.HAS_PEERS)
