# SPDX-License-Identifier: Apache-2.0
"""Who dials whom: each node the lower ordinals, by the cluster IPs of their Services, so that growing restarts nobody.

Ordinal 0 has nobody below. Where it must not look for strangers it dials itself: monerod drops that connection, and
with an exclusive peer it looks for no other.
"""

from collections.abc import Iterable

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.facts import Seen, Service


def service(facts: Seen[Status], ordinal: int) -> Service | None:
    """Return the Service of an ordinal, if there is one that stays."""
    found = facts.services.get(naming.p2p_service(facts.name, ordinal))
    return found if found and not found.is_terminating else None


def address(facts: Seen[Status], ordinal: int) -> str:
    """Return the cluster IP of an ordinal's Service, or nothing while there is none."""
    found = service(facts, ordinal)
    return found.cluster_ip if found else ""


def addresses(facts: Seen[Status], ordinals: Iterable[int]) -> tuple[str, ...] | None:
    """Return the addresses of ordinals, or None while one of them is unknown."""
    known = tuple(address(facts, ordinal) for ordinal in ordinals)
    return known if all(known) else None


def wanted_address(facts: Seen[Status], ordinal: int, remembered: str) -> str:
    """Return the address that an ordinal's Service is to have: its own, or the one that its siblings still dial."""
    return address(facts, ordinal) or ("" if remembered in facts.obstacles.taken_addresses else remembered)
