# SPDX-License-Identifier: Apache-2.0
"""Who stands behind an address: which addresses are one host's or one network's, and which the internet knows. Pure.

Whoever has one IPv6 address has a whole /64, and whoever has an IPv4 address has an IPv6 one that wraps it.
"""

import ipaddress
from typing import TypeAlias

from aiomonero.types.peer_address import AddressKind, PeerAddress

_IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")  # 6to4 relays, RFC 7526; some versions of Python call them global
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is given out, RFC 4291 and the registry of IANA
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
_HOST_BITS, _SITE_BITS = 64, 48


def key(address: PeerAddress) -> str:
    """Return what all addresses of a host have in common: an IPv4 address, a /64 of IPv6, or a hidden name."""
    if address.kind is not AddressKind.IPV6:
        return address.host
    ip = _innermost(ipaddress.IPv6Address(address.host))
    return str(ip) if isinstance(ip, ipaddress.IPv4Address) else _network(ip, _HOST_BITS)


def site(address: PeerAddress) -> str | None:
    """Return the /48 of an IPv6 address, the most that one customer gets; None for what is not given out so freely."""
    if address.kind is not AddressKind.IPV6:
        return None
    return _network(ipaddress.IPv6Address(address.host), _SITE_BITS)


def is_public(address: PeerAddress) -> bool:
    """Tell whether an address can be one of the public internet or of a hidden service."""
    if address.is_hidden:
        return True
    ip = _innermost(ipaddress.ip_address(address.host))
    if not ip.is_global or ip.is_multicast:
        return False
    return ip not in _RELAYS if isinstance(ip, ipaddress.IPv4Address) else ip in _UNICAST and ip not in _DOCUMENTATION


def _innermost(ip: _IP) -> _IP:
    """Return the IPv4 address where packets to an IPv6 address end, if there is one."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _TRANSLATED:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.sixtofour or ip


def _network(ip: ipaddress.IPv6Address, bits: int) -> str:
    return f"{ipaddress.IPv6Address(int(ip) >> 128 - bits << 128 - bits)}/{bits}"
