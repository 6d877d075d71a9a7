# SPDX-License-Identifier: Apache-2.0
"""Plans against a tiny world: they converge, they are the same twice, and they touch no more than they must."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.api.v1alpha1.nodes import Monerod, Update
from monero_operator.plan import status
from monero_operator.plan.network import decide
from monero_operator.settings import Images
from tests.support import build, world

NEW_IMAGE = {"monerod": Monerod(image="registry.example/monerod:2", args=build.REGTEST)}


def conditions(plan):
    """Return the verdict of each condition."""
    return {condition.type: condition.status for condition in plan.status.conditions}


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=6), min_size=1, max_size=4))
def test_any_series_of_sizes_converges_with_all_conditions_true(sizes):
    """After any scaling the last plan writes nothing, and as many nodes run as were asked for."""
    there = world.World()

    for size in sizes:
        plan = there.settle(build.network(replicas=size))

    assert sizes[-1] == len(there.pods)
    assert sizes[-1] == plan.status.ready_replicas
    if sizes[-1]:
        assert {"True"} == set(conditions(plan).values())


@settings(max_examples=25)
@given(
    st.integers(min_value=0, max_value=5), st.integers(min_value=0, max_value=5), st.integers(min_value=0, max_value=4)
)
def test_deciding_twice_gives_the_same_plan(first, second, steps):
    """The same facts and the same clock give an equal plan, in the middle of any change."""
    there = world.World()
    there.settle(build.network(replicas=first))
    wanted = build.network(replicas=second, node=NEW_IMAGE)
    for _ in range(steps):
        there.step(wanted)

    once = decide.decide(wanted, there.look(), there.images, there.now)
    twice = decide.decide(wanted, there.look(), there.images, there.now)

    assert once == twice


def test_the_first_plan_makes_services_only():
    """Nodes are made when the addresses that they dial are known."""
    there = world.World()

    plan, writes = there.step(build.network(replicas=3))

    assert writes == 3 + 2 + 1
    assert there.statefulsets == {}
    assert plan.look_again_after_seconds == status.LOOK_AGAIN_SECONDS


@pytest.mark.parametrize(("before", "after"), [(2, 6), (6, 2), (20, 19), (3, 3)])
def test_scaling_restarts_nobody(before, after):
    """Growing and shrinking touches no node that stays."""
    there = world.World()
    there.settle(build.network(replicas=before))

    there.settle(build.network(replicas=after))

    assert there.restarted == []


def test_a_lone_node_that_grows_is_restarted_before_its_siblings_are_made():
    """A single node works offline, where no sibling could reach it."""
    there = world.World()
    there.settle(build.network(replicas=1))

    alone = []
    for _ in range(10):
        there.step(build.network(replicas=3))
        if not there.restarted:
            alone.append(set(there.statefulsets))

    assert alone
    assert all(ordinals == {0} for ordinals in alone)
    assert there.restarted == ["regtest-0-0"]
    assert {0, 1, 2} == set(there.pods)


def test_a_new_image_reaches_every_node_once_and_one_at_a_time():
    """While an image is rolled out, at most one pod is missing or not from its StatefulSet's template."""
    there = world.World()
    there.settle(build.network(replicas=4))
    wanted = build.network(replicas=4, node=NEW_IMAGE)

    steps = [there.step(wanted) for _ in range(20)]

    assert max(len(plan.restart) for plan, _ in steps) == 1
    assert steps[-1][1] == 0
    assert there.restarted == ["regtest-3-0", "regtest-2-0", "regtest-1-0", "regtest-0-0"]


def test_an_image_that_does_not_start_stops_at_the_first_node_and_its_correction_repairs_it():
    """One node is lost to a bad image, the others keep their template; the next spec goes to the lost one first."""
    there = world.World()
    there.settle(build.network(replicas=4))
    there.broken_images.add("registry.example/monerod:2")

    stopped = there.settle(build.network(replicas=4, node=NEW_IMAGE))
    templates = {found.template for ordinal, found in there.statefulsets.items() if ordinal < 3}
    there.broken_images.clear()
    good = {"monerod": Monerod(image="registry.example/monerod:3", args=build.REGTEST)}
    repaired = there.settle(build.network(replicas=4, node=good))

    assert conditions(stopped)["Progressing"] == "False"
    assert stopped.status.ready_replicas == 3
    assert there.statefulsets[3].template not in templates
    assert there.restarted[:2] == ["regtest-3-0"] * 2
    assert {"True"} == set(conditions(repaired).values())


