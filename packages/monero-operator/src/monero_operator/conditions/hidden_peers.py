# SPDX-License-Identifier: Apache-2.0
"""OnionPeersAvailable and I2PPeersAvailable: what wallets send by a node leaves it.

Where peers are met over such a network, transactions leave by connections that the node opened there, and no other
way. Where everything between the nodes goes by it, any peer will do.
"""

import enum
from collections.abc import Sequence

import msgspec

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions import peered
from monero_operator.conditions.statement import NAMES, ConditionType, about_some, say
from monero_operator.facts import HiddenNetwork, Node

TYPES: dict[HiddenNetwork, ConditionType] = {
    "tor": ConditionType.ONION_PEERS_AVAILABLE,
    "i2p": ConditionType.I2P_PEERS_AVAILABLE,
}


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """Why no peer is met over a network, what transactions do then, and how there would be some, if at all."""

    cause: str
    way: str
    cure: str = ""


class Meeting(enum.Enum):
    """What peers are met for over a network."""

    TRANSACTIONS = enum.auto()
    EVERYTHING = enum.auto()


def evaluate(
    network: HiddenNetwork,
    nodes: Sequence[Node],
    meeting: Meeting,
    *,
    absence: Absence | None = None,
    is_offline: bool = False,
) -> Condition:
    """Return the condition; `absence` says why, where none are met at all."""
    about, name = TYPES[network], NAMES[network]
    if absence:
        values = msgspec.structs.asdict(absence)
        return say(about, "Unknown", Reason.HIDDEN_PEERS_NOT_EXPECTED, network=name, **values)
    if meeting is Meeting.EVERYTHING:
        return peered.evaluate(nodes, is_offline=is_offline, about=about)
    if not nodes:
        return say(about, "Unknown", Reason.NO_NODES)
    routers = [(node, node.hidden(network)) for node in nodes]
    if lonely := [node for node, router in routers if router and router.peers_out == 0]:
        return about_some(about, "False", Reason.NO_HIDDEN_PEERS, lonely, len(nodes), network=name)
    if silent := [node for node, router in routers if router is None or router.peers_out is None]:
        return about_some(about, "Unknown", Reason.NO_ANSWER, silent, len(nodes))
    return say(about, "True", Reason.HAS_HIDDEN_PEERS, network=name)
