# SPDX-License-Identifier: Apache-2.0
"""What is told once, when wallets lose an address by what the owner asks for, or when Tor or I2P is switched off."""

from collections.abc import Iterator
from typing import get_args

from monero_operator import naming
from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.nodes import NodeSpec, NodesStatus
from monero_operator.conditions.statement import NAMES
from monero_operator.facts import HiddenNetwork
from monero_operator.plan.actions import Event
from monero_operator.plan.config import Config

_EACH = "give wallets those of the nodes (status.tor.nodes)"


def events(config: Config, before: NodesStatus, after: NodesStatus, *, prefix: str) -> tuple[Event, ...]:
    """Return the events between two statuses of an owner; the part about each node stands at `prefix`."""
    networks: tuple[HiddenNetwork, ...] = get_args(HiddenNetwork)
    return tuple(event for at in networks for event in _of_one(config, before, after, at, prefix))


def _of_one(config: Config, before: NodesStatus, after: NodesStatus, at: HiddenNetwork, prefix: str) -> Iterator[Event]:
    was, now = {"tor": (before.tor, after.tor), "i2p": (before.i2p, after.i2p)}[at]
    settings = {"tor": config.spec.tor, "i2p": config.spec.i2p}[at]
    if was is None or (now and now.address):
        return
    if at not in config.anonymity.enabled and settings.retention_policy.when_disabled == "Retain":
        told = {"network": NAMES[at], "secret": naming.router(config.parent.name, at), "field": f"{prefix}.{at}"}
        yield Event("Normal", Reason.KEYS_KEPT, reasons.sentence(Reason.KEYS_KEPT, **told))
    if at in config.anonymity.enabled and was.address and (cause := _cause(config.spec, at, prefix)):
        sentence = reasons.sentence(Reason.ADDRESS_GONE, address=was.address, cause=cause)
        yield Event("Warning", Reason.ADDRESS_GONE, sentence)


def _cause(spec: NodeSpec, at: HiddenNetwork, prefix: str) -> str:
    """Return by which wish of the owner an address is gone; a key that is missing has its own condition."""
    if not {"tor": spec.tor, "i2p": spec.i2p}[at].rpc:
        return f"{prefix}.{at}.rpc is false"
    if at == "tor" and spec.tor.clients:
        return f"{prefix}.tor.clients are named, and the onion that all share would let everybody in: {_EACH}"
    return f"{prefix}.tor.balanced is false: {_EACH}" if at == "tor" and not spec.tor.balanced else ""
