# SPDX-License-Identifier: Apache-2.0
"""Which network an address belongs to."""

import pytest

from aiomonero.types.peer_address import AddressKind
from monero_exporter.translate import zones
from monero_exporter.translate.zones import Zone

HOSTS = {
    "1.1.1.1": Zone.CLEARNET,
    "2606:4700::1": Zone.CLEARNET,
    "::ffff:1.1.1.1": Zone.CLEARNET,
    "10.0.0.1": Zone.PRIVATE,
    "100.64.0.1": Zone.PRIVATE,
    "127.0.0.1": Zone.PRIVATE,
    "fd00::1": Zone.PRIVATE,
    "::ffff:10.0.0.1": Zone.PRIVATE,
    f"{'a' * 56}.onion": Zone.TOR,
    f"{'a' * 52}.b32.i2p": Zone.I2P,
    "<unknown tor host>": Zone.OTHER,
}


@pytest.mark.parametrize(("host", "zone"), HOSTS.items())
def test_zones_of_known_peers(host: str, zone: Zone) -> None:
    """Whatever the internet does not route is private, carriers' and pods' addresses too."""
    assert zones.of_host(host) is zone


@pytest.mark.parametrize(("kind", "zone"), [(AddressKind.TOR, Zone.TOR), (AddressKind.I2P, Zone.I2P)])
def test_peers_that_come_through_tor_or_i2p_have_no_name(kind: AddressKind, zone: Zone) -> None:
    """Their address says nothing, only its type does."""
    assert zones.of_peer(kind, "<unknown tor host>") is zone
