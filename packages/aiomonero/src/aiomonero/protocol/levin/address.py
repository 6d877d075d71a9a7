# SPDX-License-Identifier: Apache-2.0
"""Addresses as peers write them: a kind, and a section whose fields depend on it (p2p_protocol_defs.h, net/enums.h)."""

import functools
import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from aiomonero import errors
from aiomonero.protocol.epee.value import U8, U16, U32, Section
from aiomonero.types.peer_address import AddressKind, PeerAddress

_IPV4_BYTES = 4
_REMEMBERED = 1 << 16


def encode(address: PeerAddress) -> Section:
    """Return the section that stands for an address."""
    return {"type": U8(address.kind), "addr": _WRITERS[address.kind](address)}


def decode(kind: int, fields: Mapping[str, Any]) -> PeerAddress | None:
    """Return the address, or None where nobody could go: of an unknown kind, or of a host that is none."""
    read = _READERS.get(kind)
    try:
        return read(fields) if read else None
    except ValueError:
        return None
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise errors.RemoteProtocolError(f"an address of kind {kind} has the wrong fields: {error}") from error


def _read_ipv4(fields: Mapping[str, Any]) -> PeerAddress:
    return _ipv4(fields["m_ip"], fields["m_port"])


@functools.lru_cache(_REMEMBERED)
def _ipv4(number: int, port: int) -> PeerAddress:
    """Return an address, the same object each time: in a crawl every peer is told a hundred times and more."""
    return PeerAddress(AddressKind.IPV4, ".".join(map(str, number.to_bytes(_IPV4_BYTES, "little"))), _port(port))


def _read_ipv6(fields: Mapping[str, Any]) -> PeerAddress:
    return PeerAddress.of_ip(ipaddress.IPv6Address(fields["addr"]), _port(fields["m_port"]))


def _read_hidden(fields: Mapping[str, Any]) -> PeerAddress:
    address = PeerAddress.of(fields["host"].decode(), _port(fields["port"]))
    if not address.is_hidden:
        raise ValueError("that is the name of no hidden service")
    return address


def _port(port: object) -> int:
    if not isinstance(port, int):
        raise TypeError("a port is a number")
    return port if 0 <= port < 1 << 16 else 0


def _write_ipv4(address: PeerAddress) -> Section:
    number = int.from_bytes(ipaddress.IPv4Address(address.host).packed, "little")
    return {"m_ip": U32(number), "m_port": U16(address.port)}


def _write_ipv6(address: PeerAddress) -> Section:
    return {"addr": ipaddress.IPv6Address(address.host).packed, "m_port": U16(address.port)}


def _write_hidden(address: PeerAddress) -> Section:
    return {"host": address.host.encode(), "port": U16(address.port)}


_READERS: dict[int, Callable[[Mapping[str, Any]], PeerAddress]] = {
    AddressKind.IPV4: _read_ipv4,
    AddressKind.IPV6: _read_ipv6,
    AddressKind.I2P: _read_hidden,
    AddressKind.TOR: _read_hidden,
}
_WRITERS: dict[AddressKind, Callable[[PeerAddress], Section]] = {
    AddressKind.IPV4: _write_ipv4,
    AddressKind.IPV6: _write_ipv6,
    AddressKind.I2P: _write_hidden,
    AddressKind.TOR: _write_hidden,
}
