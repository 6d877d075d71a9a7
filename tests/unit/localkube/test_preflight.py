# SPDX-License-Identifier: Apache-2.0
"""Which machines are refused, and with what words."""

import dataclasses
from pathlib import Path

import pytest

from localkube import preflight

GIB = 1 << 30
GOOD = preflight.Facts(
    home=Path("/var/lib/localkube"),
    architecture="x86_64",
    memory_bytes=8 * GIB,
    state_bytes_free=20 * GIB,
    cache_bytes_free=20 * GIB,
    can_overlay=True,
    filesystems=frozenset({"overlay", "xfs", "ext4"}),
    controllers=frozenset({"cpu", "memory", "pids", "io"}),
    has_loop_devices=True,
)

REFUSED = {
    "an unknown processor": ({"architecture": "riscv64"}, "riscv64"),
    "a long path": ({"home": Path("/", "x" * 90)}, "LOCALKUBE_HOME"),
    "too little memory": ({"memory_bytes": 2 * GIB}, "2.0 GiB of memory"),
    "no room for the state": ({"state_bytes_free": GIB}, "LOCALKUBE_HOME"),
    "no room for the build": ({"cache_bytes_free": GIB}, "XDG_CACHE_HOME"),
    "a disk without overlayfs": ({"can_overlay": False}, "overlayfs does not work"),
    "a kernel without XFS": ({"filesystems": frozenset({"overlay"})}, "xfs"),
    "no memory controller": ({"controllers": frozenset({"cpu", "pids"})}, "controller memory"),
    "no loop devices": ({"has_loop_devices": False}, "loop"),
}


def test_good_machine_has_no_problems():
    """A machine with everything passes."""
    assert preflight.problems(GOOD, must_build=True) == ()


@pytest.mark.parametrize(("change", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_each_lack_is_named(change, word):
    """One lack gives one sentence that names it."""
    (problem,) = preflight.problems(dataclasses.replace(GOOD, **change), must_build=True)

    assert word in problem


def test_all_lacks_are_told_at_once():
    """Nobody has to come back for the next problem."""
    bad = dataclasses.replace(GOOD, memory_bytes=GIB, state_bytes_free=GIB, can_overlay=False, filesystems=frozenset())

    assert len(preflight.problems(bad, must_build=False)) == 4


def test_built_programs_need_no_room_to_build():
    """With everything in the cache only the state takes room."""
    assert preflight.problems(dataclasses.replace(GOOD, cache_bytes_free=0), must_build=False) == ()
