# SPDX-License-Identifier: Apache-2.0
"""Which addresses are one host's, and which are of the public internet."""

import pytest

from aiomonero.p2p import host
from aiomonero.types.peer_address import PeerAddress

ONION = "zbjkbsxc5munw3qusl7j2hpcmikhqocdf4pqhnhtpzw5nt5jrmofptid.onion"


@pytest.mark.parametrize(
    ("name", "is_public"),
    [
        ("5.5.5.5", True),
        ("2a00:1450::1", True),
        (ONION, True),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("64:ff9b::5.5.5.5", True),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::5.5.5.5", False),
        ("2002:505:505::1", True),
        ("2002:7f00:1::1", False),
        ("2002:c0a8:1::1", False),
        ("::5.5.5.5", False),
        ("::127.0.0.1", False),
        ("::ffff:0:5.5.5.5", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:5.5.5.5", True),
        ("fec0::1", False),
        ("2001:0:505:505::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("4000::1", False),
        ("100::1", False),
        ("ff0e::1", False),
        ("::", False),
    ],
)
def test_what_is_of_the_public_internet(name: str, is_public: bool) -> None:
    """An address that leads to an IPv4 address is as public as that; what was never given out is not."""
    assert host.is_public(PeerAddress.of(name, 18080)) is is_public


@pytest.mark.parametrize(
    ("name", "key", "site"),
    [
        ("5.5.5.5", "5.5.5.5", None),
        (ONION, ONION, None),
        ("2a00:1:2:3::1", "2a00:1:2:3::/64", "2a00:1:2::/48"),
        ("2a00:1:2:3:ffff::1", "2a00:1:2:3::/64", "2a00:1:2::/48"),
        ("2a00:1:2:4::1", "2a00:1:2:4::/64", "2a00:1:2::/48"),
        ("64:ff9b::5.5.5.5", "5.5.5.5", "64:ff9b::/48"),
        ("2002:505:505:7::1", "5.5.5.5", "2002:505:505::/48"),
    ],
)
def test_what_addresses_of_one_host_have_in_common(name: str, key: str, site: str | None) -> None:
    """The rest of an IPv6 address is the owner's choice, and an IPv4 address inside it says who that is."""
    address = PeerAddress.of(name, 18080)

    assert (host.key(address), host.site(address)) == (key, site)
