# SPDX-License-Identifier: Apache-2.0
"""Reading /proc, on a tree that looks like it."""

import ipaddress
import os
import sys
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
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "route").write_text(
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n"
        "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\n"
        "lk-host\t00005A0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\n"
    )
    for pid, namespace in (("self", 1), ("42", 1), ("43", 2)):
        (tmp_path / pid / "ns").mkdir()
        (tmp_path / pid / "ns" / "pid").symlink_to(f"pid:[{namespace}]")
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


@pytest.mark.parametrize(("pid", "is_ours"), [(42, True), (43, False), (44, False)])
def test_processes_of_containers_are_told_apart(proc, pid, is_ours):
    """Another process namespace is another world; a process that ended is in none."""
    assert is_ours == procfs.is_of_our_world(pid, proc)


@pytest.mark.skipif(sys.byteorder == "big", reason="the file is written as a little-endian kernel writes it")
def test_routes_are_read(proc):
    """Addresses are numbers of the kernel's byte order."""
    assert procfs.routes(proc) == (
        procfs.Route(ipaddress.IPv4Network("0.0.0.0/0"), "eth0", is_direct=False),
        procfs.Route(ipaddress.IPv4Network("10.90.0.0/24"), "lk-host", is_direct=True),
    )
