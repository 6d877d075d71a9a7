# SPDX-License-Identifier: Apache-2.0
"""Whom the nodes of a network dial (`plan.peering`): ordinal 0 itself, all others the lower ordinals.

Only a network of one node works offline instead, as a node that waits for peers is never in sync.
"""

from monero_operator import naming
from monero_operator.desired.service import Kept
from monero_operator.facts import NetworkFacts
from monero_operator.plan import peering
from monero_operator.plan.network import transport


def kept(facts: NetworkFacts, ordinal: int) -> Kept:
    """Return what an ordinal's Service is to have: its own address, or the one that its siblings still dial."""
    return peering.kept(facts, naming.p2p_service(facts.name, ordinal), Kept(_remembered(facts, ordinal)))


def dials(facts: NetworkFacts, ordinal: int, size: int) -> tuple[str, ...] | None:
    """Return the addresses that a node of a network of this size dials, or None while one of them is unknown."""
    if size == 1 and ordinal == 0:
        return ()
    return peering.addresses(facts, range(max(ordinal, 1)))


def _remembered(facts: NetworkFacts, ordinal: int) -> str:
    """Return the address by which a StatefulSet dials an ordinal: it is at the ordinal's place in the list."""
    dialers = sorted(other for other in facts.statefulsets if other > ordinal or other == ordinal == 0)
    known = (facts.statefulsets[dialer].dials for dialer in dialers)
    address = next((addresses[ordinal] for addresses in known if len(addresses) > ordinal), "")
    return "" if transport.is_made_up(address) else address
