# SPDX-License-Identifier: Apache-2.0
"""One command at a time."""

import pytest

from localkube import lock
from localkube.errors import LocalkubeError


def test_lock_is_free_again(tmp_path):
    """After one command the next one has it at once."""
    for _ in range(2):
        with lock.held(tmp_path / "lock", seconds=-1):
            pass


def test_second_command_is_told_who_works(tmp_path, monkeypatch, capsys):
    """The wait is announced, it is bounded, and both name the command and its process."""
    monkeypatch.setattr("sys.argv", ["localkube", "up"])
    monkeypatch.setattr("os.getpid", lambda: 4242)

    with (
        lock.held(tmp_path / "lock"),
        pytest.raises(LocalkubeError, match=r"^localkube up \(pid 4242\) still works"),
        lock.held(tmp_path / "lock", seconds=-1),
    ):
        pass

    assert capsys.readouterr().err == "waiting for localkube up (pid 4242)\n"


def test_lock_is_given_back_after_a_failure(tmp_path):
    """A command that fails blocks nobody."""
    with pytest.raises(ValueError, match="boom"), lock.held(tmp_path / "lock"):
        raise ValueError("boom")

    with lock.held(tmp_path / "lock", seconds=-1):
        pass
