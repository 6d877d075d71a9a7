# SPDX-License-Identifier: Apache-2.0
"""Who dials whom: each node the lower ordinals, by the cluster IPs of their Services, so that growing restarts nobody.

Ordinal 0 has nobody below and dials itself: monerod drops that connection, and with an exclusive peer it looks for no
other. Only a network of one node works offline instead, as a node that waits for peers is never in sync.
"""

from monero_operator import naming
from monero_operator.facts import NetworkFacts


def address(facts: NetworkFacts, ordinal: int) -> str:
    """Return the cluster IP of an ordinal's Service, or nothing while there is none."""
    service = facts.services.get(naming.p2p_service(facts.name, ordinal))
    return service.cluster_ip if service and not service.is_terminating else ""


def wanted_address(facts: NetworkFacts, ordinal: int) -> str:
    """Return the address that an ordinal's Service is to have: its own, or the one that its siblings still dial."""
    remembered = _remembered(facts, ordinal)
    return address(facts, ordinal) or ("" if remembered in facts.obstacles.taken_addresses else remembered)


def dials(facts: NetworkFacts, ordinal: int, size: int) -> tuple[str, ...] | None:
    """Return the addresses that a node of a network of this size dials, or None while one of them is unknown."""
    if size == 1 and ordinal == 0:
        return ()
    wanted = tuple(address(facts, lower) for lower in range(max(ordinal, 1)))
    return wanted if all(wanted) else None


def _remembered(facts: NetworkFacts, ordinal: int) -> str:
    """Return the address by which a StatefulSet dials an ordinal: it is at the ordinal's place in the list."""
    dialers = sorted(other for other in facts.statefulsets if other > ordinal or other == ordinal == 0)
    known = (facts.statefulsets[dialer].dials for dialer in dialers)
    return next((addresses[ordinal] for addresses in known if len(addresses) > ordinal), "")
