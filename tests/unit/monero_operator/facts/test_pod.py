# SPDX-License-Identifier: Apache-2.0
"""Facts about pods."""

from datetime import timedelta

import pytest

from monero_operator import facts
from tests.support import build


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
