# SPDX-License-Identifier: Apache-2.0
"""Groups in both versions of the hierarchy, on trees that look like the kernel's."""

from pathlib import Path

import pytest

from localkube import cgroups
from localkube.errors import LocalkubeError


@pytest.fixture
def hybrid(tmp_path: Path) -> Path:
    """Version 1 hierarchies, a combined one under two names, and an empty version 2 tree beside them."""
    for name in ("memory", "pids", "cpuset", "cpu,cpuacct", "systemd", "unified"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cgroup.procs").touch()
    (tmp_path / "cpu").symlink_to("cpu,cpuacct")
    (tmp_path / "cpuset" / "cpuset.cpus").write_text("0-1\n")
    (tmp_path / "cpuset" / "cpuset.mems").write_text("0\n")
    (tmp_path / "unified" / "cgroup.controllers").touch()
    (tmp_path / "not-a-hierarchy").mkdir()
    return tmp_path


@pytest.fixture
def unified(tmp_path: Path) -> Path:
    """A machine with version 2 alone, as systemd mounts it."""
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    (tmp_path / "cgroup.procs").touch()
    (tmp_path / "cgroup.subtree_control").touch()
    (tmp_path / "system.slice").mkdir()
    (tmp_path / "system.slice" / "cgroup.procs").touch()
    return tmp_path


def test_hybrid_group_is_made_in_every_version_1_hierarchy(hybrid):
    """Kubelet wants its root in each of them, the named one of systemd included; runc makes the version 2 one."""
    cgroups.create("lk-n1", hybrid)

    made = {path.parent.name for path in hybrid.glob("*/lk-n1") if not path.parent.is_symlink()}
    assert made == {"memory", "pids", "cpuset", "cpu,cpuacct", "systemd"}


def test_second_name_of_a_hierarchy_is_left_out(hybrid):
    """cpu -> cpu,cpuacct would be done twice."""
    assert "cpu" not in {path.name for path in cgroups.hierarchies(hybrid)}


def test_cpuset_group_inherits_cpus_and_memory(hybrid):
    """In an empty cpuset group nothing could run."""
    cgroups.create("lk-n1", hybrid)

    assert (hybrid / "cpuset/lk-n1/cpuset.cpus").read_text() == "0-1\n"
    assert (hybrid / "cpuset/lk-n1/cpuset.mems").read_text() == "0\n"


def test_unified_group_is_made_once_at_the_root(unified):
    """In version 2 there is one tree, and systemd's slices in it are no hierarchies."""
    (unified / "lk-n1").mkdir()
    (unified / "lk-n1" / "cgroup.controllers").write_text("cpu memory pids\n")

    cgroups.create("lk-n1", unified)

    assert [unified / "lk-n1"] == list(unified.rglob("lk-n1"))


def test_unified_group_gets_the_controllers(unified):
    """Each controller is enabled for the children, and what a group lacks is not asked of it."""
    (unified / "lk-n1").mkdir()
    (unified / "lk-n1" / "cgroup.controllers").write_text("cpu pids memory\n")

    cgroups.create("lk-n1", unified)

    assert (unified / "cgroup.subtree_control").read_text() == "+pids"  # a plain file keeps the last write
    assert (unified / "lk-n1" / "cgroup.subtree_control").read_text() == "+memory"


def test_container_without_controllers_is_explained(unified):
    """Where the root may not hand anything down, kubelet would fail with words that help nobody."""
    (unified / "lk-n1").mkdir()
    (unified / "lk-n1" / "cgroup.controllers").write_text("cpu\n")

    with pytest.raises(LocalkubeError, match="controllers memory, pids"):
        cgroups.create("lk-n1", unified)


def test_removal_takes_everything_below(hybrid):
    """The groups of pods go too, also in the version 2 tree that runc filled."""
    for hierarchy in ("memory", "unified"):
        (hybrid / hierarchy / "lk-n1" / "kubepods" / "pod1").mkdir(parents=True)
    (hybrid / "memory" / "lk-n2").mkdir()

    cgroups.remove("lk-n1", hybrid)

    assert not cgroups.exists("lk-n1", hybrid)
    assert (hybrid / "memory" / "lk-n2").exists()


def test_removal_in_unified_leaves_others_alone(unified):
    """Only our group goes."""
    (unified / "lk-n1" / "kubepods").mkdir(parents=True)

    cgroups.remove("lk-n1", unified)

    assert not cgroups.exists("lk-n1", unified)
    assert (unified / "system.slice").exists()


LIMITED = {
    "own group": "/a/b",
    "a group above, which is all that a container sees of itself": "/",
    "a group that is not mounted here": "/docker/1",
}


@pytest.mark.parametrize("own", LIMITED.values(), ids=LIMITED.keys())
@pytest.mark.parametrize(
    ("tree", "folder", "file", "lines"),
    [
        ("hybrid", "memory", "memory.limit_in_bytes", "8:pids:/\n7:memory:{own}\n0::/\n"),
        ("unified", "", "memory.max", "0::{own}\n"),
    ],
)
def test_memory_limit_is_found(request, tmp_path, tree, folder, file, lines, own):
    """The least of the limits from the root down to the own group counts, in both versions."""
    root = request.getfixturevalue(tree)
    (root / folder / "a" / "b").mkdir(parents=True)
    (root / folder / file).write_text("8192\n")
    (root / folder / "a" / file).write_text("9223372036854771712\n" if folder else "max\n")
    (root / folder / "a" / "b" / file).write_text("4096\n")
    (tmp_path / "self").write_text(lines.format(own=own))

    assert (4096 if own == "/a/b" else 8192) == cgroups.memory_limit_bytes(root, tmp_path / "self")


def test_no_memory_limit_is_none(unified, tmp_path):
    """The root of a machine has no such file, and `max` is no number."""
    (unified / "user.slice").mkdir()
    (unified / "user.slice" / "memory.max").write_text("max\n")
    (tmp_path / "self").write_text("0::/user.slice\n")

    assert cgroups.memory_limit_bytes(unified, tmp_path / "self") is None


def test_group_that_stays_is_an_error(hybrid, monkeypatch):
    """A group with processes in it is named, after a bounded time."""
    monkeypatch.setattr(cgroups, "_BUSY_SECONDS", -1.0)
    (hybrid / "memory" / "lk-n1").mkdir()
    (hybrid / "memory" / "lk-n1" / "busy").touch()

    with pytest.raises(LocalkubeError, match="memory/lk-n1"):
        cgroups.remove("lk-n1", hybrid)


def test_controllers_of_combined_hierarchies_count_singly(hybrid):
    """cpu,cpuacct is two controllers."""
    assert {"cpu", "cpuacct", "memory", "pids", "cpuset"} <= cgroups.controllers(hybrid)


def test_controllers_of_version_2_are_listed(unified):
    """Version 2 says itself what it has."""
    assert cgroups.controllers(unified) == {"cpuset", "cpu", "io", "memory", "pids"}


def test_machine_without_cgroups_has_none(tmp_path):
    """Nothing mounted is an answer, not an error."""
    assert cgroups.controllers(tmp_path / "missing") == frozenset()
