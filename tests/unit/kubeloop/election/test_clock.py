# SPDX-License-Identifier: Apache-2.0
"""The two ways to count time: each errs on the safe side."""

from __future__ import annotations

import pytest

from kubeloop.election import clock
from kubeloop.election.clock import Moment

START = Moment(100.0, 200.0, 1_000_000.0)


def later(monotonic: float, boot: float, wall: float) -> Moment:
    """Return the moment when each clock has gone on by so much."""
    return Moment(START.monotonic + monotonic, START.boot + boot, START.wall + wall)


@pytest.mark.parametrize(
    ("now", "longest", "shortest"),
    [
        pytest.param(later(5.0, 5.0, 5.0), 5.0, 5.0, id="all clocks agree"),
        pytest.param(later(1.0, 61.0, 61.0), 61.0, 1.0, id="the machine slept"),
        pytest.param(
            later(1.0, 61.0, 1.0), 61.0, 1.0, id="the machine slept, and the wall clock was set back by as much"
        ),
        pytest.param(later(1.0, 1.0, 61.0), 61.0, 1.0, id="a virtual machine was paused, or the wall clock jumped"),
        pytest.param(later(5.0, 5.0, -3600.0), 5.0, 5.0, id="the wall clock was set back"),
    ],
)
def test_time_that_passed(now, longest, shortest):
    """Leaders count the most that may be, observers the least, which is a little less for clocks of uneven speed."""
    assert longest == pytest.approx(clock.longest_seconds(START, now))
    assert shortest * (1.0 - clock.DRIFT) == pytest.approx(clock.shortest_seconds(START, now))


def test_clocks_of_this_machine_go_on():
    """The real clocks are read, and none of them backwards."""
    first = clock.read()
    second = clock.read()

    assert all(after >= before for before, after in zip(first, second, strict=True))
    assert second.wall > 1_700_000_000
