# SPDX-License-Identifier: Apache-2.0
"""Available: somebody answers clients, or mines."""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, say
from monero_operator.facts import Miner, Node

TYPE = ConditionType.AVAILABLE


def evaluate(network: str, nodes: Sequence[Node]) -> Condition:
    """Return the condition."""
    service = naming.client_service(network)
    if any(node.serves for node in nodes):
        return say(TYPE, "True", Reason.ENDPOINTS_READY, service=service)
    return say(TYPE, "False", Reason.NO_ENDPOINTS, service=service)


def of_miners(miners: Sequence[Miner]) -> Condition:
    """Return the condition of miners, who serve nobody: it is enough that one runs."""
    if any(miner.serves for miner in miners):
        return say(TYPE, "True", Reason.MINERS_RUN)
    return say(TYPE, "False", Reason.NO_MINERS)
