# SPDX-License-Identifier: Apache-2.0
"""Facts about nodes."""

from datetime import timedelta

import pytest

from aiomonero.types.health import Status
from monero_operator import facts
from tests.support import build


@pytest.mark.parametrize(
    ("daemon", "is_known"),
    [
        (facts.Looked(build.status(), build.NOW), True),
        (facts.Looked(build.status(), build.NOW - timedelta(seconds=60)), True),
        (facts.Looked(build.status(), build.STALE), False),
        (facts.CouldNotLook("connection refused", build.NOW), False),
    ],
)
def test_an_answer_counts_for_a_minute(daemon, is_known):
    """What is older says nothing about now, and no answer is no answer."""
    seen = build.gathered(pods={0: build.pod()}, daemons={"regtest-0-0": daemon})

    assert is_known == (seen.node(0, build.NOW).status is not None)


def test_a_node_without_a_pod_is_known_by_name():
    """Its name is needed to speak of it."""
    node = build.gathered().node(7, build.NOW)

    assert (node.name, node.pod, node.status) == ("regtest-7-0", None, None)
    assert (node.serves, node.is_synced, node.is_current) == (False, False, False)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, None),
        (Status(), None),
        (build.status(synced=False), False),
        (build.status(), True),
        (build.status(height=None), True),
    ],
)
def test_a_daemon_that_has_said_nothing_is_neither_in_sync_nor_behind(status, expected):
    """Its exporter answers before it does."""
    assert expected is build.seen(status=status).synced


def test_a_node_exists_while_it_runs_or_is_to_run():
    """A stopped one is there while its pod is, one without a pod because it is to get one."""
    stopped = {ordinal: build.statefulset(ordinal, replicas=0) for ordinal in (3, 4)}
    seen = build.gathered(statefulsets=stopped | {1: build.statefulset(1)}, pods={0: build.pod(0), 3: build.pod(3)})

    assert seen.ordinals == (0, 1, 3)


@pytest.mark.parametrize(
    ("pod", "expected"),
    [(build.pod(), True), (build.pod(is_ready=False), False), (build.pod(is_terminating=True), False)],
)
def test_a_pod_serves_while_it_is_ready_and_stays(pod, expected):
    """A pod that is about to go is not counted on."""
    assert expected == build.seen(pod=pod).serves


@pytest.mark.parametrize(
    ("restarts", "ran", "ended", "expected"),
    [
        (3, 10, 20, True),
        (2, 10, 20, False),
        (3, 10, 899, True),
        (3, 10, 900, False),
        (3, 599, 20, True),
        (3, 600, 20, False),
    ],
)
def test_a_crash_loop_is_many_short_runs_of_late(restarts, ran, ended, expected):
    """Restarts are counted over a pod's whole life, and those of last month say nothing."""
    ended_at = build.NOW - timedelta(seconds=ended)
    run = facts.Run(ended_at - timedelta(seconds=ran), ended_at)
    seen = build.gathered(pods={0: build.pod(restarts=restarts, last_run=run)})

    assert expected == seen.node(0, build.NOW).is_crashing


def test_restarts_without_a_run_that_ended_are_no_crash_loop():
    """Also what is not known is no reason to stop a rollout."""
    assert not build.gathered(pods={0: build.pod(restarts=9)}).node(0, build.NOW).is_crashing


@pytest.mark.parametrize(
    ("revision", "update_revision", "expected"), [("new", "new", True), ("old", "new", False), ("", "", False)]
)
def test_a_pod_is_current_by_its_revision(revision, update_revision, expected):
    """While the StatefulSet's controller has not seen the last change, nobody is current."""
    found = build.statefulset(update_revision=update_revision)

    assert expected == build.seen(pod=build.pod(revision=revision), statefulset=found).is_current


def test_peers_are_known_only_if_both_directions_are():
    """Half a count is none."""
    assert build.seen(status=build.status(peers_in=2, peers_out=3)).peers == 5
    assert build.seen(status=build.status(peers_in=None)).peers is None
    assert build.seen(status=None).peers is None


@pytest.mark.parametrize(
    ("turned", "progressed", "expected"),
    [(None, None, 0), (90, None, 90), (90, 30, 30), (30, 90, 30)],
    ids=["nothing is known", "a new pod", "it gets on", "it has just ceased to be ready"],
)
def test_a_node_is_idle_since_its_pod_turned_or_its_height_grew(turned, progressed, expected):
    """Whichever was later; also while its exporter does not answer."""
    turned_at, progressed_at = (moment and build.NOW - timedelta(seconds=moment) for moment in (turned, progressed))
    answers = (
        facts.Looked(build.status(), build.NOW, progressed_at),
        facts.CouldNotLook("connection refused", build.NOW, progressed_at),
    )
    seen = [
        build.gathered(pods={0: build.pod(turned_at=turned_at)}, daemons={"regtest-0-0": answer}) for answer in answers
    ]

    assert [expected] * 2 == [each.node(0, build.NOW).idle_seconds for each in seen]
