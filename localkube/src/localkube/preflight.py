# SPDX-License-Identifier: Apache-2.0
"""Can this machine carry the cluster? Looked at before anything is built or changed."""

import dataclasses
import ipaddress
import itertools
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from localkube import cgroups, command, procfs
from localkube.errors import LocalkubeError
from localkube.settings import Settings

_GIB = 1 << 30
_STATE_BYTES = 6 * _GIB
_BUILD_BYTES = 10 * _GIB
_MEMORY_BYTES = 6 * _GIB
_LONGEST_HOME = 80  # a socket has 108 bytes for its path
_ARCHITECTURE = "x86_64"
_VOLUMES = "xfs"
_MODULES = ("overlay", "xfs", "loop", "br_netfilter")


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """What was found."""

    home: Path
    architecture: str
    memory_bytes: int
    state_bytes_free: int
    cache_bytes_free: int
    is_one_disk: bool
    collisions: tuple[procfs.Route, ...]
    can_overlay: bool
    filesystems: frozenset[str]
    controllers: frozenset[str]
    has_loop_devices: bool


def check(settings: Settings, *, must_build: bool) -> None:
    """Refuse a machine that cannot carry the cluster, with everything that is wrong and what to do."""
    if wrong := problems(look(settings), must_build=must_build):
        raise LocalkubeError("this machine cannot carry the cluster:\n" + "\n".join(f"  - {each}" for each in wrong))


def require_root() -> None:
    """Refuse an ordinary user, before anything else is tried."""
    if os.geteuid() != 0:
        raise LocalkubeError("localkube has to be root, because it makes namespaces and mounts: run it with sudo")


def problems(facts: Facts, *, must_build: bool) -> tuple[str, ...]:
    """Return a sentence for everything that is wrong."""
    return tuple(
        itertools.chain(
            _wrong_hardware(facts),
            _wrong_places(facts, must_build=must_build),
            _lacking_kernel(facts),
            _wrong_routes(facts),
        )
    )


def _wrong_hardware(facts: Facts) -> Iterator[str]:
    if facts.architecture != _ARCHITECTURE:
        yield f"processors of type {facts.architecture} are not supported: use {_ARCHITECTURE}"
    if facts.memory_bytes < _MEMORY_BYTES:
        yield f"{_gib(facts.memory_bytes)} of memory are too little: use a machine with {_gib(_MEMORY_BYTES)} or more"


def _wrong_places(facts: Facts, *, must_build: bool) -> Iterator[str]:
    if len(str(facts.home)) > _LONGEST_HOME:
        yield f"{facts.home} is too long a path for sockets in it: set LOCALKUBE_HOME to a shorter one"
    for what, free, needed, variable in _places(facts, must_build=must_build):
        if free < needed:
            yield (
                f"only {_gib(free)} of disk are free for {what}, {_gib(needed)} are needed: "
                f"free some or set {variable} to a directory on another disk"
            )


def _places(facts: Facts, *, must_build: bool) -> Iterator[tuple[str, int, int, str]]:
    """Return what needs disk: its name, how much is free for it, how much it needs, and what moves it elsewhere."""
    if must_build and facts.is_one_disk:
        needed = _STATE_BYTES + _BUILD_BYTES
        yield "the state and building", facts.state_bytes_free, needed, "LOCALKUBE_HOME or XDG_CACHE_HOME"
        return
    yield "the state", facts.state_bytes_free, _STATE_BYTES, "LOCALKUBE_HOME"
    if must_build:
        yield "building", facts.cache_bytes_free, _BUILD_BYTES, "XDG_CACHE_HOME"


def _wrong_routes(facts: Facts) -> Iterator[str]:
    for route in facts.collisions:
        yield (
            f"{route.network} already leads to the link {route.link}, and the cluster needs those addresses: "
            "end what uses them (another Kubernetes, a VPN), or delete the route"
        )


def _lacking_kernel(facts: Facts) -> Iterator[str]:
    if not facts.can_overlay:
        yield "overlayfs does not work below LOCALKUBE_HOME: set it to a directory on ext4 or XFS, outside containers"
    if _VOLUMES not in facts.filesystems:
        yield f"the kernel has no file system {_VOLUMES}: load that module, or use a kernel that has it"
    for name in sorted(cgroups.NEEDED - facts.controllers):
        yield f"the cgroup controller {name} is not mounted: enable it (kernel command line, or mount it)"
    if not facts.has_loop_devices:
        yield "there is no /dev/loop-control: load the kernel module loop"


def look(settings: Settings) -> Facts:
    """Gather the facts; kernel modules are loaded where that is possible."""
    for module in _MODULES:
        if shutil.which("modprobe"):
            subprocess.run(["modprobe", "--quiet", module], check=False, capture_output=True, timeout=30)
    listed = (line.split()[-1] for line in Path("/proc/filesystems").read_text().splitlines())
    return Facts(
        home=settings.home,
        architecture=platform.machine(),
        memory_bytes=memory_bytes(),
        state_bytes_free=_free(settings.home),
        cache_bytes_free=_free(settings.cache),
        is_one_disk=_existing(settings.home).stat().st_dev == _existing(settings.cache).stat().st_dev,
        collisions=collisions(settings, procfs.routes()),
        can_overlay=_can_overlay(settings.home),
        filesystems=frozenset(listed),
        controllers=cgroups.controllers(),
        has_loop_devices=Path("/dev/loop-control").exists(),
    )


def present_memory_bytes() -> int:
    """Return the size of the machine's memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def memory_bytes() -> int:
    """Return how much memory the cluster can have: the machine's, or less where a group limits it."""
    return min(present_memory_bytes(), cgroups.memory_limit_bytes() or sys.maxsize)


def collisions(settings: Settings, routes: Iterable[procfs.Route]) -> tuple[procfs.Route, ...]:
    """Return the routes of others that the cluster's own would take traffic from, or lose it to.

    A wider route through a gateway, as into a company's 10.0.0.0/8, may stay: narrower ones come before it.
    """
    ours = [ipaddress.IPv4Network(network) for network in settings.networks]
    return tuple(
        route
        for route in routes
        if route.link != settings.host_link
        and any(
            route.network.subnet_of(network) or (route.is_direct and route.network.overlaps(network))
            for network in ours
        )
    )


def _can_overlay(home: Path) -> bool:
    """Try it: a kernel may know overlayfs and still refuse it on this disk. The mount ends with its namespace."""
    with tempfile.TemporaryDirectory(dir=_existing(home)) as scratch:
        parts = {name: Path(scratch, name) for name in ("lowerdir", "upperdir", "workdir", "merged")}
        for part in parts.values():
            part.mkdir()
        target = parts.pop("merged")
        options = ",".join(f"{name}={part}" for name, part in parts.items())
        try:
            command.run(["unshare", "--mount", "mount", "-t", "overlay", "overlay", "-o", options, target])
        except command.CommandFailedError:
            return False
    return True


def _free(path: Path) -> int:
    """Return the bytes free where the path will be."""
    return shutil.disk_usage(_existing(path)).free


def _existing(path: Path) -> Path:
    return next(parent for parent in (path, *path.parents) if parent.exists())


def _gib(size_bytes: int) -> str:
    return f"{size_bytes / _GIB:.1f} GiB"
