# SPDX-License-Identifier: Apache-2.0
"""Which children there are."""

from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.api.v1alpha1.nodes import Monerod
from tests.support import build, world


def names(plan, kind):
    """Return the names of a plan's children of a kind, in order."""
    return [child.metadata.name for child in plan.apply if type(child).__name__ == kind]


def test_services_come_before_the_nodes_that_dial_them():
    """The order of application is the order of the plan."""
    there = world.World()
    there.step(build.network(replicas=2))

    plan, _ = there.step(build.network(replicas=2))

    kinds = [type(child).__name__ for child in plan.apply]
    assert kinds == ["Service"] * 4 + ["DisruptionBudget"] + ["StatefulSet"] * 2


def test_a_missing_address_holds_back_only_those_who_dial_it():
    """Lower ordinals go on, and nobody is deleted."""
    there = world.World()
    there.settle(build.network(replicas=3))
    there.services.pop("regtest-1-p2p")
    there.children.pop(("Service", "regtest-1-p2p"))

    plan, _ = there.step(build.network(replicas=3))

    assert names(plan, "StatefulSet") == ["regtest-0", "regtest-1"]
    assert plan.delete == ()


def test_block_production_changes_no_child():
    """Switching it on or off restarts nobody."""
    there = world.World()
    there.settle(build.network(replicas=2))

    plan, writes = there.step(build.network(replicas=2, blocks=Blocks()))

    assert writes == 0
    assert len(plan.blocks.endpoints) == 2


def test_the_client_service_keeps_its_address():
    """It names the address that it has, as what the API server chose must not look like a difference."""
    there = world.World()
    there.settle(build.network(replicas=1))

    plan, _ = there.step(build.network(replicas=1))

    addresses = {
        child.metadata.name: child.spec.cluster_ip for child in plan.apply if type(child).__name__ == "Service"
    }
    assert there.services["regtest"].cluster_ip == addresses["regtest"]
    assert addresses["regtest-nodes"] == "None"


def test_a_node_on_its_way_out_keeps_its_address():
    """Its StatefulSet may have to change once more before it goes."""
    there = world.World()
    there.settle(build.network(replicas=2))

    plan, _ = there.step(build.network(replicas=1))

    assert "regtest-1-p2p" in names(plan, "Service")


def test_stopping_and_starting_a_lone_node_changes_nothing_about_it():
    """At 0 replicas it still is the only one, so it keeps its template."""
    there = world.World()
    there.settle(build.network(replicas=1))
    before = there.statefulsets[0].template

    there.settle(build.network(replicas=0))

    assert before == there.statefulsets[0].template


def test_zmq_is_on_the_services_of_who_asks_for_it():
    """Behind the Service for clients, and at the nodes' names."""
    there = world.World()
    there.settle(build.network(node={"monerod": Monerod(args=build.REGTEST, zmq=True)}))

    ports = {
        name: {port.name for port in there.children["Service", name].spec.ports}
        for name in ("regtest", "regtest-nodes")
    }
    assert {name for name, found in ports.items() if "zmq-pub" in found} == {"regtest", "regtest-nodes"}
