# SPDX-License-Identifier: Apache-2.0
"""Who dials whom: each node the lower ordinals, by the cluster IPs of their Services, so that growing restarts nobody.

Ordinal 0 has nobody below. Where it must not look for strangers it dials itself: monerod drops that connection, and
with an exclusive peer it looks for no other.
"""

from collections.abc import Container, Iterable

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.desired import service
from monero_operator.desired.service import Kept
from monero_operator.facts import Seen, Service
from monero_operator.plan.actions import Deletion


def p2p_service(facts: Seen[Status], ordinal: int) -> Service | None:
    """Return the Service of an ordinal, if there is one that stays."""
    found = facts.services.get(naming.p2p_service(facts.name, ordinal))
    return found if found and not found.is_terminating else None


def address(facts: Seen[Status], ordinal: int) -> str:
    """Return the cluster IP of an ordinal's Service, or nothing while there is none."""
    found = p2p_service(facts, ordinal)
    return found.cluster_ip if found else ""


def addresses(facts: Seen[Status], ordinals: Iterable[int]) -> tuple[str, ...] | None:
    """Return the addresses of ordinals, or None while one of them is unknown."""
    known = tuple(address(facts, ordinal) for ordinal in ordinals)
    return known if all(known) else None


def kept(facts: Seen[Status], name: str, remembered: Kept = service.ANY) -> Kept:
    """Return what a Service is to have: what it has, or else what is remembered and nobody else has got meanwhile."""
    found = facts.services.get(name)
    if found and not found.is_terminating:
        return Kept(found.cluster_ip, found.node_ports)
    taken = facts.obstacles.taken_addresses
    return Kept(
        "" if remembered.cluster_ip in taken else remembered.cluster_ip,
        {port: number for port, number in remembered.node_ports.items() if number not in taken},
    )


def unused(facts: Seen[Status], kept: Container[int]) -> tuple[Deletion, ...]:
    """Return the addresses of ordinals that have none any more."""
    return tuple(
        Deletion("Service", service.name, service.uid)
        for name, service in sorted(facts.services.items())
        if service.ordinal is not None
        and service.ordinal not in kept
        and name == naming.p2p_service(facts.name, service.ordinal)
        and not service.is_terminating
    )
