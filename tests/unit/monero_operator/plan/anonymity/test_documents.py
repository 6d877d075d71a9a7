# SPDX-License-Identifier: Apache-2.0
"""What the agents beside nodes are told to serve, and for how long, by plans of node sets that are carried out."""

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, I2p, Tor
from monero_operator.desired import shapes
from tests.support import build, hidden, node_world
from tests.support.routed_set import CLIENT_KEY, I2P, MAINNET, TOR, document, services, settled


@pytest.mark.parametrize("entry", ["rpc", "rpc-1"])
def test_a_new_address_for_clients_restarts_nobody(entry):
    """No node is told of it; who serves for the front learns of that by its document."""
    there = settled(args=MAINNET, replicas=3, tor=TOR, i2p=I2P)
    for name, ring in (("tor", hidden.ring("tor")), ("i2p", hidden.ring("i2p"))):
        new = ring.addresses | {entry: {"tor": hidden.onion, "i2p": hidden.b32}[name]("new")}
        there.keys[name] = facts.Keys(served=msgspec.structs.replace(ring, addresses=new))

    there.settle(build.node_set(args=MAINNET, replicas=3, tor=TOR, i2p=I2P))

    assert there.restarted == []
    masters = services(there, "tor")["rpc"]["masters"]
    assert masters == [hidden.onion("new" if entry == "rpc" else "rpc")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(TOR, Tor(enabled=True, balanced=False), id="balanced"),
        pytest.param(
            Tor(enabled=True, balanced=False),
            Tor(enabled=True, balanced=False, proof_of_work=False),
            id="proof of work",
        ),
        pytest.param(TOR, Tor(enabled=True, circuit_lifetime="1h"), id="circuits"),
        pytest.param(TOR, Tor(enabled=True, bridges=("192.0.2.1:443",)), id="bridges"),
        pytest.param(TOR, Tor(enabled=True, clients=(Client(name="a", public_key=CLIENT_KEY),)), id="clients"),
    ],
)
def test_what_only_the_agents_are_told_restarts_nobody(before, after):
    """They follow their document."""
    there = settled(replicas=3, tor=before)
    document_before = document(there, "tor")

    there.settle(build.node_set(replicas=3, tor=after))

    assert document_before != document(there, "tor")
    assert there.restarted == []


def test_the_front_before_a_rotation_is_served_as_long_as_its_key_is_kept():
    """Each node answers for both."""
    there = node_world.World()
    there.keys = {"tor": facts.Keys(served=hidden.ring("tor", previous=("rpc",)))}

    there.settle(build.node_set(replicas=2, tor=TOR))

    assert services(there, "tor")["rpc"]["masters"] == [hidden.onion("rpc"), hidden.onion("rpc.previous")]


@pytest.mark.parametrize("known", [{}, {"tor": facts.Keys(because="no right")}])
def test_while_the_front_is_not_known_what_is_served_stays(known):
    """Nodes that are reached must not vanish because a Secret cannot be read for a moment."""
    wanted = build.node_set(replicas=2, tor=TOR)
    there = settled(replicas=2, tor=TOR)
    before = document(there, "tor")

    there.keys = known
    there.settle(wanted)

    assert before == document(there, "tor")


@pytest.mark.parametrize("where", ["served", "given"])
def test_a_bad_key_of_the_front_takes_nothing_else_away(where):
    """Peers, and the way out, go on; who is reached for nobody is not served."""
    ring = hidden.ring("tor")
    addresses = {entry: address for entry, address in ring.addresses.items() if entry != "rpc"}
    bad = {"rpc": "it has 5 bytes"}
    served = msgspec.structs.replace(ring, addresses=addresses, bad=bad if where == "served" else {})
    mine = facts.KeyRing(name="mine", uid="m", version="1", bad=bad) if where == "given" else None
    there = node_world.World()
    there.keys = {"tor": facts.Keys(served=served, given=mine)}

    there.settle(build.node_set(args=MAINNET, replicas=3, tor=Tor(enabled=True, clearnet="never")))

    assert services(there, "tor").keys() == {"p2p"}
    assert "SocksPort 127.0.0.1:9052 IsolateSOCKSAuth" in document(there, "tor")["lines"]


def test_where_nothing_is_known_yet_there_is_a_way_out_all_the_same():
    """Nodes that need no key of theirs, but Tor, have it."""
    there = node_world.World()

    there.settle(build.node_set(args=MAINNET, replicas=2, tor=Tor(enabled=True, clearnet="never", p2p="never")))

    assert there.pods.keys() == {0, 1}
    assert services(there, "tor") == {}


@pytest.mark.parametrize("network", ["tor", "i2p"])
def test_addresses_for_peers_are_served_while_an_old_pod_sends_by_them(network):
    """Its transactions would stay otherwise; then the address goes, and one that was never asked for is never there."""
    there = settled(args=MAINNET, tor=TOR, i2p=I2P)
    wanted = build.node_set(
        args=MAINNET,
        **{"tor": TOR, "i2p": I2P} | {network: (Tor if network == "tor" else I2p)(enabled=True, p2p="never")},
    )
    old = {pod.uid for pod in there.pods.values()}

    while old & {pod.uid for pod in there.pods.values()}:
        there.step(wanted)
        assert "p2p" in services(there, network) or not old & {pod.uid for pod in there.pods.values()}
    there.settle(wanted)
    assert "p2p" not in services(there, network)

    fresh = node_world.World()
    fresh.keys = hidden.keys(3)
    fresh.step(wanted)
    assert "p2p" not in services(fresh, network)


def test_the_documents_are_written_before_the_pods_that_read_them():
    """Services come first, then documents, then nodes."""
    there = node_world.World()
    there.keys = hidden.keys()

    plan, _ = there.step(build.node_set(replicas=1, tor=TOR, i2p=I2P))

    kinds = [type(child) for child in plan.apply]
    assert kinds.index(shapes.StatefulSet) > max(i for i, kind in enumerate(kinds) if kind is shapes.ConfigMap)


def test_no_key_stands_in_a_document():
    """Only addresses of others, and who serves what."""
    there = settled(replicas=3, tor=TOR, i2p=I2P)

    assert document(there, "tor")["services"][1] == {
        "name": "rpc",
        "key": "rpc-{ordinal}",
        "ports": ["18089 127.0.0.1:18089"],
        "masters": [hidden.onion("rpc")],
    }


def test_nodes_that_share_a_destination_know_each_other_s_own():
    """One that is alone has nobody, and who has no key yet is not known."""
    there = settled(replicas=3, nodes=2, tor=TOR, i2p=I2P)
    alone = settled(replicas=1, tor=TOR, i2p=I2P)

    assert document(there, "i2p")["nodes"] == [hidden.b32("p2p-0"), hidden.b32("p2p-1"), ""]
    assert "nodes" not in document(alone, "i2p")
