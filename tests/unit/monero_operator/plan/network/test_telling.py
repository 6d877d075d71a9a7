# SPDX-License-Identifier: Apache-2.0
"""What nodes of a network are told of Tor and I2P when blocks go past these, by plans that are carried out."""

from typing import Any

import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.desired import shapes
from monero_operator.plan.network import decide
from tests.support import build, hidden, world

BOTH: dict[str, Any] = {"tor": Tor(enabled=True), "i2p": I2p(enabled=True, noise=True)}
ZONES = ("add-exclusive-node", "tx-proxy", "anonymous-inbound")


def settled(*, nodes: int = 8, **fields: Any) -> world.World:
    """Return a world in which a network with Tor and I2P is as it was asked for."""
    there = world.World()
    there.keys = hidden.keys(nodes)
    there.settle(network(**fields))
    return there


def network(**fields: Any) -> Any:
    """Return a network of three with Tor and I2P."""
    return build.network(**{"node": BOTH, "replicas": 3} | fields)


def told(there: world.World, ordinal: int) -> list[str]:
    """Return the arguments of a node about whom it dials and how transactions travel."""
    child = there.children["StatefulSet", f"regtest-{ordinal}"]
    assert isinstance(child, shapes.StatefulSet)
    words = (word.removeprefix("--") for word in child.spec.template.spec.containers[0].args)
    return [word for word in words if word.startswith(ZONES)]


def test_siblings_meet_in_the_cluster_for_blocks_and_at_their_onions_for_transactions():
    """The first dials the second, as transactions go only to peers that were dialed; all have their own addresses.

    Among themselves they hide nothing unless they are told to.
    """
    there = settled()
    address = [there.services[f"regtest-{i}-p2p"].cluster_ip for i in range(3)]
    shared = ["tx-proxy=tor,127.0.0.1:9050,disable_noise", "tx-proxy=i2p,127.0.0.1:4447"]

    assert told(there, 0) == [
        f"add-exclusive-node={address[0]}:18080",
        f"add-exclusive-node={hidden.onion('p2p-1')}:18084",
        f"add-exclusive-node={hidden.b32('p2p-1')}",
        *shared,
        f"anonymous-inbound={hidden.onion('p2p-0')}:18084,127.0.0.1:18084",
        f"anonymous-inbound={hidden.b32('p2p-0')},127.0.0.1:18085",
    ]
    assert told(there, 2)[:6] == [
        f"add-exclusive-node={address[0]}:18080",
        f"add-exclusive-node={address[1]}:18080",
        *(f"add-exclusive-node={hidden.onion(f'p2p-{i}')}:18084" for i in range(2)),
        *(f"add-exclusive-node={hidden.b32(f'p2p-{i}')}" for i in range(2)),
    ]


def test_a_network_of_mainnets_rules_is_closed_as_well():
    """It knows no strangers, so nothing is hidden from them."""
    there = settled(args=())

    assert "tx-proxy=tor,127.0.0.1:9050,disable_noise" in told(there, 0)


def test_growing_and_shrinking_restart_nobody():
    """Each dials those below."""
    there = settled()

    for replicas in (6, 2, 4):
        there.settle(network(replicas=replicas))

    assert there.restarted == []


def test_no_node_is_made_before_its_addresses_are_known():
    """It would have to be restarted for them; those that run go on."""
    there = settled(nodes=3)

    there.settle(network(replicas=4))
    assert ("StatefulSet", "regtest-3") not in there.children

    there.keys = hidden.keys(4)
    there.settle(network(replicas=4))
    assert ("StatefulSet", "regtest-3") in there.children
    assert there.restarted == []


def test_an_address_that_changes_is_rolled_out_as_its_owners_wish():
    """It does not wait until fewer others are upgraded: somebody has asked for new keys."""
    there = settled()
    ring = hidden.ring("tor", 3)
    there.keys["tor"] = facts.Keys(served=hidden.ring("tor", addresses=ring.addresses | {"p2p-2": "new.onion"}))
    there.may_upgrade = False

    there.settle(network())

    assert there.restarted == ["regtest-2-0"]
    assert "anonymous-inbound=new.onion:18084,127.0.0.1:18084" in told(there, 2)


def test_a_node_that_is_lost_with_its_address_gets_the_one_that_siblings_dial():
    """Onions among those whom they dial are not mistaken for it."""
    there = settled()
    before = there.services.pop("regtest-0-p2p").cluster_ip
    there.children.pop(("Service", "regtest-0-p2p"))

    there.settle(network())

    assert there.services["regtest-0-p2p"].cluster_ip == before
    assert there.restarted == []


def test_a_key_that_is_bad_keeps_no_node_from_running():
    """It is not reached there, and siblings do not ask for it."""
    there = world.World()
    good = {entry: address for entry, address in hidden.ring("tor").addresses.items() if entry != "p2p-1"}
    there.keys = {"tor": facts.Keys(served=hidden.ring("tor", addresses=good, bad={"p2p-1": "64 bytes"}))}

    there.settle(network(node={"tor": Tor(enabled=True)}))

    assert not [word for word in told(there, 1) if word.startswith("anonymous-inbound")]
    assert not [word for i in range(3) for word in told(there, i) if hidden.onion("p2p-1") in word]


def test_a_node_on_its_way_out_keeps_what_it_dialed():
    """Its template must not change for want of what is gone; volumes that stay need it to stop first."""
    there = settled()

    plan, _ = there.step(network(replicas=2))

    assert [deletion.name for deletion in plan.delete if deletion.kind == "StatefulSet"] == ["regtest-2"]
    there.settle(network(replicas=2))
    assert there.restarted == []


def test_off_again_leaves_addresses_of_the_cluster_alone():
    """Each node is restarted once, and says nothing of Tor or I2P any more."""
    there, fresh = settled(), world.World()
    fresh.settle(build.network(replicas=3))

    there.settle(build.network(replicas=3))

    assert sorted(there.restarted) == ["regtest-0-0", "regtest-1-0", "regtest-2-0"]
    assert there.children.keys() == fresh.children.keys()
    assert told(there, 2) == told(fresh, 2)


@pytest.mark.parametrize("tor", [{"peers": (hidden.onion("a"),)}, {"p2p": "always"}])
def test_a_lone_node_has_nobody_to_meet_at_tor(tor):
    """No blocks come that way, and without them monerod takes no transaction: it is refused, and nothing is made."""
    wanted = network(replicas=1, node={"tor": Tor(enabled=True, **tor)})

    plan = decide.decide(wanted, build.gathered(), build.IMAGES, build.NOW)

    (found,) = (each for each in plan.status.conditions if each.type == "ConfigValid")
    assert (found.status, plan.apply) == ("False", ())
    assert "spec.template.spec.tor.p2p" in found.message


@pytest.mark.parametrize("args", [(), ("--testnet",), build.REGTEST])
def test_a_lone_node_works_offline_by_the_rules_of_any_network(args):
    """The seeds that monerod knows of mainnet are for others: it dials nobody."""
    there = settled(replicas=1, args=args)

    assert told(there, 0) == []
    child = there.children["StatefulSet", "regtest-0"]
    assert "--offline" in child.spec.template.spec.containers[0].args
