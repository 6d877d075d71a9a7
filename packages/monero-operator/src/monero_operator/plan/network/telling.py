# SPDX-License-Identifier: Apache-2.0
"""Whom each node of a network is told to dial, and what it alone is told of Tor and I2P."""

import msgspec

from monero_operator.api.arguments import Argument
from monero_operator.desired import fingerprint
from monero_operator.facts import NetworkFacts
from monero_operator.plan.anonymity import zones
from monero_operator.plan.network import peering, transport
from monero_operator.plan.network.config import NetworkConfig


class Told(msgspec.Struct, frozen=True):
    """The addresses that a node dials, without ports, and further arguments that are its own."""

    dials: tuple[str, ...]
    zoned: tuple[Argument, ...] = ()

    def made_for(self, shared: str) -> str:
        """Return in short what a node was made for: a new onion among its arguments is its owner's wish."""
        return fingerprint.of_wishes((shared, self.zoned)) if self.zoned else shared


def decide(config: NetworkConfig, facts: NetworkFacts, ordinal: int, size: int) -> Told | None:
    """Return what a node of a network of this size is told, or None while an address of it is unknown."""
    if config.anonymity.transport != "clearnet":
        # The lower ones, and where it is found itself; one alone is told of neither.
        are_known = size <= 1 or zones.are_known(config.anonymity, facts.keys, ordinal + 1)
        return _by_transport(config, ordinal, size) if are_known else None
    dials, zoned = peering.dials(facts, ordinal, size), _zoned(config, facts, ordinal, size)
    if dials is None or zoned is None:
        return None
    return Told(dials if dials or not zoned else (transport.ITSELF,), zoned)


def of_leaving(config: NetworkConfig, facts: NetworkFacts, ordinal: int) -> Told:
    """Return what a node on its way out is told: whom it dialed before, who may be gone already."""
    before = facts.statefulsets[ordinal].dials
    if config.anonymity.transport != "clearnet":
        return _by_transport(config, ordinal, ordinal + 2)
    zoned = _zoned(config, facts, ordinal, ordinal + 1) or ()
    return Told(tuple(address for address in before if not transport.is_made_up(address)), zoned)


def is_offline(config: NetworkConfig) -> bool:
    """Say whether the only node works without peers."""
    wanted = config.anonymity
    return config.whole.replicas == 1 and not wanted.met and not transport.peers(wanted, config.network)


def _by_transport(config: NetworkConfig, ordinal: int, size: int) -> Told:
    named = transport.peers(config.anonymity, config.network)
    dials = transport.dials(config.anonymity.transport, ordinal, size)
    return Told(dials or ((transport.ITSELF,) if named else ()), named)


def _zoned(config: NetworkConfig, facts: NetworkFacts, ordinal: int, size: int) -> tuple[Argument, ...] | None:
    """Return by what transactions leave, where peers reach the node, and whom it dials there."""
    wanted, network = config.anonymity, config.network
    dialed = zones.peers(wanted, network, facts.keys, zones.siblings(ordinal, size))
    inbound = zones.inbound(wanted, network, facts.keys, ordinal)
    if dialed is None or inbound is None:
        return None
    exclusive = tuple(Argument("add-exclusive-node", peer) for peer in dialed)
    return (*exclusive, *zones.proxies(wanted), *inbound)
