# SPDX-License-Identifier: Apache-2.0
"""The pages of i2pd's web console, the one place where it tells of its destinations: read by hand, pure.

The other interface (I2PControl) knows no destinations, and its answer about them is not even JSON.
"""

import re
from dataclasses import dataclass

MAIN = "/"
TUNNELS = "/?page=i2p_tunnels"
DESTINATIONS = "/?page=local_destinations"

_MEMBER = re.compile(r"<b>([^<:]+):</b>\s*([^<]*)")
_LISTED = re.compile(r"b32=([a-z2-7]{52})\">")
_NAMED = re.compile(r"b32=[a-z2-7]{52}\">([^<]*)</a>")
_USABLE = re.compile(r"class=\"tunnel (?:established|expiring)\"")
_NUMBER = re.compile(r"[0-9]{1,9}")
_OUTBOUND = "<b>Outbound tunnels:</b>"
_TAGS = "<b>Tags</b>"
_PROXIES = frozenset({"SOCKS Proxy", "HTTP Proxy"})


@dataclass(frozen=True, slots=True)
class Health:
    """What i2pd says of itself; as it is by default while it is not there."""

    version: str | None = None
    network_status: str | None = None
    known_peers: int = 0
    tunnel_success_ratio: float | None = None


def health(page: str) -> Health:
    """Return what the main page says."""
    members = {name: value.strip() for name, value in _MEMBER.findall(page)}
    percent = _number(members.get("Tunnel creation success rate", ""))
    return Health(
        version=members.get("Version") or None,
        network_status=members.get("Network status") or None,
        known_peers=_number(members.get("Routers", "")) or 0,
        tunnel_success_ratio=None if percent is None else min(percent, 100) / 100,
    )


def names(page: str) -> frozenset[str]:
    """Return the names of all tunnels that were asked for, from the page `TUNNELS`."""
    return frozenset(_NAMED.findall(page)) - _PROXIES


def destinations(page: str) -> tuple[str, ...]:
    """Return the addresses, without their domain, from the page `DESTINATIONS`."""
    return tuple(_LISTED.findall(page))


def path(destination: str) -> str:
    """Return where the page of a destination is; the address may have its domain."""
    return f"/?page=local_destination&b32={destination.partition('.')[0]}"


def can_talk(page: str) -> bool:
    """Tell, from a destination's page, whether it has tunnels both ways: it is published as soon as it has."""
    inbound, _, rest = page.partition(_OUTBOUND)
    outbound = rest.partition(_TAGS)[0]
    return bool(_USABLE.search(inbound) and _USABLE.search(outbound))


def _number(text: str) -> int | None:
    found = _NUMBER.match(text)
    return int(found[0]) if found else None
