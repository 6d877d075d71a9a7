# SPDX-License-Identifier: Apache-2.0
"""Reading /proc, on a tree that looks like it."""

import os
from pathlib import Path

import pytest

from localkube import procfs


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """One process whose name has blanks and a parenthesis, and one that just ended."""
    fields = ["S", "7", *["0"] * 17, str(50 * os.sysconf("SC_CLK_TCK")), "0"]
    (tmp_path / "42").mkdir()
    (tmp_path / "42" / "stat").write_text(f"42 (odd ) name) {' '.join(fields)}\n")
    (tmp_path / "42" / "cmdline").write_bytes(b"unshare\0--pid\0a b\0")
    (tmp_path / "43").mkdir()
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "mountinfo").write_text(
        "30 1 8:1 / / rw - ext4 /dev/vda rw\n31 30 8:1 /x /run/x rw - ext4 d rw\n"
    )
    (tmp_path / "uptime").write_text("1234.5 99.0\n")
    (tmp_path / "stat").write_text("cpu  1 2 3\nbtime 1700000000\nprocesses 9\n")
    return tmp_path


def test_process_is_read_whatever_it_is_called(proc):
    """Only the last parenthesis ends the name; a process that ends meanwhile is left out."""
    expected = procfs.Process(pid=42, parent=7, argv=("unshare", "--pid", "a b"), started=50.0)

    assert [expected] == list(procfs.processes(proc))


def test_mount_points_are_listed(proc):
    """Bind mounts are among them."""
    assert procfs.mount_points(proc) == (Path("/"), Path("/run/x"))


def test_clocks_are_the_kernels(proc):
    """Uptime and boot time need no clock of ours."""
    assert procfs.uptime(proc) == 1234.5
    assert procfs.boot_time(proc) == 1_700_000_000
