# SPDX-License-Identifier: Apache-2.0
"""The private view of the file system that makes a process tree a machine of its own.

Runs inside a fresh mount namespace, as its first action; the order of the steps matters.
"""

import ctypes
import os
from collections.abc import Mapping
from pathlib import Path

_MS_BIND = 1 << 12
_MS_MOVE = 1 << 13
_MS_REC = 1 << 14
_MS_PRIVATE = 1 << 18
_MS_SHARED = 1 << 20

_CGROUPS = "/sys/fs/cgroup"
_RUN_DIRECTORIES = ("/run/netns", "/run/lock")


def isolate(state: Path, binds: Mapping[str, Path]) -> None:
    """Give this mount namespace its own /proc, /sys and /run, and the machine's directories at their usual paths."""
    _mount("none", "/", flags=_MS_REC | _MS_PRIVATE)
    _mount("proc", "/proc", kind="proc")
    _renew_sys(state / "cgroup")
    _mount("tmpfs", "/run", kind="tmpfs", data="mode=755")
    for directory in _RUN_DIRECTORIES:
        Path(directory).mkdir()
    for target, source in binds.items():
        source.mkdir(parents=True, exist_ok=True)
        Path(target).mkdir(parents=True, exist_ok=True)
        _mount(str(source), target, flags=_MS_BIND)
    # Last: mounts made by kubelet and the CSI driver have to reach the containers.
    _mount("none", "/", flags=_MS_REC | _MS_SHARED)


def _renew_sys(spare: Path) -> None:
    """Mount the sysfs of this network namespace and put the cgroup hierarchies back into it.

    While everything is still private: with shared mounts the detour would take the controllers away.
    """
    spare.mkdir(exist_ok=True)
    _mount(_CGROUPS, str(spare), flags=_MS_BIND | _MS_REC)
    _mount("sysfs", "/sys", kind="sysfs")
    _mount(str(spare), _CGROUPS, flags=_MS_MOVE)


def _mount(source: str, target: str, *, kind: str | None = None, flags: int = 0, data: str | None = None) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(source.encode(), target.encode(), kind and kind.encode(), flags, data and data.encode()):
        number = ctypes.get_errno()
        raise OSError(number, f"mount {source} on {target}: {os.strerror(number)}")
