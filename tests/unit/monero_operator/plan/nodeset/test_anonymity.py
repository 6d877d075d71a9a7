# SPDX-License-Identifier: Apache-2.0
"""Node sets with Tor and I2P, by plans that are carried out: what runs beside each node, and who is told what."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, I2p, KeyRetention, Tor
from monero_operator.api.v1alpha1.moneronodeset import P2p
from monero_operator.desired import configmap, shapes
from monero_operator.plan.actions import KeyDrop
from monero_operator.plan.nodeset import decide
from tests.support import build, hidden, node_world

CLIENT_KEY = "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"
TOR, I2P = Tor(enabled=True), I2p(enabled=True)
MAINNET = ()


def settled(*, nodes=3, **fields):
    """Return a world in which a node set is as it was asked for; its keys are made."""
    there = node_world.World()
    there.keys = hidden.keys(nodes)
    there.settle(build.node_set(**fields))
    return there


def told(there):
    """Return the lines of each ordinal."""
    return {ordinal: text.splitlines() for ordinal, text in configmap.contents(there.config).items()}


def pod(there):
    """Return the pod that nodes are made of."""
    return there.statefulset.spec.template.spec


def arguments(there):
    """Return monerod's arguments that all nodes share."""
    return pod(there).containers[0].args


def document(there, network):
    """Return what the agents of a network are told."""
    return json.loads(there.config_maps[f"regtest-{network}"].data[f"{network}.json"])


def services(there, network):
    """Return what they serve, by name."""
    return {service["name"]: service for service in document(there, network).get("services", [])}


def test_both_run_beside_each_node_before_monerod_and_after_it():
    """As native sidecars in front of the exporter, which is told where they say how they are."""
    there = settled(tor=TOR, i2p=I2P)

    init = pod(there).init_containers
    assert [(each.name, each.restart_policy) for each in init] == [
        ("tor", "Always"),
        ("i2p", "Always"),
        ("exporter", "Always"),
    ]
    assert {"--tor-addr=http://127.0.0.1:9101", "--i2p-addr=http://127.0.0.1:9102"} <= set(init[-1].args)


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


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"args": MAINNET}, True, id="mainnet"),
        pytest.param({"args": MAINNET, "replicas": 2, "p2p": P2p(siblings=True)}, True, id="siblings on mainnet"),
        pytest.param(
            {"args": ("--stagenet",), "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, True, id="peers"
        ),
        pytest.param({"args": ("--stagenet",), "replicas": 2, "p2p": P2p(siblings=True)}, False, id="siblings alone"),
        pytest.param({"replicas": 2}, False, id="a closed set"),
        pytest.param(
            {"replicas": 2, "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, False, id="a closed one's peers"
        ),
        pytest.param({"replicas": 2, "tor": Tor(enabled=True, noise=True)}, True, id="by the user's word"),
        pytest.param({"args": MAINNET, "tor": Tor(enabled=True, noise=False)}, False, id="against the user's word"),
    ],
)
def test_transactions_are_hidden_among_padding_where_strangers_are_met(fields, expected):
    """Siblings have blocks later than who pads towards them, and transactions would wait for that."""
    there = settled(**{"tor": TOR} | fields)

    (proxy,) = (line for line in told(there)[0] if line.startswith("tx-proxy=tor"))
    assert ("disable_noise" not in proxy) == expected


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


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"args": MAINNET}, True, id="mainnet has seeds"),
        pytest.param({"args": ("--stagenet",)}, False, id="stagenet has none"),
        pytest.param({"args": ("--add-exclusive-node=192.0.2.1",)}, False, id="monerod dials nobody beside that one"),
        pytest.param({"args": ("--offline",)}, False, id="offline"),
        pytest.param({"args": ("--stagenet",), "replicas": 2, "p2p": P2p(siblings=True)}, True, id="siblings"),
        pytest.param({"args": ("--stagenet",), "replicas": 1, "p2p": P2p(siblings=True)}, False, id="no sibling yet"),
        pytest.param({"replicas": 2}, True, id="a closed set"),
        pytest.param({"replicas": 1}, False, id="alone and closed"),
        pytest.param(
            {"args": ("--stagenet",), "tor": Tor(enabled=True, peers=(hidden.onion("friend"),))}, True, id="peers"
        ),
        pytest.param({"args": ("--stagenet",), "tor": Tor(enabled=True, p2p="always")}, True, id="by the user's word"),
        pytest.param({"args": MAINNET, "tor": Tor(enabled=True, p2p="never")}, False, id="against the user's word"),
    ],
)
def test_transactions_leave_by_tor_only_where_somebody_can_take_them(fields, expected):
    """Elsewhere they would stay: monerod has then no other way. The RPC is offered in any case."""
    there = settled(**{"tor": TOR} | fields)

    lines = [line for each in (told(there).values() if there.config else ()) for line in each]
    assert expected == any(line.startswith("tx-proxy=tor") for line in lines)
    assert expected == ("p2p" in services(there, "tor"))
    assert "rpc" in services(there, "tor")


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


