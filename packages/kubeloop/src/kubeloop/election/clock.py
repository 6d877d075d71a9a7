# SPDX-License-Identifier: Apache-2.0
"""Two ways to tell how much time has passed: the most that is possible, and the least.

A leader counts the most: suspended machines, paused virtual machines and forward jumps of the wall clock end its term.
An observer counts the least: no jump of a wall clock makes it depose anybody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

DRIFT = 0.001
"""By how much the clocks of two machines may differ in speed: NTP slews by 500 millionths at most."""

# Only Linux has it; elsewhere a suspended leader is noticed by the wall clock.
_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Moment(NamedTuple):
    """What all clocks of a machine showed at once, in seconds."""

    monotonic: float
    """Runs evenly, and stands still while the machine sleeps."""
    boot: float
    """Runs evenly, and counts the machine's sleep."""
    wall: float
    """Since 1970; may jump either way."""


Clock = Callable[[], Moment]


def read() -> Moment:
    """Read the clocks of this machine."""
    wall = time.time()  # noqa: TID251 - the one clock of elections; tests pass another one
    return Moment(time.monotonic(), time.clock_gettime(_BOOT_CLOCK), wall)


def longest_seconds(since: Moment, now: Moment) -> float:
    """Return the most time that may have passed: for one's own deadlines."""
    return max(now.monotonic - since.monotonic, now.boot - since.boot, now.wall - since.wall)


def shortest_seconds(since: Moment, now: Moment) -> float:
    """Return the least time that must have passed, on the clock of anybody: for the deadlines of others."""
    return (now.monotonic - since.monotonic) * (1.0 - DRIFT)
