# SPDX-License-Identifier: Apache-2.0
"""Networks over Tor or I2P, by plans that are carried out: whom nodes dial, and who knows what that stands for."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from monero_agent.i2p import wanted as wanted_of_i2p
from monero_agent.tor import wanted as wanted_of_tor
from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.desired import shapes
from monero_operator.plan.network import config, decide, transport
from tests.support import build, hidden, world

FRIEND = hidden.onion("friend")
STRANGER = hidden.b32("stranger")


def network(over: Any, **fields: Any):
    """Return a regtest network over this transport."""
    return build.network(**{"transport": over, "replicas": 3} | fields)


def settled(wanted, *, nodes: int = 8) -> world.World:
    """Return a world in which a network is as it was asked for; there are keys for more nodes than it has."""
    there = world.World()
    there.keys = hidden.keys(nodes)
    there.settle(wanted)
    return there


def arguments(there: world.World, ordinal: int) -> list[str]:
    """Return monerod's arguments."""
    child = there.children["StatefulSet", f"regtest-{ordinal}"]
    assert isinstance(child, shapes.StatefulSet)
    return list(child.spec.template.spec.containers[0].args)


def dialed(there: world.World, ordinal: int) -> list[str]:
    """Return whom a node is told to dial."""
    given = (word.partition("=") for word in arguments(there, ordinal))
    return [value for flag, _, value in given if flag.startswith("--add-")]


def document(there: world.World, at: str) -> dict[str, Any]:
    """Return what the agents of Tor or I2P are told."""
    child = there.children["ConfigMap", f"regtest-{at}"]
    assert isinstance(child, shapes.ConfigMap)
    read: dict[str, Any] = json.loads(child.data[f"{at}.json"])
    return read


def test_over_tor_nodes_dial_numbers_that_tor_alone_understands():
    """Each the lower ones, the first itself; monerod reaches nobody otherwise and is reached by nobody otherwise."""
    there = settled(network("tor"))

    assert {i: dialed(there, i) for i in range(3)} == {
        0: ["127.0.0.1:18080"],
        1: ["10.192.0.0:18080"],
        2: ["10.192.0.0:18080", "10.192.0.1:18080"],
    }
    told = document(there, "tor")
    assert told["maps"] == {f"10.192.0.{i}": hidden.onion(f"p2p-{i}") for i in range(3)}
    assert told["services"][0] == {"name": "p2p", "key": "p2p-{ordinal}", "ports": ["18080 127.0.0.1:18080"]}
    assert any(line.startswith("SocksPort 127.0.0.1:9050") for line in told["lines"])
    assert {"--proxy=127.0.0.1:9050", "--p2p-bind-ip=127.0.0.1", "--allow-local-ip", "--hide-my-port"} <= set(
        arguments(there, 2)
    )
    assert "--p2p-bind-ip=0.0.0.0" not in arguments(there, 2)


def test_over_i2p_nodes_dial_ports_on_loopback_that_i2pd_forwards():
    """There is no proxy, which would take these connections elsewhere."""
    there = settled(network("i2p"))

    assert {i: dialed(there, i) for i in range(3)} == {
        0: ["127.0.0.1:18080"],
        1: ["127.0.2.1:18080"],
        2: ["127.0.2.1:18080", "127.0.2.2:18080"],
    }
    told = document(there, "i2p")
    assert told["clients"] == [
        {"listen": f"127.0.2.{i + 1}:18080", "destination": hidden.b32(f"p2p-{i}"), "port": 18080} for i in range(3)
    ]
    assert {"--p2p-bind-ip=127.0.0.1", "--hide-my-port"} <= set(arguments(there, 2))
    assert not [word for word in arguments(there, 2) if "proxy" in word]


def test_agents_read_what_numbers_stand_for():
    """By the rules of their own programs, as every other document."""
    maps = wanted_of_tor.parse(document(settled(network("tor")), "tor"), 2).maps
    tunnels = wanted_of_i2p.parse(document(settled(network("i2p")), "i2p"), 2).clients

    assert len(maps) == len(tunnels) == 3


