# SPDX-License-Identifier: Apache-2.0
"""One cgroup per node, under which its kubelet keeps the pods.

Version 1 (also beside an empty version 2 tree, "hybrid") has one hierarchy per controller and the node needs
its group in each; version 2 has a single tree and the controllers have to be handed down. Both sit directly below the
root, also under systemd, which leaves groups alone that it did not make.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from localkube.errors import LocalkubeError

ROOT = Path("/sys/fs/cgroup")

NEEDED = frozenset({"cpu", "memory", "pids"})

_MEMBERS = "cgroup.procs"
_CONTROLLERS = "cgroup.controllers"
_SUBTREE = "cgroup.subtree_control"
_INHERITED_CPUSET = ("cpuset.cpus", "cpuset.mems")
_MEMORY_LIMITS = ("memory.max", "memory.limit_in_bytes")
_OWN = Path("/proc/self/cgroup")
_BUSY_SECONDS = 5.0


def create(name: str, root: Path = ROOT) -> None:
    """Make the group wherever kubelet looks for it."""
    if is_unified(root):
        _create_unified(root, root / name)
        return
    for hierarchy in hierarchies(root):
        if (hierarchy / _CONTROLLERS).exists():
            continue  # the version 2 tree of a hybrid machine: runc makes the group when it needs it
        group = hierarchy / name
        group.mkdir(exist_ok=True)
        _inherit_cpuset(hierarchy, group)


def _create_unified(root: Path, group: Path) -> None:
    """In version 2 a group has the controllers that its parent hands down, and kubelet insists on these."""
    _hand_down(root)
    group.mkdir(exist_ok=True)
    if lacking := NEEDED - set((group / _CONTROLLERS).read_text().split()):
        raise LocalkubeError(
            f"{group} does not get the controllers {', '.join(sorted(lacking))}: if this is a container, give it a "
            "cgroup of its own whose processes are in a subgroup"
        )
    _hand_down(group)


def remove(name: str, root: Path = ROOT) -> None:
    """Delete the group with everything below it.

    A leftover costs the next kubelet seconds per container, so one that stays is an error.
    """
    roots = (root,) if is_unified(root) else hierarchies(root)
    for group in (hierarchy / name for hierarchy in roots):
        for directory, _, _ in os.walk(group, topdown=False):
            _remove_when_empty(Path(directory))


def exists(name: str, root: Path = ROOT) -> bool:
    """Tell whether anything of the group is left."""
    return any((hierarchy / name).exists() for hierarchy in (root, *hierarchies(root)))


def is_unified(root: Path = ROOT) -> bool:
    """Tell whether this is version 2 alone."""
    return (root / _CONTROLLERS).exists()


def hierarchies(root: Path = ROOT) -> tuple[Path, ...]:
    """Return the mounted version 1 hierarchies.

    Symbolic links such as cpu -> cpu,cpuacct are other names of the same.
    """
    if not root.is_dir():
        return ()
    found = (path for path in sorted(root.iterdir()) if path.is_dir() and not path.is_symlink())
    return tuple(path for path in found if (path / _MEMBERS).exists())


def controllers(root: Path = ROOT) -> frozenset[str]:
    """Return the controllers that can be used, of either version."""
    if is_unified(root):
        return frozenset((root / _CONTROLLERS).read_text().split())
    return frozenset(name for hierarchy in hierarchies(root) for name in hierarchy.name.split(","))


def memory_limit_bytes(root: Path = ROOT, own: Path = _OWN) -> int | None:
    """Return the least memory limit above this process, as containers and services have; None if there is none.

    The root counts too: what a container sees there is its own group, and nodes get their groups below it.
    """
    limits = [limit for group in _own_groups(root, own) if (limit := _limit(group)) is not None]
    return min(limits, default=None)


def _own_groups(root: Path, own: Path) -> Iterator[Path]:
    """Walk over the group of this process that limits memory, and those above it."""
    tree, controller = (root, "") if is_unified(root) else (root / "memory", "memory")
    for line in own.read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            group = Path(path)
            yield from (tree / above.relative_to("/") for above in (group, *group.parents))


def _limit(group: Path) -> int | None:
    for file in _MEMORY_LIMITS:
        if (group / file).exists():
            said = (group / file).read_text().strip()
            return int(said) if said.isdecimal() else None
    return None


def _inherit_cpuset(hierarchy: Path, group: Path) -> None:
    """A new cpuset group is empty, and nothing could run in it."""
    for file in _INHERITED_CPUSET:
        if (hierarchy / file).exists():
            (group / file).write_text((hierarchy / file).read_text())


def _hand_down(group: Path) -> None:
    """Enable for the children every controller that the group has, one by one: a refused one must not lose the rest."""
    for controller in (group / _CONTROLLERS).read_text().split():
        with contextlib.suppress(OSError), (group / _SUBTREE).open("w") as subtree:
            subtree.write(f"+{controller}")


def _remove_when_empty(directory: Path) -> None:
    """The last processes of a killed machine need a moment to leave."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while directory.exists():
        try:
            directory.rmdir()
        except OSError as error:
            if time.monotonic() > deadline:
                raise LocalkubeError(f"cgroup {directory} cannot be removed ({error}): end what runs in it") from error
            time.sleep(0.05)
