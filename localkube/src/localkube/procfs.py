# SPDX-License-Identifier: Apache-2.0
"""What /proc tells: processes with their arguments and parents, mounts, when things started."""

import dataclasses
import ipaddress
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/proc")

_PARENT_FIELD = 1
_START_FIELD = 19
_MOUNT_POINT_FIELD = 4
_MASK_FIELD = 7


@dataclasses.dataclass(frozen=True, slots=True)
class Process:
    """One running process; `started` in seconds after the kernel."""

    pid: int
    parent: int
    argv: tuple[str, ...]
    started: float


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """Which link leads to a network, and whether the network is on that very link."""

    network: ipaddress.IPv4Network
    link: str
    is_direct: bool


def processes(root: Path = ROOT) -> Iterator[Process]:
    """Walk over everything that runs; what ends meanwhile is left out."""
    for directory in root.iterdir():
        if directory.name.isdigit():
            try:
                yield _read(directory)
            except (FileNotFoundError, ProcessLookupError):
                continue


def is_of_our_world(pid: int, root: Path = ROOT) -> bool:
    """Tell whether a process has our process namespace; those in containers have others, and none if it just ended."""
    try:
        return (root / str(pid) / "ns" / "pid").readlink() == (root / "self" / "ns" / "pid").readlink()
    except OSError:
        return False


def _read(directory: Path) -> Process:
    fields = (directory / "stat").read_text().rpartition(")")[2].split()
    argv = (directory / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    started = int(fields[_START_FIELD]) / os.sysconf("SC_CLK_TCK")
    return Process(int(directory.name), int(fields[_PARENT_FIELD]), tuple(argv), started)


def mount_points(root: Path = ROOT) -> tuple[Path, ...]:
    """Return where something is mounted, as this process sees it; unlike `Path.is_mount` it knows bind mounts."""
    lines = (root / "self" / "mountinfo").read_text().splitlines()
    return tuple(Path(line.split()[_MOUNT_POINT_FIELD]) for line in lines)


def routes(root: Path = ROOT) -> tuple[Route, ...]:
    """Return the IPv4 routes of our network namespace."""
    lines = (root / "net" / "route").read_text().splitlines()[1:]
    return tuple(_route(line.split()) for line in lines)


def _route(fields: list[str]) -> Route:
    link, (target, gateway), mask = fields[0], fields[1:3], fields[_MASK_FIELD]
    network = ipaddress.IPv4Network((_address(target), str(_address(mask))))
    return Route(network, link, is_direct=int(gateway, 16) == 0)


def _address(field: str) -> ipaddress.IPv4Address:
    """Read what the kernel prints as a number of its own byte order."""
    return ipaddress.IPv4Address(int(field, 16).to_bytes(4, sys.byteorder))


def uptime(root: Path = ROOT) -> float:
    """Return the seconds since the kernel started."""
    return float((root / "uptime").read_text().split()[0])


def boot_time(root: Path = ROOT) -> int:
    """Return when the kernel started, in seconds of the wall clock."""
    lines = (root / "stat").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("btime "))
