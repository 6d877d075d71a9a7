# SPDX-License-Identifier: Apache-2.0
"""What nodes of a set are told of Tor and I2P, by plans that are carried out."""

import msgspec

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.api.v1alpha1.moneronodeset import P2p
from tests.support import build, hidden, node_world
from tests.support.routed_set import I2P, MAINNET, TOR, arguments, settled, told


def test_each_node_of_a_mainnet_set_is_told_its_own_addresses():
    """And by what transactions leave; whom to dial there monerod knows itself."""
    there = settled(args=MAINNET, replicas=2, tor=TOR, i2p=I2p(enabled=True, noise=False))

    assert told(there)[1] == [
        "tx-proxy=tor,127.0.0.1:9050",
        "tx-proxy=i2p,127.0.0.1:4447,disable_noise",
        f"anonymous-inbound={hidden.onion('p2p-1')}:18084,127.0.0.1:18084",
        f"anonymous-inbound={hidden.b32('p2p-1')},127.0.0.1:18085",
    ]
    assert "--disable-rpc-ban" in arguments(there)
    assert not [word for word in arguments(there) if word.startswith(("--tx-proxy", "--proxy", "--p2p-bind-ip=127"))]


def test_siblings_of_a_closed_set_meet_at_their_onions_as_well():
    """Transactions go only to peers that were dialed, so the first dials the second; blocks go in the cluster."""
    there = settled(replicas=3, tor=TOR)

    dialed = {i: [line.partition("=")[2] for line in told(there)[i] if line.startswith("add-")] for i in range(3)}
    onions = [f"{hidden.onion(f'p2p-{i}')}:18084" for i in range(3)]
    assert dialed == {
        0: ["10.96.0.1:18080", onions[1]],
        1: ["10.96.0.1:18080", onions[0]],
        2: ["10.96.0.1:18080", "10.96.0.2:18080", onions[0], onions[1]],
    }


def test_peers_that_are_named_are_dialed_beside_those_of_the_user():
    """A list flag on the command line would hide what the file says."""
    peers = (f"{hidden.onion('friend')}:18084", hidden.onion("other"))
    there = settled(args=("--stagenet", "--add-priority-node=192.0.2.1"), tor=Tor(enabled=True, peers=peers))

    assert told(there)[0][:3] == [
        f"add-priority-node={peers[0]}",
        f"add-priority-node={peers[1]}:38084",
        "add-priority-node=192.0.2.1",
    ]
    assert not [word for word in arguments(there) if "priority" in word]
    assert there.services.keys() == {"regtest", "regtest-nodes"}


def test_beside_exclusive_nodes_peers_of_tor_are_exclusive_too():
    """monerod dials nobody else, of whatever zone."""
    peers = (f"{hidden.onion('friend')}:18084",)
    there = settled(args=("--stagenet", "--add-exclusive-node=192.0.2.1"), tor=Tor(enabled=True, peers=peers))

    assert told(there)[0][:2] == [f"add-exclusive-node={peers[0]}", "add-exclusive-node=192.0.2.1"]


def test_a_bad_key_leaves_its_address_out_and_keeps_nobody_from_running():
    """The others have theirs."""
    there = node_world.World()
    ring = hidden.ring("tor")
    addresses = {entry: address for entry, address in ring.addresses.items() if entry != "p2p-1"}
    ring = msgspec.structs.replace(ring, addresses=addresses, bad={"p2p-1": "it has 5 bytes"})
    there.keys = {"tor": msgspec.structs.replace(hidden.keys()["tor"], served=ring)}

    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))

    assert there.pods.keys() == {0, 1}
    assert told(there)[1] == ["tx-proxy=tor,127.0.0.1:9050"]


def test_a_bad_key_of_ones_own_keeps_no_set_from_being_made():
    """The node has no address until it is corrected."""
    ring = hidden.ring("tor")
    addresses = {entry: address for entry, address in ring.addresses.items() if entry != "p2p-1"}
    mine = facts.KeyRing(name="mine", uid="m", version="1", bad={"p2p-1": "is not a secret key"})
    there = node_world.World()
    there.keys = {"tor": facts.Keys(served=msgspec.structs.replace(ring, addresses=addresses), given=mine)}

    there.settle(build.node_set(args=MAINNET, replicas=3, tor=TOR))

    assert there.pods.keys() == {0, 1, 2}
    assert told(there)[1] == ["tx-proxy=tor,127.0.0.1:9050"]


def test_no_peer_of_tor_passes_for_the_address_of_a_service():
    """Siblings that are dialed anew get addresses of the cluster."""
    peers = (f"{hidden.onion('friend')}:18084",)
    fields = {"args": ("--stagenet",), "replicas": 2, "tor": Tor(enabled=True, peers=peers)}
    there = settled(**fields)

    there.settle(build.node_set(p2p=P2p(siblings=True), **fields))

    addresses = [there.services[f"regtest-{i}-p2p"].spec.cluster_ip for i in range(2)]
    assert [address.startswith("10.96.") for address in addresses] == [True, True]
    assert told(there)[1][0] == f"add-priority-node={addresses[0]}:38080"


def test_no_peer_of_the_user_does_either():
    """Where nodes are exposed, but do not dial each other."""
    fields = {
        "args": ("--stagenet", "--add-priority-node=192.0.2.1:38080"),
        "replicas": 3,
        "tor": Tor(enabled=True, peers=(hidden.onion("friend"),)),
        "p2p": P2p(expose="NodePort"),
    }
    there = settled(**fields)
    there.services.pop("regtest-1-p2p")

    there.settle(build.node_set(**fields))

    assert there.services["regtest-1-p2p"].spec.cluster_ip.startswith("10.96.")


def test_keys_that_cannot_be_read_any_more_change_nothing():
    """The lines stay as they were, and so does every pod."""
    there = settled(args=MAINNET, replicas=2, tor=TOR, i2p=I2P)
    before = told(there)
    there.keys = {}

    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR, i2p=I2P))

    assert before == told(there)
    assert there.restarted == []


def test_a_new_address_for_peers_is_learned_by_restarts_one_by_one():
    """Only by the node whose address it is, where nobody dials it."""
    there = settled(args=MAINNET, replicas=3, tor=TOR)
    ring = hidden.ring("tor")
    new = ring.addresses | {"p2p-1": hidden.onion("new")}
    there.keys["tor"] = msgspec.structs.replace(there.keys["tor"], served=msgspec.structs.replace(ring, addresses=new))

    there.settle(build.node_set(args=MAINNET, replicas=3, tor=TOR))

    assert there.restarted == ["regtest-1"]
    assert f"anonymous-inbound={hidden.onion('new')}:18084,127.0.0.1:18084" in told(there)[1]