def test_no_node_is_made_before_its_address_is_known():
    """Which a Secret will hold that is not made yet; then all is written once."""
    there = node_world.World()
    wanted = build.node_set(args=MAINNET, replicas=2, tor=TOR)
    there.settle(wanted)
    assert there.statefulset is None

    there.keys = hidden.keys()
    there.settle(wanted)

    assert there.pods.keys() == {0, 1}
    assert there.restarted == []


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


def test_a_set_grows_when_the_keys_of_the_new_nodes_are_made():
    """Not before: a node without its address would be restarted for it."""
    there = settled(nodes=1, args=MAINNET, replicas=1, tor=TOR)
    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))
    assert there.pods.keys() == {0}

    there.keys = hidden.keys(2)
    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))

    assert there.pods.keys() == {0, 1}
    assert there.restarted == []


def test_an_onion_for_named_clients_is_each_nodes_own():
    """Onionbalance would let everybody in."""
    there = settled(replicas=2, tor=Tor(enabled=True, clients=(Client(name="a", public_key=CLIENT_KEY),)))

    rpc = services(there, "tor")["rpc"]
    assert rpc["clients"] == {"a": CLIENT_KEY}
    assert rpc["key"] == "rpc-{ordinal}"
    assert "masters" not in rpc


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


@pytest.mark.parametrize(("before", "after"), [(2, 4), (4, 2)])
def test_scaling_restarts_nobody(before, after):
    """Each node dials the lower ones, at Tor too."""
    there = settled(nodes=4, replicas=before, tor=TOR, i2p=I2P)

    there.settle(build.node_set(replicas=after, tor=TOR, i2p=I2P))

    assert there.restarted == []


def test_the_shared_onion_changes_hands_only_when_one_node_is_left():
    """Of two tors with its key, the one that ends could be the last to publish it."""
    there = settled(replicas=3, tor=TOR)
    wanted = build.node_set(replicas=1, tor=TOR)
    seen = there.look()

    leaving = decide.decide(wanted, seen, build.IMAGES, build.NOW)
    alone = decide.decide(wanted, msgspec.structs.replace(seen, pods={0: seen.pods[0]}), build.IMAGES, build.NOW)

    keys = []
    for plan in (leaving, alone):
        (found,) = [child for child in plan.apply if child.metadata.name == "regtest-tor"]
        (rpc,) = [each for each in json.loads(found.data["tor.json"])["services"] if each["name"] == "rpc"]
        keys.append((rpc["key"], "masters" in rpc))
    assert keys == [("rpc-{ordinal}", True), ("rpc", False)]


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


def test_who_waits_for_keys_says_so():
    """There is no StatefulSet yet that anybody could look at."""
    there = node_world.World()

    plan = there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))

    assert there.statefulset is None
    assert "StartingWithKeys" in {condition.reason for condition in plan.status.conditions}


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


def test_keys_go_with_the_last_pod_that_serves_by_them():
    """Not before: its onions would end while it runs."""
    there = settled(args=MAINNET, tor=TOR)
    off = Tor(enabled=False, retention_policy=KeyRetention(when_disabled="Delete"))
    wanted = build.node_set(args=MAINNET, tor=off)

    first, _ = there.step(wanted)
    last = there.settle(wanted)

    assert not any(isinstance(order, KeyDrop) for order in first.keys)
    assert any(isinstance(order, KeyDrop) for order in last.keys)


def test_switched_off_nothing_of_it_is_left_in_pods_and_lines():
    """The same pods as before it was switched on."""
    plain = settled(replicas=2)
    there = settled(replicas=2)
    there.settle(build.node_set(replicas=2, tor=TOR, i2p=I2P))

    there.settle(build.node_set(replicas=2))

    assert plain.statefulset == there.statefulset
    assert plain.config.data == there.config.data
    assert sorted(there.restarted) == ["regtest-0", "regtest-0", "regtest-1", "regtest-1"]


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


WISHES = st.fixed_dictionaries(
    {
        "replicas": st.integers(min_value=0, max_value=3),
        "args": st.sampled_from([build.REGTEST, (*build.REGTEST, "--add-exclusive-node=192.0.2.1")]),
        "tor": st.builds(Tor, enabled=st.booleans(), p2p=st.sampled_from(["auto", "always", "never"])),
        "i2p": st.builds(I2p, enabled=st.booleans(), rpc=st.booleans()),
    }
).filter(lambda wish: wish["replicas"] != 1 or wish["args"] != build.REGTEST or wish["tor"].p2p != "always")
"""All but those that are refused."""


@settings(max_examples=15, deadline=None)
@given(st.lists(WISHES, min_size=2, max_size=4))
def test_any_series_of_wishes_ends_where_the_last_one_alone_leads(series):
    """What was asked before leaves no trace, and every pod knows what it is to know."""
    there = node_world.World()
    there.keys = hidden.keys()

    for wish in series:
        there.settle(build.node_set(**wish))

    alone = settled(**series[-1])
    assert alone.statefulset == there.statefulset
    documents = [
        {name: each.data for name, each in world.config_maps.items() if not name.endswith("-config")}
        for world in (alone, there)
    ]
    assert documents[0] == documents[1]
    if there.config is not None:
        known = {ordinal: text.splitlines() for ordinal, text in there.started_with.items() if ordinal in there.pods}
        assert known == {ordinal: lines for ordinal, lines in told(there).items() if ordinal in there.pods}
