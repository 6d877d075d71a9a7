# SPDX-License-Identifier: Apache-2.0
"""Who publishes one onion for all nodes of a set, by plans that are carried out."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, Tor
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.plan.nodeset import decide
from tests.support import build, hidden, node_world

CLIENT_KEY = "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"
NAME = "regtest-onionbalance"


def nodes(tor: dict[str, Any] | None = None, **fields: Any) -> MoneroNodeSet:
    """Return three nodes with Tor."""
    return build.node_set(**{"replicas": 3, "tor": Tor(**{"enabled": True} | (tor or {}))} | fields)


def settled(node_set: MoneroNodeSet) -> node_world.World:
    """Return a world in which a node set is as it was asked for; its keys are made."""
    there = node_world.World()
    there.keys = hidden.keys(max(node_set.spec.replicas, 1))
    there.settle(node_set)
    return there


def backends(there: node_world.World) -> list[str]:
    """Return the onions behind the shared one."""
    found: list[str] = json.loads(there.config_maps[NAME].data["balancer.json"])["backends"]
    return found


def test_the_onions_of_all_nodes_stand_behind_one():
    """It is published by a tor that offers nothing itself, in whatever Tor network the nodes are in."""
    there = settled(nodes())

    documents = {key: json.loads(text) for key, text in there.config_maps[NAME].data.items()}
    assert there.deployments.keys() == {NAME}
    assert documents == {
        "balancer.json": {
            "schema": 1,
            "key": "rpc",
            "backends": [hidden.onion(f"rpc-{i}") for i in range(3)],
            "intervals": {"fetchSeconds": 30, "publishSeconds": 15},
        },
        "tor.json": {"schema": 1, "lines": ["SocksPort 0", "MaxCircuitDirtiness 600"]},
    }


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(nodes(replicas=0), id="nobody is there"),
        pytest.param(nodes({"balanced": False}), id="it is not wanted"),
        pytest.param(nodes({"clients": (Client("alice", CLIENT_KEY),)}), id="Onionbalance lets everybody in"),
        pytest.param(nodes({"rpc": False}), id="nothing is offered"),
        pytest.param(build.node_set(replicas=3), id="Tor is off"),
    ],
)
def test_nobody_publishes_what_is_not_shared(other):
    """What was there for it goes, and comes back when it is wanted again."""
    there = settled(nodes())

    there.settle(other)
    assert there.deployments.keys() | there.config_maps.keys() & {NAME} == set()

    there.settle(nodes())
    assert there.deployments.keys() == {NAME}
    assert len(backends(there)) == 3


def test_the_last_node_of_several_stays_behind_it():
    """Until its owner says otherwise: whoever published the onion next might be refused for hours."""
    alone = nodes(replicas=1)
    assert settled(alone).deployments == {}

    there = settled(nodes())
    plan = there.settle(alone)
    assert backends(there) == [hidden.onion("rpc-0")]
    assert plan.status.tor.address == hidden.onion("rpc")
    assert plan.status.tor.nodes[0].rpc == f"{hidden.onion('rpc-0')}:18089"
    served = json.loads(there.config_maps["regtest-tor"].data["tor.json"])["services"]
    assert [(each["key"], "masters" in each) for each in served if each["name"] == "rpc"] == [("rpc-{ordinal}", True)]

    deployment = there.deployments.pop(NAME)
    there.settle(alone)
    assert there.deployments == {NAME: deployment}

    there.settle(nodes({"balanced": False}, replicas=1))
    there.settle(alone)
    assert there.deployments == {}
    served = json.loads(there.config_maps["regtest-tor"].data["tor.json"])["services"]
    assert [each["key"] for each in served if each["name"] == "rpc"] == ["rpc"]


def test_no_more_nodes_stand_behind_it_than_a_descriptor_has_room_for():
    """The others are reached at their own onions."""
    assert backends(settled(nodes(replicas=10))) == [hidden.onion(f"rpc-{i}") for i in range(8)]


def test_who_is_behind_it_follows_the_number_of_nodes_and_restarts_nobody():
    """Neither a node nor the publisher: both follow their documents."""
    there = settled(nodes(replicas=2))
    deployment = there.deployments[NAME]
    there.keys = hidden.keys(4)

    there.settle(nodes(replicas=4))

    assert (len(backends(there)), there.deployments[NAME], there.restarted) == (4, deployment, [])


def test_while_keys_are_not_known_it_stays_as_it_is():
    """A Secret that cannot be read for a moment must not take nodes away from clients."""
    there = settled(nodes())
    there.keys = {"tor": facts.Keys(because="no answer")}

    there.settle(nodes())

    assert len(backends(there)) == 3
    assert there.deployments.keys() == {NAME}


def restarts(node_set: MoneroNodeSet, *, seconds_ago: float) -> int:
    """Return how many nodes are restarted for another image, the youngest of which is so old."""
    there = settled(node_set)
    changed = msgspec.structs.replace(
        node_set.spec, monerod=msgspec.structs.replace(node_set.spec.monerod, image="registry.example/monerod:2")
    )
    newer = msgspec.structs.replace(node_set, spec=changed)
    there.step(newer)
    started_at = build.NOW - timedelta(seconds=seconds_ago)
    there.pods[0] = msgspec.structs.replace(there.pods[0], started_at=started_at)
    return len(decide.decide(newer, there.look(), there.images, build.NOW).restart)


def test_a_rollout_is_no_faster_than_clients_learn_of_nodes():
    """Otherwise all that the shared onion leads to could be gone at once; without one nobody needs to wait."""
    assert [restarts(nodes(), seconds_ago=seconds) for seconds in (119, 120)] == [0, 1]
    assert restarts(nodes({"balanced": False}), seconds_ago=0) == 1