@pytest.mark.parametrize("over", ["tor", "i2p"])
def test_nothing_else_leads_from_node_to_node(over):
    """No address in the cluster, no name to look up, and transactions go where blocks go."""
    there = settled(network(over, node={"tor": Tor(enabled=True), "i2p": I2p(enabled=True)}))

    assert not [name for kind, name in there.children if kind == "Service" and name.endswith("-p2p")]
    child = there.children["StatefulSet", "regtest-1"]
    assert isinstance(child, shapes.StatefulSet)
    words = [word for each in child.spec.template.spec.init_containers for word in each.args]
    assert not [word for word in words if word.startswith("--siblings")]
    assert not [word for word in arguments(there, 1) if word.startswith(("--tx-proxy", "--anonymous-inbound"))]


@pytest.mark.parametrize("over", ["tor", "i2p"])
def test_growing_and_shrinking_restart_nobody(over):
    """What an address stands for is told to routers, which follow without a restart."""
    there = settled(network(over))

    for replicas in (8, 2, 5):
        there.settle(network(over, replicas=replicas))

        entries = document(there, over)["maps" if over == "tor" else "clients"]
        assert (len(entries), there.restarted) == (replicas, [])


def test_a_lone_node_works_offline_and_is_restarted_for_its_first_sibling():
    """As in any network: a node that waits for peers is never in sync."""
    there = settled(network("tor", replicas=1))
    assert "--offline" in arguments(there, 0)

    there.settle(network("tor", replicas=3))

    assert there.restarted == ["regtest-0-0"]
    assert "--offline" not in arguments(there, 0)


def test_a_rotation_restarts_nobody_and_waits_for_those_who_have_not_heard_of_it():
    """While both addresses are served siblings go to the old one at first, and to the new one before the old one ends.

    Every router has the old one when keys change, and every one the new one when they change again.
    """
    wanted = network("tor", node={"tor": Tor(overlap="10m")})
    there = settled(wanted)
    ring = hidden.ring("tor", 3, rotated_at=there.now.isoformat())
    both = ring.addresses | {"p2p-1": "new.onion", "p2p-1.previous": hidden.onion("p2p-1")}
    led, again = [], []

    there.keys = {"tor": facts.Keys(served=msgspec.structs.replace(ring, addresses=both))}
    for minutes in (0, 4, 6):
        there.now = build.NOW + timedelta(minutes=minutes)
        again.append(there.settle(wanted).look_again_after_seconds)
        led.append(document(there, "tor")["maps"]["10.192.0.1"])

    assert led == [hidden.onion("p2p-1"), hidden.onion("p2p-1"), "new.onion"]
    assert again[1] <= 60
    assert there.restarted == []


@pytest.mark.parametrize("over", ["tor", "i2p"])
def test_while_keys_are_not_known_siblings_keep_their_ways(over):
    """A Secret that cannot be read for a moment must not tear a network apart; another node waits, and says why."""
    there = settled(network(over))
    before = document(there, over)
    there.keys = {}

    plan = there.settle(network(over, replicas=4))

    assert document(there, over) == before
    assert (sorted(there.pods), there.restarted) == ([0, 1, 2], [])
    assert "StartingWithKeys" in {each.reason for each in plan.status.conditions}


@pytest.mark.parametrize("known", [{}, {"tor": facts.Keys(because="no right")}])
def test_no_node_is_made_before_it_is_known_where_its_siblings_are(known):
    """Nobody could be reached; one alone needs no address."""
    there = world.World()
    there.keys = known

    plan = there.settle(network("tor"))
    assert there.pods == {}
    assert "StartingWithKeys" in {each.reason for each in plan.status.conditions}

    there.settle(network("tor", replicas=1))
    assert sorted(there.pods) == [0]


def test_a_bad_key_keeps_nobody_from_running():
    """The others find each other."""
    ring = hidden.ring("tor")
    addresses = {entry: address for entry, address in ring.addresses.items() if entry not in ("p2p-1", "rpc")}
    bad = msgspec.structs.replace(ring, addresses=addresses, bad={"p2p-1": "broken", "rpc": "broken"})
    there = world.World()
    there.keys = {"tor": facts.Keys(served=bad)}

    there.settle(network("tor", node={"tor": Tor(rpc=True)}))

    assert sorted(there.pods) == [0, 1, 2]
    assert document(there, "tor")["maps"].keys() == {"10.192.0.0", "10.192.0.2"}
    assert [each["name"] for each in document(there, "tor")["services"]] == ["p2p"]


