# SPDX-License-Identifier: Apache-2.0
"""Addresses of peers: one spelling per host, and words for what is none."""

import pytest

from aiomonero.types.peer_address import AddressKind, PeerAddress, host_and_port, join

ONION = "a" * 56 + ".onion"
GARLIC = "b" * 52 + ".b32.i2p"


@pytest.mark.parametrize(
    ("text", "kind", "host", "port"),
    [
        ("203.0.113.7:18080", AddressKind.IPV4, "203.0.113.7", 18080),
        ("[2001:db8::1]:18080", AddressKind.IPV6, "2001:db8::1", 18080),
        (f"{ONION}:18083", AddressKind.TOR, ONION, 18083),
        (f"{'c' * 16}.onion:18083", AddressKind.TOR, f"{'c' * 16}.onion", 18083),
        (f"{GARLIC}:1", AddressKind.I2P, GARLIC, 1),
    ],
)
def test_every_kind_is_read_and_written_alike(text: str, kind: AddressKind, host: str, port: int) -> None:
    """Reading an address and writing it gives the same text."""
    address = PeerAddress.parse(text)

    assert PeerAddress(kind, host, port) == address
    assert text == str(address)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("[2001:DB8:0:0::1]:1", "[2001:db8::1]:1"),
        ("[::ffff:203.0.113.7]:1", "203.0.113.7:1"),
        (f"{'A' * 56}.ONION:1", f"{ONION}:1"),
        ("[fe80::1%eth0]:1", "[fe80::1]:1"),
    ],
)
def test_a_host_has_one_spelling(text: str, spelled: str) -> None:
    """Different spellings of one host are equal values."""
    assert spelled == str(PeerAddress.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":18080",
        "203.0.113.7",
        "203.0.113.7:",
        "203.0.113.7:-1",
        "203.0.113.7:0018080",
        "203.0.113.7:65536",
        "203.0.113.7:" + "9" * 10_000,
        "203.0.113.7:\uff11",
        "[203.0.113.7:1",
        "2001:db8::1:18080",
        "[2001:db8::1]",
        "node.example:18080",
        "x.onion:1",
        f"{'1' * 56}.onion:1",
        f"{'a' * 53}.b32.i2p:1",
        f"a.{ONION}\n:1",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    """Names, missing ports and wrong lengths are no addresses."""
    with pytest.raises(ValueError, match=r"no address|no port|neither|wrong"):
        PeerAddress.parse(text)


def test_only_names_of_hidden_services_are_hidden() -> None:
    """Tor and I2P need a proxy, IP addresses do not."""
    texts = ("203.0.113.7:1", "[2001:db8::1]:1", f"{ONION}:1", f"{GARLIC}:1")

    hidden = [text for text in texts if PeerAddress.parse(text).is_hidden]

    assert list(texts[2:]) == hidden


@pytest.mark.parametrize("host", ["203.0.113.7", "2001:db8::1", "node.example.org"])
def test_what_is_joined_is_split_again(host: str) -> None:
    """Names that are no addresses of peers are joined with a port too."""
    assert host_and_port(join(host, 18080)) == (host, 18080)
