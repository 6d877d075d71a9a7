# SPDX-License-Identifier: Apache-2.0
"""Available: somebody answers clients."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, say
from monero_operator.facts import Node

TYPE = ConditionType.AVAILABLE


def evaluate(network: str, nodes: Sequence[Node]) -> Condition:
    """Return the condition."""
    service = naming.client_service(network)
    if any(node.serves for node in nodes):
        return say(TYPE, "True", Reason.ENDPOINTS_READY, service=service)
    return say(TYPE, "False", Reason.NO_ENDPOINTS, service=service)
