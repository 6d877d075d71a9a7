# SPDX-License-Identifier: Apache-2.0
"""i2pd starts without the keys of its last sessions."""

from monero_agent.i2p import sessions


def test_keys_of_sessions_are_removed_and_nothing_else(tmp_path):
    """The identity of the router and what it knows of others stay."""
    folder = tmp_path / "destinations"
    folder.mkdir()
    (folder / f"{'a' * 52}.4.dat").write_bytes(b"old")
    (tmp_path / "router.keys").write_bytes(b"identity")

    sessions.forget(tmp_path)

    assert list(folder.iterdir()) == []
    assert (tmp_path / "router.keys").read_bytes() == b"identity"


def test_before_the_first_start_there_is_nothing_to_remove(tmp_path):
    """i2pd makes the folder."""
    sessions.forget(tmp_path)

    assert list(tmp_path.iterdir()) == []
