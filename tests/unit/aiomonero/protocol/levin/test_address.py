# SPDX-License-Identifier: Apache-2.0
"""Addresses between peers: four kinds, and what leads nowhere."""

from typing import Any

import pytest

from aiomonero import errors
from aiomonero.protocol.levin import address
from aiomonero.types.peer_address import PeerAddress

ADDRESSES = (
    "203.0.113.7:18080",
    "[2001:db8::1]:18080",
    f"{'a' * 56}.onion:18083",
    f"{'b' * 52}.b32.i2p:1",
)


@pytest.mark.parametrize("text", ADDRESSES)
def test_every_kind_survives_the_way(text: str) -> None:
    """What is written is read as the same."""
    section = address.encode(PeerAddress.parse(text))

    assert text == str(address.decode(section["type"], section["addr"]))


def test_an_ipv4_address_is_its_bytes_read_backwards() -> None:
    """As a real daemon sent it."""
    assert str(address.decode(1, {"m_ip": 158400715, "m_port": 18080})) == "203.0.113.9:18080"


def test_ipv4_wrapped_in_ipv6_is_ipv4() -> None:
    """A host has one spelling, so that it is not visited twice."""
    wrapped = bytes(10) + b"\xff\xff" + bytes([203, 0, 113, 7])

    assert str(address.decode(2, {"addr": wrapped, "m_port": 1})) == "203.0.113.7:1"


NOWHERE = {
    "kind of the future": (9, {"host": b"x"}),
    "no kind": (0, {}),
    "unknown onion": (4, {"host": b"<unknown tor host>", "port": 0}),
    "onion that is an IP address": (4, {"host": b"203.0.113.7", "port": 1}),
    "onion of no text": (4, {"host": b"\xff\xfe", "port": 1}),
    "short IPv6": (2, {"addr": b"1234", "m_port": 1}),
}


@pytest.mark.parametrize("place", NOWHERE)
def test_what_leads_nowhere_is_none(place: str) -> None:
    """Nobody can go there, but it breaks no rule."""
    assert address.decode(*NOWHERE[place]) is None


WRONG: dict[str, tuple[int, dict[str, Any]]] = {
    "missing field": (1, {"m_ip": 1}),
    "text for a number": (1, {"m_ip": b"1.2.3.4", "m_port": 1}),
    "number too large": (1, {"m_ip": 2**32, "m_port": 1}),
    "negative number": (1, {"m_ip": -1, "m_port": 1}),
    "number for a text": (4, {"host": 5, "port": 1}),
    "text for a port": (1, {"m_ip": 1, "m_port": b"1"}),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_wrong_fields_are_refused(mistake: str) -> None:
    """A peer that writes addresses otherwise than all others is not believed."""
    with pytest.raises(errors.RemoteProtocolError):
        address.decode(*WRONG[mistake])
