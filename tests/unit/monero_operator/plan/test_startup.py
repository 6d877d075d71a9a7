# SPDX-License-Identifier: Apache-2.0
"""What a rollout asks of one pod."""

from datetime import timedelta

import pytest

from monero_operator import facts
from monero_operator.plan import startup
from tests.support import build

KEPT_AWAY = "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules."
EARLIER = build.NOW - timedelta(seconds=9)


def unplaced(ordinal, message=KEPT_AWAY, **fields):
    """Return a miner of the current template without a machine, made a while ago."""
    pod = build.miner_pod(ordinal, **{"is_ready": False, "unschedulable": message, "turned_at": EARLIER} | fields)
    return build.miner(ordinal, pod=pod)


def running(ordinal, **fields):
    """Return a miner that came up just now."""
    return build.miner(ordinal, pod=build.miner_pod(ordinal, **{"turned_at": build.NOW} | fields))


@pytest.mark.parametrize("reason", sorted(startup.HOPELESS))
def test_what_waiting_does_not_help_is_an_obstacle(reason):
    """The pod and Kubernetes' word for it."""
    pod = build.miner_pod(is_ready=False, waiting=facts.Waiting("xmrig", reason))

    found = startup.obstacle(build.miner(pod=pod))

    assert (found.pod, found.cause) == ("miners-xmrig-0", reason)
    assert startup.obstacle(build.miner()) is None
    assert startup.obstacle(build.miner(pod=None)) is None


def test_an_outdated_pod_is_known_to_be_one():
    """Not while the StatefulSet's controller has not seen the template."""
    old = build.miner_pod(revision="old")
    unseen = build.statefulset(update_revision="")

    found = [
        startup.is_outdated(miner)
        for miner in (build.miner(pod=old), build.miner(), build.miner(pod=None), build.miner(statefulset=unseen))
    ]
    assert found == [True, False, False, False]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([running(1)], ["miners-xmrig-0"]),
        ([], []),
        ([running(1, turned_at=EARLIER)], []),
        ([running(1), running(2, revision="old")], []),
        ([running(1), running(2, is_terminating=True)], []),
    ],
)
def test_a_pod_that_others_kept_away_is_made_anew_when_they_are_gone(others, expected):
    """The scheduler would not look at it for minutes; one that was made later has been looked at."""
    found = startup.overlooked([unplaced(0), *others])

    assert [miner.name for miner in found] == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("0/3 nodes are available: 1 node(s) had untolerated taint {own: }, 2 Insufficient memory.", True),
        ("0/3 nodes are available: 3 Too many pods.", True),
        (KEPT_AWAY, True),
        ("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", False),
        ("0/3 nodes are available: 3 node(s) had untolerated taint {own: }.", False),
        ("", False),
    ],
)
def test_a_pod_is_crowded_out_where_others_leaving_would_help(message, expected):
    """Not where no machine is one for it."""
    assert startup.is_crowded_out(build.miner_pod(unschedulable=message)) == expected


def test_a_pod_without_a_machine_for_another_reason_waits():
    """The scheduler looks again when that changes."""
    assert startup.overlooked([unplaced(0, "0/3 nodes are available: 3 Insufficient memory."), running(1)]) == ()
