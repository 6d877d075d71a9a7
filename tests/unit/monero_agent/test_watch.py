# SPDX-License-Identifier: Apache-2.0
"""Changes of mounted folders are seen, and nothing else is taken for one."""

import os

import pytest

from monero_agent.watch import Watch


@pytest.fixture
def mount(tmp_path):
    """A mount as the kubelet makes it, and a way to swap what is in it."""

    def swap(version, content):
        folder = tmp_path / f"..{version}"
        folder.mkdir()
        (folder / "key").write_text(content)
        os.utime(folder / "key", (0, 0))  # clocks are coarse, and sizes of keys the same
        fresh = tmp_path / "..data_tmp"
        fresh.symlink_to(folder.name)
        fresh.rename(tmp_path / "..data")

    swap(1, "one")
    (tmp_path / "key").symlink_to("..data/key")
    return tmp_path, swap


def test_at_first_everything_is_a_change(tmp_path):
    """Even that nothing is mounted."""
    watch = Watch([tmp_path / "absent"])

    seen = watch.look()

    assert seen is not None
    watch.take(seen)
    assert watch.look() is None


def test_a_swapped_mount_is_a_change_though_its_names_stay(mount):
    """The links stay the same; what they lead to has another inode."""
    folder, swap = mount
    watch = Watch([folder])
    watch.take(watch.look())

    swap(2, "two")

    assert watch.look() is not None


def test_what_could_not_be_taken_in_is_told_again(mount):
    """A disk that is full today may not be so in two seconds."""
    watch = Watch([mount[0]])

    first = watch.look()

    assert first is not None
    assert watch.look() == first


@pytest.mark.parametrize("act", ["add", "remove"])
def test_entries_that_come_and_go_are_changes(mount, act):
    """A key that is retired, or is there at last."""
    folder, _ = mount
    watch = Watch([folder])
    watch.take(watch.look())

    (folder / "other").write_text("") if act == "add" else (folder / "key").unlink()

    assert watch.look() is not None
