# SPDX-License-Identifier: Apache-2.0
"""What goes when a network shrinks."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monero_operator.api.v1alpha1.moneronetwork import RetentionPolicy, Volume
from monero_operator.desired import statefulset
from monero_operator.plan.network import decide, pruning
from tests.support import build, world

RETENTIONS = ("Delete", "Retain")
VOLUMES = [Volume(RetentionPolicy(deleted, scaled)) for deleted in RETENTIONS for scaled in RETENTIONS]
KEEP_SCALED = Volume(RetentionPolicy(when_deleted="Delete", when_scaled="Retain"))


def test_a_node_that_is_scaled_away_leaves_with_its_address():
    """First the StatefulSet, and when it is gone its Service."""
    there = world.World()
    there.settle(build.network(replicas=3))

    first, _ = there.step(build.network(replicas=2))
    second, _ = there.step(build.network(replicas=2))

    assert [(deletion.kind, deletion.name) for deletion in first.delete] == [("StatefulSet", "regtest-2")]
    assert [(deletion.kind, deletion.name) for deletion in second.delete] == [("Service", "regtest-2-p2p")]


def test_a_volume_that_is_to_stay_is_freed_when_its_node_has_stopped():
    """Its StatefulSet goes without what it owns, and that must not be a pod."""
    there = world.World()
    there.settle(build.network(replicas=3, volume=KEEP_SCALED))

    first, _ = there.step(build.network(replicas=2, volume=KEEP_SCALED))
    assert first.delete == ()
    assert there.statefulsets[2].replicas == 0

    second, _ = there.step(build.network(replicas=2, volume=KEEP_SCALED))
    assert [(deletion.name, deletion.propagation) for deletion in second.delete] == [("regtest-2", "Orphan")]
    assert there.orphans == set()
    assert there.claims == {0: True, 1: True, 2: False}


def test_a_pod_that_is_still_there_is_waited_for():
    """Freed, it would run on without anybody."""
    stopping = build.statefulset(2, replicas=0)
    leaving = {2: statefulset.build(build.desired(ordinal=2, replicas=0))}
    seen = build.gathered(statefulsets={2: stopping}, pods={2: build.pod(2, is_terminating=True)})

    assert pruning.decide(seen, frozenset({0, 1}), leaving, "Retain").delete == ()


def test_a_pod_whose_statefulset_was_being_made_again_is_stopped():
    """Nobody else would: there is no StatefulSet to go, and none is made for a node that is not asked for."""
    seen = build.gathered(statefulsets={0: build.statefulset(0)}, pods={0: build.pod(0), 1: build.pod(1)})

    plan = decide.decide(build.network(replicas=1), seen, build.IMAGES, build.NOW)

    assert [restart.pod for restart in plan.restart] == ["regtest-1-0"]


def test_a_node_leaves_also_when_those_whom_it_dials_have_left():
    """An address that is gone would otherwise keep it running for ever."""
    there = world.World()
    there.settle(build.network(replicas=3, volume=KEEP_SCALED))
    there.services.pop("regtest-1-p2p")
    there.statefulsets.pop(1)

    there.settle(build.network(replicas=1, volume=KEEP_SCALED))

    assert {0} == set(there.statefulsets)


def test_a_volume_that_is_to_go_is_taken_over_while_its_node_runs():
    """Where the network's volumes outlive it, the one of a node that is scaled away has no owner before."""
    policy = Volume(RetentionPolicy(when_deleted="Retain", when_scaled="Delete"))
    there = world.World()
    there.settle(build.network(replicas=3, volume=policy))

    there.settle(build.network(replicas=2, volume=policy))

    assert there.claims == {0: False, 1: False}


def test_a_stopped_node_is_not_started_to_be_removed():
    """What its StatefulSet does not own is kept."""
    policy = Volume(RetentionPolicy(when_deleted="Retain", when_scaled="Delete"))
    seen = build.gathered(statefulsets={1: build.statefulset(1, replicas=0, when_deleted="Retain")})

    plan = decide.decide(build.network(replicas=1, volume=policy), seen, build.IMAGES, build.NOW)

    assert [deletion.name for deletion in plan.delete] == ["regtest-1"]
    assert not [child for child in plan.apply if child.metadata.name == "regtest-1"]


@settings(max_examples=80)
@example([(3, VOLUMES[0], False), (0, VOLUMES[0], False), (2, VOLUMES[3], False)])
@example([(3, VOLUMES[0], False), (0, VOLUMES[0], False), (2, VOLUMES[3], True)])
@example([(3, VOLUMES[0], False), (0, VOLUMES[0], False), (0, VOLUMES[2], False)])
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 2, 3]), st.sampled_from(VOLUMES), st.booleans()),
        min_size=3,
        max_size=6,
    )
)
def test_no_volume_is_lost_that_was_to_stay(edits):
    """Whatever is edited in whatever order, also while no pod can be made, and at the end with the network."""
    there = world.World()

    for replicas, volume, is_full in edits:
        before = set(there.claims)
        there.is_full = is_full
        there.settle(build.network(replicas=replicas, volume=volume))
        lost = before - set(there.claims)
        assert not lost or (replicas and volume.retention_policy.when_scaled == "Delete")
        assert all(ordinal >= replicas for ordinal in lost)
    there.is_full = False
    there.settle(build.network(replicas=replicas, volume=volume))
    before = set(there.claims)
    there.end()

    assert there.orphans == set()
    if volume.retention_policy.when_deleted == "Retain":
        assert before == set(there.claims)


@given(st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=5))
def test_by_default_a_network_goes_without_a_trace(sizes):
    """Also from 0 replicas: what stopped before takes its volume along."""
    there = world.World()
    for size in sizes:
        there.settle(build.network(replicas=size))

    there.end()

    assert there.claims == {}


def test_a_policy_that_no_controller_has_seen_is_not_relied_on():
    """Its pod and its volume may still be as they were."""
    there = world.World()
    there.settle(build.network(replicas=2))
    there.statefulsets[1] = build.statefulset(1, update_revision="")

    plan, _ = there.step(build.network(replicas=1))

    assert plan.delete == ()


@pytest.mark.parametrize("kind", ["StatefulSet", "Service"])
def test_what_is_going_is_not_deleted_again(kind):
    """A deletion takes its time, and the Service waits for its node."""
    there = world.World()
    there.settle(build.network(replicas=2))
    if kind == "StatefulSet":
        there.statefulsets[1] = build.statefulset(1, is_terminating=True)
    else:
        there.statefulsets.pop(1)
        there.services["regtest-1-p2p"] = build.service(1, is_terminating=True)

    plan, _ = there.step(build.network(replicas=1))

    assert plan.delete == ()


def test_a_network_at_zero_keeps_its_stopped_nodes_and_volumes():
    """Deleting the network later still deletes the volumes, as nobody else would."""
    there = world.World()
    there.settle(build.network(replicas=3))

    there.settle(build.network(replicas=0))

    assert {0} == {found.replicas for found in there.statefulsets.values()}
    assert there.pods == {}
    assert there.claims == {0: True, 1: True, 2: True}


def test_at_zero_volumes_that_outlive_the_network_are_freed():
    """A policy that is changed while nobody runs would reach no claim."""
    there = world.World()
    there.settle(build.network(replicas=2))
    there.settle(build.network(replicas=0))

    there.settle(build.network(replicas=0, volume=Volume(RetentionPolicy(when_deleted="Retain"))))

    assert there.statefulsets == {}
    assert there.claims == {0: False, 1: False}
