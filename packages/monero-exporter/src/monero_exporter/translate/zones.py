# SPDX-License-Identifier: Apache-2.0
"""The network that an address belongs to, as the label values `zone` and, where nothing better is known, `country`."""

import enum
import functools
import ipaddress
from collections.abc import Mapping

from aiomonero.types.peer_address import AddressKind

REMEMBERED = 16_384
"""More than a daemon's connections and the peers that it knows."""


class Zone(enum.StrEnum):
    """Networks; PRIVATE is every IP address that the internet does not route."""

    CLEARNET = "clearnet"
    TOR = "tor"
    I2P = "i2p"
    PRIVATE = "private"
    OTHER = "other"
    """What this exporter does not know yet."""


HIDDEN = (Zone.TOR, Zone.I2P)
_BY_TYPE: Mapping[int, Zone] = {AddressKind.TOR: Zone.TOR, AddressKind.I2P: Zone.I2P}


@functools.lru_cache(REMEMBERED)
def of_peer(address_type: int, host: str) -> Zone:
    """Return the zone of a connected peer; one that dialed in through Tor or I2P has no host of any use."""
    return _BY_TYPE.get(address_type) or of_host(host)


@functools.lru_cache(REMEMBERED)
def of_host(host: str) -> Zone:
    """Return the zone of a known peer."""
    if host.endswith(".onion"):
        return Zone.TOR
    if host.endswith(".i2p"):
        return Zone.I2P
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return Zone.OTHER
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return Zone.CLEARNET if (mapped or address).is_global else Zone.PRIVATE
