# SPDX-License-Identifier: Apache-2.0
"""Ready: the spec is carried out, every node runs the current template and serves."""

from collections.abc import Sequence
from typing import Any

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, say
from monero_operator.facts import Replica

TYPE = ConditionType.READY


def evaluate(nodes: Sequence[Replica[Any]], updated: int, *, is_valid: bool) -> Condition:
    """Return the condition."""
    if not is_valid:
        return say(TYPE, "False", Reason.CONFIG_INVALID)
    if not nodes:
        return say(TYPE, "True", Reason.SCALED_TO_ZERO)
    ready = sum(node.serves for node in nodes)
    if ready == updated == len(nodes):
        return say(TYPE, "True", Reason.ALL_READY)
    return say(TYPE, "False", Reason.NOT_READY, ready=ready, updated=updated, replicas=len(nodes))
