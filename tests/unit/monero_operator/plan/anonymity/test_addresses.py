# SPDX-License-Identifier: Apache-2.0
"""Where a set is reached over Tor and I2P."""

from typing import Any

import pytest

from aiomonero.types.network import Network
from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.keys import entries
from monero_operator.plan.anonymity.addresses import Addresses

RING = facts.KeyRing(
    name="nodes-tor",
    uid="k",
    version="1",
    addresses={"rpc": "front", "rpc.previous": "former", "rpc-0": "first", "rpc-1": "second", "p2p-0": "peer"},
    encrypted_addresses={"rpc": "veiled"},
)


def at_tor(replicas: int = 3, transport: Any = "clearnet", **on: Any) -> Addresses:
    """Return the addresses at Tor of nodes on stagenet; `on` is what differs from offering RPC alone."""
    tor = OnTor(**{"spec": Tor(enabled=True), "image": "a", "has_rpc": True} | on)
    wanted = Anonymity(tor=tor, transport=transport)
    return Addresses(at="tor", network=Network.STAGENET, wanted=wanted, ring=RING, replicas=replicas)


def at_i2p(*, encrypted: bool = False, transport: Any = "clearnet", **on: Any) -> Addresses:
    """Return the same at I2P."""
    spec = I2p(enabled=True, encrypted_rpc=encrypted)
    wanted = Anonymity(i2p=OnI2p(**{"spec": spec, "image": "a", "has_rpc": True} | on), transport=transport)
    return Addresses(at="i2p", network=Network.STAGENET, wanted=wanted, ring=RING, replicas=3)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(at_tor(is_balanced=True), "front", id="many nodes behind one onion"),
        pytest.param(at_tor(), "", id="many nodes with an onion each"),
        pytest.param(at_tor(replicas=1), "front", id="one node"),
        pytest.param(at_tor(replicas=1, has_rpc=False), "", id="no RPC"),
        pytest.param(at_i2p(), "front", id="one destination in every router"),
        pytest.param(at_i2p(encrypted=True), "veiled", id="that nobody else learns of"),
    ],
)
def test_one_address_for_all_nodes_is_there_where_it_is_served(known, expected):
    """It would be a trap for wallets otherwise."""
    assert expected == known.shared()


def test_the_address_before_a_rotation_is_told_while_its_key_is_kept():
    """Wallets that know no other still get in."""
    assert at_tor(replicas=1).shared(entries.PREVIOUS) == "former"
    assert at_i2p(encrypted=True).shared(entries.PREVIOUS) == ""


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(at_tor(is_balanced=True), ("first", "second"), id="behind a balancer too"),
        pytest.param(at_tor(replicas=1), ("front", "front"), id="the only one's"),
        pytest.param(at_i2p(), ("peer", ""), id="at I2P that of its peers"),
        pytest.param(at_i2p(encrypted=True), ("", ""), id="which would give away an encrypted one"),
        pytest.param(at_tor(has_rpc=False), ("", ""), id="no RPC"),
    ],
)
def test_each_node_is_reached_by_itself(known, expected):
    """An address is told where its key is good."""
    assert expected == (known.rpc(0), known.rpc(1))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(at_tor(has_p2p=True), "peer:38084", id="transactions over Tor"),
        pytest.param(at_i2p(has_p2p=True), "peer", id="transactions over I2P"),
        pytest.param(at_tor(transport="tor"), "peer:38080", id="everything over Tor"),
        pytest.param(at_i2p(transport="i2p"), "peer", id="everything over I2P"),
        pytest.param(at_tor(), "", id="no peers"),
    ],
)
def test_peers_reach_a_node_where_it_meets_them(known, expected):
    """By the port that leads to the part of monerod that takes them."""
    assert (expected, "") == (known.p2p(0), known.p2p(7))
