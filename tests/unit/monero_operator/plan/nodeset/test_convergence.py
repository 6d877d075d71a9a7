# SPDX-License-Identifier: Apache-2.0
"""Plans for a node set against a tiny world: they converge, and take no more than they may."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monero_operator.api.v1alpha1.common import OwnAnnotations, ResourceMetadata
from monero_operator.api.v1alpha1.nodes import Monerod, Update
from monero_operator.desired import shapes
from monero_operator.settings import Images
from tests.support import build
from tests.support.slow_world import SlowWorld

NEW = Monerod(image="registry.example/monerod:2", args=build.REGTEST)
NEWER_OPERATOR = Images(monerod="registry.example/monerod:99", exporter="registry.example/operator:2")


def wanted(generation=1, **spec):
    """Return a node set of three at a generation."""
    metadata = ResourceMetadata(name="regtest", namespace="labs", uid="uid", generation=generation)
    return build.node_set(metadata=metadata, **{"replicas": 3} | spec)


def running(**spec):
    """Return a world in which the node set serves in sync."""
    there = SlowWorld()
    there.pass_time(wanted(**spec))
    return there


def verdict(plan, kind):
    """Return status and reason of a condition."""
    (found,) = [each for each in plan.status.conditions if each.type == kind]
    return found.status, found.reason


def writes(plan):
    """Return the StatefulSets of a plan."""
    return [child for child in plan.apply if isinstance(child, shapes.StatefulSet)]


@settings(max_examples=30)
@given(replicas=st.integers(1, 6), most=st.integers(1, 6), partition=st.integers(0, 6))
def test_a_change_reaches_who_it_should_once_and_never_takes_more_than_allowed(replicas, most, partition):
    """For any policy: at most so many missing, and nobody below the partition."""
    there = running(replicas=replicas)
    update = Update(max_unavailable=most, partition=partition)
    fewest = replicas

    for _ in range(6 * replicas + 4):
        plan, _ = there.step(wanted(2, replicas=replicas, monerod=NEW, update=update))
        fewest = min(fewest, there.in_sync())

    assert fewest >= replicas - most
    assert [f"regtest-{ordinal}" for ordinal in range(partition, replicas)] == sorted(there.restarted)
    assert plan.status.updated_replicas == max(replicas - partition, 0)
    assert verdict(plan, "Progressing") == ("True", "Partitioned" if partition else "Complete")


def test_a_broken_image_stops_at_the_first_node_and_its_correction_repairs_it():
    """One node is lost; the next template goes to it first."""
    there = running()
    there.broken_images = {NEW.image}

    stopped = there.pass_time(wanted(2, monerod=NEW))
    lost, there.restarted = there.restarted, []
    good = Monerod(image="registry.example/monerod:3", args=build.REGTEST)
    repaired = there.pass_time(wanted(3, monerod=good))

    assert lost == ["regtest-2"]
    assert verdict(stopped, "Progressing") == ("False", "RolloutStopped")
    assert there.restarted == ["regtest-2", "regtest-1", "regtest-0"]
    assert verdict(repaired, "Ready") == ("True", "AllReady")


def test_a_change_during_the_first_sync_is_applied_at_once_to_nodes_that_serve_nobody():
    """All of them together."""
    there = SlowWorld()
    there.broken_images = {build.IMAGES.monerod}
    there.pass_time(wanted())

    for _ in range(3):
        there.step(wanted(2, monerod=NEW))

    assert sorted(there.restarted) == ["regtest-0", "regtest-1", "regtest-2"]


def test_a_restart_is_asked_for_by_an_annotation():
    """Every node once, though nothing else has changed."""
    there = running()
    there.pass_time(wanted())
    asked = ResourceMetadata(
        name="regtest", namespace="labs", uid="uid", generation=1, annotations=OwnAnnotations(restart="today")
    )
    there.may_upgrade = False

    there.pass_time(build.node_set(metadata=asked, replicas=3))

    assert there.restarted == ["regtest-2", "regtest-1", "regtest-0"]


def test_a_paused_set_changes_nothing_and_tells_of_itself():
    """Neither a new image nor more nodes; afterwards both."""
    there = running()

    paused = there.pass_time(wanted(2, replicas=4, monerod=NEW, paused=True))

    assert (paused.apply, paused.delete, paused.restart, there.restarted) == ((), (), (), [])
    assert verdict(paused, "Progressing") == ("Unknown", "Paused")
    assert verdict(paused, "Ready") == ("False", "NotReady")
    assert paused.status.ready_replicas == 3
    assert verdict(there.pass_time(wanted(3, replicas=4, monerod=NEW)), "Ready") == ("True", "AllReady")


def test_a_newer_operators_sidecar_waits_for_a_turn_and_says_so():
    """The set keeps what it runs, and is ready as it is; with a turn it rolls like any change."""
    there = running()
    there.images, there.may_upgrade = NEWER_OPERATOR, False

    waiting = there.pass_time(wanted())
    untouched, there.may_upgrade = there.restarted == [], True
    first, _ = there.step(wanted())
    rolled = there.pass_time(wanted())

    assert untouched
    assert writes(waiting) == []
    assert verdict(waiting, "Progressing") == ("True", "AwaitingUpgrade")
    assert verdict(waiting, "Ready") == ("True", "AllReady")
    assert (waiting.is_upgrading, first.is_upgrading, rolled.is_upgrading) == (False, True, False)
    assert there.restarted == ["regtest-2", "regtest-1", "regtest-0"]
    assert not there.look().statefulset.is_upgrading
    assert there.look().statefulset.default_image == build.IMAGES.monerod


def test_an_upgrade_that_does_not_come_up_keeps_its_turn():
    """So that no more sets are lost to it than there are turns."""
    there = running()
    there.images = NEWER_OPERATOR
    there.broken_images = {NEWER_OPERATOR.exporter}

    stopped = there.pass_time(wanted())

    assert there.restarted == ["regtest-2"]
    assert stopped.is_upgrading
    assert there.look().statefulset.is_upgrading


def test_a_paused_set_has_no_turn():
    """Others need it, and this one may be paused for weeks."""
    there = running()
    there.images = NEWER_OPERATOR

    plan = there.pass_time(wanted(paused=True))

    assert not plan.is_upgrading


def test_a_change_of_the_spec_needs_no_turn():
    """What its owner wants does not wait for others."""
    there = running()
    there.images, there.may_upgrade = NEWER_OPERATOR, False

    plan = there.pass_time(wanted(2, monerod=NEW))

    assert verdict(plan, "Ready") == ("True", "AllReady")
    assert len(there.restarted) == 3
    assert not plan.is_upgrading


def test_a_lone_closed_node_that_grows_is_restarted_before_its_siblings_are_made():
    """A lone node works offline, where no sibling could reach it."""
    there = running(replicas=1)
    sizes = set()

    for _ in range(20):
        there.step(wanted(2, replicas=3, monerod=NEW))
        sizes |= {len(there.pods)} if not there.restarted else set()

    assert sizes == {1}
    assert there.restarted == ["regtest-0"]
    assert len(there.pods) == 3
