# SPDX-License-Identifier: Apache-2.0
"""Meshed: every node is connected with all others; each dials the lower ordinals, so one connection per pair."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, about_some, say
from monero_operator.facts import Node

TYPE = ConditionType.MESHED


def evaluate(nodes: Sequence[Node]) -> Condition:
    """Return the condition."""
    if not nodes:
        return say(TYPE, "Unknown", Reason.NO_NODES)
    if len(nodes) == 1:
        return say(TYPE, "True", Reason.SINGLE_NODE)
    others = len(nodes) - 1
    if apart := [node for node in nodes if node.peers is not None and node.peers < others]:
        return about_some(TYPE, "False", Reason.PARTIAL_MESH, apart, len(nodes))
    if silent := [node for node in nodes if node.peers is None]:
        return about_some(TYPE, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    return say(TYPE, "True", Reason.FULL_MESH)
