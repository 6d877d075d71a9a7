# SPDX-License-Identifier: Apache-2.0
"""Files of mounts and of the agent's own."""

import pytest

from monero_agent import files


def test_what_is_written_is_for_nobody_else(tmp_path):
    """Keys pass through here."""
    folder = files.make_private(tmp_path / "a" / "b")

    assert files.write(folder / "key", b"secret")
    assert (folder.stat().st_mode & 0o777, (folder / "key").stat().st_mode & 0o777) == (0o700, 0o600)
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_a_folder_that_others_could_look_into_is_closed(tmp_path):
    """A volume's group may have opened it."""
    tmp_path.chmod(0o2770)

    files.make_private(tmp_path)

    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_writing_the_same_again_changes_nothing(tmp_path):
    """A change is what a program is told to read again."""
    files.write(tmp_path / "torrc", b"one")

    assert not files.write(tmp_path / "torrc", b"one")
    assert files.write(tmp_path / "torrc", b"two")
    assert files.read(tmp_path / "torrc") == b"two"


def test_what_an_interrupted_write_left_is_no_hindrance(tmp_path):
    """The agent may end at any moment."""
    (tmp_path / "torrc.unfinished").write_bytes(b"half")

    assert files.write(tmp_path / "torrc", b"whole")


def test_nothing_larger_than_a_mount_can_hold_is_read(tmp_path):
    """Memory is bounded, whatever is mounted."""
    (tmp_path / "huge").write_bytes(b"x" * 11)

    assert files.read(tmp_path / "huge", limit=11) == b"x" * 11
    with pytest.raises(files.TooLargeError):
        files.read(tmp_path / "huge", limit=10)


def test_the_kubelets_own_names_are_not_entries(tmp_path):
    """The links lead to a folder beside them, which is replaced as a whole."""
    (tmp_path / "..2026").mkdir()
    (tmp_path / "..data").symlink_to("..2026")
    (tmp_path / "rpc.secret_key").symlink_to("..data/rpc.secret_key")

    assert files.entries(tmp_path) == ("rpc.secret_key",)
    assert files.entries(tmp_path / "absent") == ()
