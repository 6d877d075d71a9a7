# SPDX-License-Identifier: Apache-2.0
"""Progressing: as in a Deployment, True while nodes are brought to the current template and when all are there.

False means that it goes no further by itself: the spec is wrong, or a node that runs it does not start.
"""

from collections.abc import Sequence

import msgspec

from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, say
from monero_operator.facts import Node

TYPE = ConditionType.PROGRESSING


class Obstacle(msgspec.Struct, frozen=True):
    """A pod of the current template that does not start, and Kubernetes' word for why."""

    pod: str
    cause: str


def evaluate(
    network: str, nodes: Sequence[Node], updated: int, obstacle: Obstacle | None, *, is_valid: bool
) -> Condition:
    """Return the condition."""
    if not is_valid:
        return say(TYPE, "False", Reason.CONFIG_INVALID)
    if obstacle:
        return say(TYPE, "False", Reason.ROLLOUT_STOPPED, pod=obstacle.pod, cause=obstacle.cause)
    if not nodes:
        return say(TYPE, "True", Reason.SCALED_TO_ZERO)
    if missing := [node for node in nodes if node.pod is None]:
        running, name = len(nodes) - len(missing), naming.statefulset(network, missing[0].ordinal)
        return say(TYPE, "True", Reason.STARTING, running=running, replicas=len(nodes), name=name)
    if updated < len(nodes):
        return say(TYPE, "True", Reason.ROLLING_OUT, updated=updated, replicas=len(nodes))
    return say(TYPE, "True", Reason.COMPLETE, replicas=len(nodes))
