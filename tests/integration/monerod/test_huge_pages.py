# SPDX-License-Identifier: Apache-2.0
"""Why a node opts out of huge pages unless its pod reserves some: monerod on a machine that has them.

Kubernetes limits a pod's huge pages by the same control group; a pod that reserved none gets none of the machine's.
"""

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.call import Policy
from monero_operator.desired import quantity
from monero_operator.desired.pod import resources
from tests.support import monerod

PAGES = Path("/proc/sys/vm/nr_hugepages")
RESERVED_PAGES = 330
PATIENT = Policy(timeout_seconds=60.0, attempts=1)
"""The first block costs the making of two RandomX caches."""
ENOUGH_BYTES = int(quantity.amount(resources.HUGE_PAGES_NEEDED) or 0)


@pytest.fixture
def pages() -> Iterator[None]:
    """Reserve huge pages of the machine, and give back what was reserved."""
    before = PAGES.read_text()
    try:
        PAGES.write_text(str(int(before) + RESERVED_PAGES))
    except OSError as error:
        pytest.skip(f"the kernel lets nobody here reserve huge pages: {error}")
    try:
        if int(PAGES.read_text()) < int(before) + RESERVED_PAGES:
            pytest.skip("this machine has no room for huge pages")
        yield
    finally:
        PAGES.write_text(before)


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Path]:
    """Make a control group for huge pages, as the kubelet has one for each pod."""
    mount = tmp_path / "hugetlb"
    mount.mkdir()
    done = subprocess.run(["mount", "-t", "cgroup", "-o", "hugetlb", "none", mount], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no control group for huge pages can be mounted here: {done.stderr.decode()}")
    made = mount / f"test-{tmp_path.name}"
    made.mkdir()
    yield made
    with contextlib.suppress(OSError):
        made.rmdir()
    subprocess.run(["umount", mount], check=True)


@pytest.mark.parametrize(
    ("limit_bytes", "opts_out", "uses_pages"),
    [
        pytest.param(0, True, False, id="opted out, without pages of its own"),
        pytest.param(ENOUGH_BYTES, False, True, id="with pages of its own"),
    ],
)
async def test_a_daemon_that_may_make_blocks(
    limit_bytes: int,
    opts_out: bool,
    uses_pages: bool,
    pages: None,
    group: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Opted out it takes none of the machine's pages; with pages of its own it keeps its RandomX cache there."""
    if opts_out:
        monkeypatch.setenv("MONERO_RANDOMX_UMASK", "1")
    async with monerod.running(tmp_path / "data") as daemon, Node(daemon.url, policy=PATIENT) as node:
        _confine(daemon, group, limit_bytes)
        await node.rpc.generate_blocks(3, monerod.ADDRESS)
        used = int((group / "hugetlb.2MB.max_usage_in_bytes").read_text())
        daemon.kill()

    assert uses_pages == (used > 0)


async def test_a_daemon_without_pages_of_its_own_that_does_not_opt_out_dies(
    pages: None, group: Path, tmp_path: Path
) -> None:
    """It takes what the machine seems to have, and the kernel kills it at the first touch."""
    async with monerod.running(tmp_path / "data") as daemon, Node(daemon.url, policy=PATIENT) as node:
        _confine(daemon, group, 0)
        with pytest.raises(errors.TransportError):
            await node.rpc.generate_blocks(3, monerod.ADDRESS)

        assert daemon.process.wait(10) == -signal.SIGBUS


def _confine(daemon: monerod.Monerod, group: Path, limit_bytes: int) -> None:
    (group / "hugetlb.2MB.limit_in_bytes").write_text(str(limit_bytes))
    (group / "cgroup.procs").write_text(str(daemon.process.pid))
