# SPDX-License-Identifier: Apache-2.0
"""What every plan ends with, of whatever kind: the status that it leads to, and what of it is worth an event."""

from collections.abc import Sequence

import msgspec

from aiomonero.types.network import Network
from monero_operator.api.arguments import Finding
from monero_operator.api.kinds import Root
from monero_operator.api.v1alpha1.nodes import NodesStatus
from monero_operator.facts import NetworkFacts, Node, NodeSetFacts
from monero_operator.plan import events, policies, status
from monero_operator.plan.actions import Event, Plan, Status
from monero_operator.plan.anonymity import status as hidden
from monero_operator.plan.policies import Input
from monero_operator.plan.rollout import Rollout
from monero_operator.plan.status import Outcome


def refusal(
    given: Input,
    facts: NetworkFacts | NodeSetFacts,
    nodes: Sequence[Node],
    findings: tuple[Finding, ...],
    shown: NodesStatus,
) -> Outcome:
    """Return the outcome for a wrong spec of nodes: it says so, and tells of the nodes that exist, asked for or not.

    `shown` is the status before.
    """
    before = policies.networks_before(given.statefulsets)
    # What is said of Tor and I2P stays, as their routers do.
    return Outcome(
        network=next((named for named in Network if named in before), None),
        rollout=Rollout(updated=sum(node.is_current for node in nodes)),
        findings=findings + policies.obstacles(facts),
        is_valid=False,
        hidden=hidden.kept(shown),
    )


def told(plan: Plan, resource: Root, shown: Status, *further: Event) -> Plan:
    """Return a plan with its status, the events of what turned in it and `further` ones, and when to look again."""
    return msgspec.structs.replace(
        plan,
        status=shown,
        events=(*plan.events, *further, *events.of_turns(resource.status.conditions, shown.conditions)),
        look_again_after_seconds=status.look_again_after(shown.conditions),
    )
