# SPDX-License-Identifier: Apache-2.0
"""How a condition is written: a type, a verdict, and a reason whose sentence is in `api.reasons`."""

import enum
from collections.abc import Iterable
from typing import Any

from kubeloop.objects.condition import Condition, Status
from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.facts import HiddenNetwork, Replica


class ConditionType(enum.StrEnum):
    """The conditions of all kinds, in the order in which a status shows them."""

    READY = "Ready"
    AVAILABLE = "Available"
    PROGRESSING = "Progressing"
    SYNCED = "Synced"
    PEERED = "Peered"
    MESHED = "Meshed"
    CONNECTED = "Connected"
    TOR_READY = "TorReady"
    I2P_READY = "I2PReady"
    ONION_PEERS_AVAILABLE = "OnionPeersAvailable"
    I2P_PEERS_AVAILABLE = "I2PPeersAvailable"
    KEYS_VALID = "KeysValid"
    CONFIG_VALID = "ConfigValid"


NAMES: dict[HiddenNetwork, str] = {"tor": "Tor", "i2p": "I2P"}
"""As people write them."""


def say(about: ConditionType, status: Status, reason: Reason, **values: object) -> Condition:
    """Return a condition with its reason's sentence."""
    return Condition(type=about.value, status=status, reason=reason.value, message=reasons.sentence(reason, **values))


def about_some(
    about: ConditionType,
    status: Status,
    reason: Reason,
    some: Iterable[Replica[Any]],
    replicas: int,
    **values: object,
) -> Condition:
    """Return a condition that names the nodes it is about."""
    names = [node.name for node in some]
    return say(about, status, reason, count=len(names), replicas=replicas, names=reasons.listed(names), **values)
