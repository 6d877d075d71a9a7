# SPDX-License-Identifier: Apache-2.0
"""TorReady and I2PReady: the router beside every node can be used, and what nodes share is published.

They are there only where Tor or I2P is on. A router that is not ready takes no node out of service.
"""

from collections.abc import Sequence

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import NAMES, ConditionType, about_some, say
from monero_operator.facts import Deployment, HiddenNetwork, Node

TYPES: dict[HiddenNetwork, ConditionType] = {"tor": ConditionType.TOR_READY, "i2p": ConditionType.I2P_READY}
MAX_PROBLEM_LENGTH = 300


def evaluate(
    network: HiddenNetwork,
    nodes: Sequence[Node],
    *,
    balancer: str = "",
    found: Deployment | None = None,
    is_apart: bool = False,
) -> Condition:
    """Return the condition; `balancer` is the name of the Deployment that publishes the shared onion, if one should.

    With `is_apart` there is none though it was wanted.

    What a router says is wrong says more than that it is not ready, as waiting does not help.
    """
    about = TYPES[network]
    if not nodes:
        return say(about, "Unknown", Reason.NO_NODES)
    if problem := _problem(network, nodes):
        return problem
    routers = [(node, node.hidden(network)) for node in nodes]
    if waiting := [node for node, router in routers if router and not router.ready]:
        return about_some(about, "False", Reason.ROUTERS_NOT_READY, waiting, len(nodes), network=NAMES[network])
    if silent := [node for node, router in routers if router is None]:
        return about_some(about, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    if balancer and not (found and found.is_available):
        return say(about, "False", Reason.BALANCER_UNAVAILABLE, name=balancer)
    ready = Reason.ROUTERS_READY_APART if is_apart else Reason.ROUTERS_READY
    return say(about, "True", ready, network=NAMES[network])


def _problem(network: HiddenNetwork, nodes: Sequence[Node]) -> Condition | None:
    for node in nodes:
        router = node.hidden(network)
        if router and router.problems:
            problem = router.problems[0].message[:MAX_PROBLEM_LENGTH]
            name = NAMES[network]
            return say(TYPES[network], "False", Reason.ROUTER_PROBLEM, network=name, pod=node.name, problem=problem)
    return None