@pytest.mark.parametrize(
    ("over", "settings", "expected"),
    [
        ("tor", {"tor": Tor(peers=(FRIEND, f"{FRIEND}:1234"))}, ["10.192.1.0:18080", "10.192.1.1:1234"]),
        ("i2p", {"i2p": I2p(peers=(STRANGER,))}, ["127.0.3.1:18080"]),
    ],
)
def test_a_network_reaches_beyond_its_cluster_by_the_peers_that_are_named(over, settings, expected):
    """Every node dials them, also one that has no sibling; each has an address of its own."""
    there = settled(network(over, node=settings))
    alone = settled(network(over, node=settings, replicas=1))

    assert dialed(there, 0) == ["127.0.0.1:18080", *expected]
    assert dialed(there, 1)[1:] == expected
    assert dialed(alone, 0) == ["127.0.0.1:18080", *expected]
    assert "--offline" not in arguments(alone, 0)
    told = document(there, over)
    if over == "tor":
        assert (told["maps"]["10.192.1.0"], told["maps"]["10.192.1.1"]) == (FRIEND, FRIEND)
    else:
        assert told["clients"][-1] == {"listen": "127.0.3.1:18080", "destination": STRANGER, "port": 18080}


def test_where_nodes_are_found_and_whether_they_are_is_told():
    """By their onions, at the port of ordinary peers."""
    plan = settled(network("tor")).settle(network("tor"))

    assert plan.status.tor is not None
    assert [node.p2p for node in plan.status.tor.nodes] == [f"{hidden.onion(f'p2p-{i}')}:18080" for i in range(3)]
    verdicts = {found.type: found.reason for found in plan.status.conditions}
    assert verdicts["OnionPeersAvailable"] == "HasPeers"


@pytest.mark.parametrize(
    ("over", "settings", "field"),
    [
        ("tor", {"tor": Tor(p2p="never")}, "tor.p2p"),
        ("i2p", {"i2p": I2p(p2p="never")}, "i2p.p2p"),
        ("tor", {"i2p": I2p(enabled=True, p2p="always")}, "i2p.p2p"),
        ("i2p", {"tor": Tor(enabled=True, peers=(FRIEND,))}, "tor.peers"),
        ("tor", {"tor": Tor(clearnet="untilSynced")}, "tor.clearnet"),
        ("clearnet", {"tor": Tor(enabled=True, clearnet="never")}, "tor.clearnet"),
        ("i2p", {"tor": Tor(clearnet="never")}, "tor.clearnet"),
    ],
)
def test_what_contradicts_a_transport_is_told(over, settings, field):
    """In a sentence that names the field, and nothing is changed."""
    plan = decide.decide(network(over, node=settings), build.gathered(), build.IMAGES, build.NOW)

    (found,) = (each for each in plan.status.conditions if each.type == "ConfigValid")
    assert (found.status, found.reason, plan.apply) == ("False", "ValuesContradict", ())
    assert field in found.message


@pytest.mark.parametrize(
    ("over", "settings"),
    [
        ("tor", {"tor": Tor(clearnet="never", enforced=True)}),
        ("tor", {"tor": Tor(enabled=True, p2p="always"), "i2p": I2p(enabled=True)}),
        ("i2p", {"tor": Tor(enabled=True)}),
    ],
)
def test_what_goes_with_a_transport_is_accepted(over, settings):
    """A network over Tor may be fenced in, and offer its RPC over both."""
    given = config.given_of(network(over, node=settings), build.gathered(), build.IMAGES)

    assert list(transport.check(given)) == []
    there = settled(network(over, node=settings))
    is_fenced = "fence" in {each.name for each in _pod(there).init_containers}
    assert is_fenced == settings["tor"].enforced


def _pod(there: world.World) -> shapes.PodSpec:
    child = there.children["StatefulSet", "regtest-1"]
    assert isinstance(child, shapes.StatefulSet)
    return child.spec.template.spec


def test_without_an_image_for_the_routers_nothing_is_made():
    """The transport needs them though nobody wrote `enabled`."""
    images = build.IMAGES.__class__(monerod="m:1", exporter="e:1")

    plan = decide.decide(network("i2p"), build.gathered(), images, build.NOW)

    assert plan.status.conditions[-1].reason == "NoImage"