def test_an_operator_upgrade_keeps_the_image_of_a_network_that_names_none():
    """A network keeps the default image that it was given, also for nodes that are added later."""
    there = world.World()
    there.settle(build.network(replicas=2))

    there.images = Images(monerod="registry.example/monerod:99", exporter=build.IMAGES.exporter)
    there.settle(build.network(replicas=3))

    images = {
        child.spec.template.spec.containers[0].image
        for (kind, _), child in there.children.items()
        if kind == "StatefulSet"
    }
    assert {build.IMAGES.monerod} == images
    assert there.restarted == []


def test_an_address_that_was_deleted_comes_back_as_it_was():
    """A Service that is made again asks for the address that its siblings dial, so nobody restarts."""
    there = world.World()
    there.settle(build.network(replicas=3))
    address = there.services.pop("regtest-1-p2p").cluster_ip
    there.children.pop(("Service", "regtest-1-p2p"))

    there.settle(build.network(replicas=3))

    assert address == there.services["regtest-1-p2p"].cluster_ip
    assert there.restarted == []


def progressing(plan):
    """Return status and reason of the condition Progressing."""
    (found,) = [each for each in plan.status.conditions if each.type == "Progressing"]
    return found.status, found.reason


def test_a_newer_operators_sidecar_waits_for_its_turn_and_then_rolls():
    """Who waits keeps its templates and is ready as it is; in the end nothing says that there was a turn."""
    there = world.World()
    wanted = build.network(replicas=3)
    there.settle(wanted)
    there.images = Images(monerod="", exporter="registry.example/operator:2")
    there.may_upgrade = False

    waiting, writes = there.step(wanted)
    untouched, there.may_upgrade = there.restarted == [], True
    steps = [there.step(wanted)[0] for _ in range(12)]

    assert (writes, untouched, waiting.is_upgrading) == (0, True, False)
    assert progressing(waiting) == ("True", "AwaitingUpgrade")
    assert waiting.look_again_after_seconds == status.LOOK_AGAIN_SECONDS
    assert max(len(plan.restart) for plan in steps) == 1
    assert there.restarted == ["regtest-2-0", "regtest-1-0", "regtest-0-0"]
    assert (steps[0].is_upgrading, steps[-1].is_upgrading) == (True, False)
    assert not any(found.is_upgrading for found in there.statefulsets.values())


def test_below_the_partition_a_lost_node_comes_back_as_it_was():
    """A network withholds the new template itself."""
    there = world.World()
    there.settle(build.network(replicas=3))
    before = there.statefulsets[0].template
    wanted = world.edited(build.network(replicas=3, node=NEW_IMAGE, update=Update(partition=2)))

    plan = there.settle(wanted)
    there.pods.pop(0)
    there.settle(wanted)

    assert progressing(plan) == ("True", "Partitioned")
    assert there.restarted == ["regtest-2-0"]
    assert before == there.statefulsets[0].template
    assert there.pods[0].revision == there.statefulsets[0].update_revision


def test_as_many_nodes_go_at_once_as_may_be_missing():
    """Each takes the template first, and is restarted then."""
    there = world.World()
    there.settle(build.network(replicas=4))
    wanted = world.edited(build.network(replicas=4, node=NEW_IMAGE, update=Update(max_unavailable=2)))

    steps = [there.step(wanted)[0] for _ in range(10)]

    assert max(len(plan.restart) for plan in steps) == 2
    assert len(there.restarted) == 4


def test_a_paused_network_keeps_its_nodes_and_makes_blocks():
    """Neither more nodes nor another image nor a deletion; what the spec asks of the chain goes on."""
    there = world.World()
    there.settle(build.network(replicas=3))

    plan, writes = there.step(world.edited(build.network(replicas=2, node=NEW_IMAGE, paused=True, blocks=Blocks())))

    assert (writes, plan.apply, plan.delete, plan.restart) == (0, (), (), ())
    assert progressing(plan) == ("Unknown", "Paused")
    assert plan.blocks is not None
    assert not [event for event in plan.events if event.type == "Normal"]
