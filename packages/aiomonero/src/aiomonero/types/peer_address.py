# SPDX-License-Identifier: Apache-2.0
"""Where a peer is reached: an IP address, or a name inside Tor or I2P, and a port.

Every address has one spelling here, so that equal values mean the same host: lower case, IPv6 compressed, and IPv4
never wrapped in IPv6.
"""

import enum
import ipaddress
import re
from typing import Self

import msgspec

from aiomonero.types.number import MOST_PORT


class AddressKind(enum.IntEnum):
    """The network of an address, with the number that peers send (contrib/epee/include/net/enums.h of monero 0.18)."""

    IPV4 = 1
    IPV6 = 2
    I2P = 3
    TOR = 4


class PeerAddress(msgspec.Struct, frozen=True):
    """One peer; make it with `parse`, `of` or `of_ip`, which check the host and bring it into its one spelling."""

    kind: AddressKind
    host: str
    port: int

    @classmethod
    def of(cls, host: str, port: int) -> Self:
        """Return the address of a host, whose kind its spelling tells; raises ValueError."""
        if not 0 <= port <= MOST_PORT:
            raise ValueError(f"{port} is no port")
        for suffix, kind, rule in _HIDDEN:
            if host.lower().endswith(suffix):
                return cls(kind, _checked(host.lower(), rule), port)
        try:
            return cls.of_ip(ipaddress.ip_address(host), port)
        except ValueError as error:
            raise ValueError(f"{host!r} is neither an IP address nor the name of a hidden service") from error

    @classmethod
    def of_ip(cls, address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> Self:
        """Return the address of an IP address, without the zone of one that is valid on one machine only."""
        if isinstance(address, ipaddress.IPv4Address):
            return cls(AddressKind.IPV4, str(address), port)
        if address.ipv4_mapped is not None:
            return cls(AddressKind.IPV4, str(address.ipv4_mapped), port)
        return cls(AddressKind.IPV6, str(address).partition("%")[0], port)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "1.2.3.4:18080", "[2001:db8::1]:18080", "….onion:18083" or "….b32.i2p:1"; raises ValueError."""
        return cls.of(*host_and_port(text))

    @property
    def is_hidden(self) -> bool:
        """Whether only a proxy into Tor or I2P leads there."""
        return self.kind in (AddressKind.TOR, AddressKind.I2P)

    def __str__(self) -> str:
        return join(self.host, self.port)


def join(host: str, port: int) -> str:
    """Write "host:port" in the way that `host_and_port` reads."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def host_and_port(text: str) -> tuple[str, int]:
    """Split "host:port", where an IPv6 host stands in brackets and any other may be a name; raises ValueError."""
    host, _, port = text.rpartition(":")
    is_bracketed = host.startswith("[") and host.endswith("]")
    if not host or not _PORT.fullmatch(port) or int(port) > MOST_PORT or (":" in host) != is_bracketed:
        raise ValueError(f"{text!r} is no address of a peer: write it like 1.2.3.4:18080 or [2001:db8::1]:18080")
    return host[1:-1] if is_bracketed else host, int(port)


_PORT = re.compile(r"[0-9]{1,5}")

# src/net/tor_address.cpp and i2p_address.cpp of monero 0.18.
_HIDDEN = (
    (".onion", AddressKind.TOR, re.compile(r"(?:[a-z2-7]{16}|[a-z2-7]{56})\.onion")),
    (".b32.i2p", AddressKind.I2P, re.compile(r"[a-z2-7]{52}\.b32\.i2p")),
)


def _checked(host: str, rule: re.Pattern[str]) -> str:
    if not rule.fullmatch(host):
        raise ValueError(f"{host!r} has the wrong length or letters for a hidden service")
    return host
