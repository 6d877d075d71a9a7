# SPDX-License-Identifier: Apache-2.0
"""Addresses of peers as text: what was read is spelled so that it is read again as the same."""

from collections.abc import Iterable

from aiomonero.types.peer_address import PeerAddress
from fuzz.target import Target


def _read(data: bytes) -> None:
    address = PeerAddress.parse(data.decode(errors="surrogateescape"))
    assert address == PeerAddress.parse(str(address))


def _seeds() -> Iterable[bytes]:
    return (b"203.0.113.7:18080", b"[2001:db8::1]:1", b"[::ffff:1.2.3.4]:1", b"a" * 56 + b".onion:18083")


TARGET = Target(_read, (ValueError,), _seeds, most_bytes=128)
