# SPDX-License-Identifier: Apache-2.0
"""Which machines are refused, and with what words."""

import dataclasses
import ipaddress
from pathlib import Path

import pytest

from localkube import cgroups, preflight, procfs, settings

GIB = 1 << 30
STRANGER = procfs.Route(ipaddress.IPv4Network("10.244.7.0/24"), "flannel.1", is_direct=False)
GOOD = preflight.Facts(
    home=Path("/var/lib/localkube"),
    architecture="x86_64",
    memory_bytes=8 * GIB,
    state_bytes_free=20 * GIB,
    cache_bytes_free=20 * GIB,
    is_one_disk=True,
    collisions=(),
    can_overlay=True,
    filesystems=frozenset({"overlay", "xfs", "ext4"}),
    controllers=frozenset({"cpu", "memory", "pids", "io"}),
    has_loop_devices=True,
)

REFUSED = {
    "an unknown processor": ({"architecture": "riscv64"}, "riscv64"),
    "a long path": ({"home": Path("/", "x" * 90)}, "LOCALKUBE_HOME"),
    "too little memory": ({"memory_bytes": 2 * GIB}, "2.0 GiB of memory"),
    "no room for the state": ({"state_bytes_free": GIB, "is_one_disk": False}, "LOCALKUBE_HOME"),
    "no room for the build": ({"cache_bytes_free": GIB, "is_one_disk": False}, "XDG_CACHE_HOME"),
    "no room for both on one disk": ({"state_bytes_free": 15 * GIB, "cache_bytes_free": 15 * GIB}, "16.0 GiB"),
    "addresses of somebody else": ({"collisions": (STRANGER,)}, "10.244.7.0/24 already leads to the link flannel.1"),
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


def test_two_disks_share_the_load():
    """What would be too much for one disk fits on two."""
    two = dataclasses.replace(GOOD, state_bytes_free=6 * GIB, cache_bytes_free=10 * GIB, is_one_disk=False)

    assert preflight.problems(two, must_build=True) == ()


ROUTES = {
    "part of the pods' addresses": ("10.244.7.0/24", "flannel.1", False, True),
    "exactly the services' addresses": ("10.96.0.0/16", "cni0", True, True),
    "the host's own network around the machines' addresses": ("10.90.0.0/16", "eth0", True, True),
    "a company's network behind a gateway": ("10.0.0.0/8", "tun0", False, False),
    "the way to the world": ("0.0.0.0/0", "eth0", False, False),
    "a network elsewhere": ("192.0.2.0/24", "eth0", True, False),
    "a route of the cluster itself": ("10.90.0.0/24", "lk-host", True, False),
}


@pytest.mark.parametrize(("network", "link", "is_direct", "collides"), ROUTES.values(), ids=ROUTES.keys())
def test_only_routes_that_disturb_collide(network, link, is_direct, collides):
    """A route is refused if either side would take traffic from the other."""
    route = procfs.Route(ipaddress.IPv4Network(network), link, is_direct=is_direct)

    assert (route,) * collides == preflight.collisions(settings.load({}), [route])


def test_limits_of_containers_count_as_memory(monkeypatch):
    """A container has what its group may use, however large the machine is."""
    monkeypatch.setattr(cgroups, "memory_limit_bytes", lambda: GIB // 8)

    assert preflight.memory_bytes() == GIB // 8


def test_without_limit_all_memory_counts(monkeypatch):
    """No limit is the machine's own size."""
    monkeypatch.setattr(cgroups, "memory_limit_bytes", lambda: None)

    assert preflight.present_memory_bytes() == preflight.memory_bytes()
