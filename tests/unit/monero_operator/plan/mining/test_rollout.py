# SPDX-License-Identifier: Apache-2.0
"""In which order miners come to a new template."""

import pytest

from monero_operator import facts
from monero_operator.facts import Mining
from monero_operator.plan.mining import rollout
from tests.support import build


def step(miners, template="new", *, is_paused=False, is_waiting=False):
    """Return the next step."""
    return rollout.decide(miners, template, is_paused=is_paused, is_waiting=is_waiting)


def gone(miners, **how):
    """Return the ordinals of those who go now."""
    return [int(restart.pod.rpartition("-")[2]) for restart in step(miners, **how).restarts]


def old(ordinal, **fields):
    """Return a miner of an older template that runs."""
    return build.miner(ordinal, pod=build.miner_pod(ordinal, revision="old", **fields))


def coming(ordinal, **fields):
    """Return a miner of the current template that does not run yet."""
    return build.miner(ordinal, pod=build.miner_pod(ordinal, is_ready=False, **fields))


MEMORY = "0/3 nodes are available: 1 node(s) had untolerated taint {own: }, 2 Insufficient memory."
NEIGHBORS = "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."
SELECTOR = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
TAINTS = "0/3 nodes are available: 3 node(s) had untolerated taint {own: }."
EIGHT = [old(ordinal) for ordinal in range(8)]


def test_a_quarter_of_those_that_run_goes_at_a_time_and_at_least_one():
    """The highest ordinals first."""
    assert gone(EIGHT) == [7, 6]
    assert gone(EIGHT[:3]) == [2]


def test_those_that_do_not_run_go_at_once():
    """They cost nothing."""
    assert gone([old(0), *(old(ordinal, is_ready=False) for ordinal in range(1, 9))]) == [1, 2, 3, 4, 5, 6, 7, 8, 0]


@pytest.mark.parametrize(
    ("on_their_way", "expected"),
    [
        ([coming(6), build.miner(7)], [5]),
        ([coming(6), coming(7)], []),
        ([old(6, is_terminating=True), coming(7)], []),
        ([build.miner(6, pod=None), coming(7)], []),
        ([coming(6, unschedulable=MEMORY), coming(7, unschedulable=MEMORY)], [5, 4]),
        ([coming(6, unschedulable=NEIGHBORS), coming(7, unschedulable=NEIGHBORS)], [5, 4]),
        ([coming(6, unschedulable=SELECTOR), build.miner(7)], [5]),
        ([coming(6, unschedulable=SELECTOR), coming(7, unschedulable=TAINTS)], []),
        ([build.miner(6, status=Mining(is_connected=False)), build.miner(7, status=None)], [5, 4]),
    ],
)
def test_who_is_on_the_way_or_fits_nowhere_counts_and_who_lacks_room_or_a_pool_does_not(on_their_way, expected):
    """A mistake stops a quarter; what is not up to the miners stops nobody."""
    assert gone([*EIGHT[:6], *on_their_way]) == expected


def test_pods_that_cannot_be_made_do_not_stop_it():
    """The others may hold what they need."""
    assert gone([old(0), old(1), *(build.miner(ordinal, pod=None) for ordinal in range(2, 8))]) == [1]


def test_a_pod_that_cannot_start_stops_it():
    """Until the spec is corrected."""
    broken = coming(7, waiting=facts.Waiting("xmrig", "ImagePullBackOff"))

    found = step([*EIGHT[:7], broken])

    assert found.restarts == ()
    assert (found.obstacle.pod, found.obstacle.cause) == ("miners-xmrig-7", "ImagePullBackOff")


def test_nothing_is_current_before_the_template_is_written():
    """What runs is of the StatefulSet as it is, not as it is asked to be."""
    miners = [build.miner(0), build.miner(1)]

    assert step(miners).updated == 2
    assert step(miners, template="newer").updated == 0
    assert step(miners, template="newer", is_waiting=True).updated == 2
    assert gone(miners, template="newer") == []


def test_nobody_goes_while_it_is_paused():
    """It is told all the same."""
    found = step(EIGHT, is_paused=True)

    assert (found.restarts, found.is_paused, found.updated) == ((), True, 0)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["miners-xmrig-0"]),
        ({"idle_seconds": rollout.PATIENCE_SECONDS - 1}, []),
        ({"status": Mining(is_connected=False, has_worked=True)}, []),
        ({"status": Mining(is_connected=True, has_worked=False)}, []),
        ({"status": None}, []),
        ({"pod": None}, []),
        ({"pod": build.miner_pod(revision="old")}, []),
    ],
)
def test_a_miner_that_never_found_its_node_is_started_anew(fields, expected):
    """Not one that lost it: that one looks for it."""
    lost = {"status": Mining(is_connected=False, has_worked=False), "idle_seconds": rollout.PATIENCE_SECONDS}

    assert [restart.pod for restart in rollout.revived([build.miner(**lost | fields)], 0.0)] == expected


def lost(ordinal, idle_seconds=rollout.PATIENCE_SECONDS, **fields):
    """Return a miner that never found its node."""
    return build.miner(
        ordinal, status=Mining(is_connected=False, has_worked=False), idle_seconds=idle_seconds, **fields
    )


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([lost(6), lost(7)], ["miners-xmrig-7", "miners-xmrig-6"]),
        ([lost(6), coming(7)], ["miners-xmrig-6"]),
        ([coming(6), coming(7)], []),
        ([lost(6), build.miner(7)], ["miners-xmrig-6", "miners-xmrig-5"]),
    ],
)
def test_a_quarter_of_the_lost_is_started_anew_at_a_time(others, expected):
    """A cluster that starts has to find machines for them, and load their images."""
    found = rollout.revived([*(lost(ordinal) for ordinal in range(6)), *others], 0.0)

    assert [restart.pod for restart in found] == expected


@pytest.mark.parametrize(
    ("idle_seconds", "without_work_seconds", "expected"),
    [
        (rollout.PATIENCE_SECONDS, rollout.PATIENCE_SECONDS, 1),
        (749, 1000, 0),
        (750, 1000, 1),
        (rollout.LONGEST_PATIENCE_SECONDS - 1, 1e9, 0),
        (rollout.LONGEST_PATIENCE_SECONDS, 1e9, 1),
    ],
)
def test_each_try_takes_longer_than_the_one_before(idle_seconds, without_work_seconds, expected):
    """What did not help will not help sooner."""
    assert len(rollout.revived([lost(0, idle_seconds)], without_work_seconds)) == expected
