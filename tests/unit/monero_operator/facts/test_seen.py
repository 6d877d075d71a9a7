# SPDX-License-Identifier: Apache-2.0
"""What is known of each node of a network."""

from datetime import timedelta
from math import inf

import pytest

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


def test_a_node_exists_while_it_runs_or_is_to_run():
    """A stopped one is there while its pod is, one without a pod because it is to get one."""
    stopped = {ordinal: build.statefulset(ordinal, replicas=0) for ordinal in (3, 4)}
    seen = build.gathered(statefulsets=stopped | {1: build.statefulset(1)}, pods={0: build.pod(0), 3: build.pod(3)})

    assert seen.ordinals == (0, 1, 3)


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


@pytest.mark.parametrize(("started_at", "expected"), [(None, inf), (build.NOW - timedelta(seconds=30), 30)])
def test_a_node_is_as_old_as_its_pod_however_often_that_turned(started_at, expected):
    """One of which nothing is known has long been there."""
    seen = build.gathered(pods={0: build.pod(started_at=started_at, turned_at=build.NOW)})

    assert expected == seen.node(0, build.NOW).age_seconds
