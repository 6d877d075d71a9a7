# SPDX-License-Identifier: Apache-2.0
"""Alerts about disks, over a daemon whose database stands on a small one that something else fills."""

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support import exporter, monerod, side_by_side
from tests.support.alerting import fires, name, resolves, watching

DISK_BYTES = 20 * 2**20
MARGIN_BYTES = 2**19
"""Left to the daemon, whose database has a fifth of that."""
STEP_BYTES = 2**18
STEP_SECONDS = 0.25


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk, which needs root")
@side_by_side.case
async def test_a_disk_that_fills_and_is_full_and_is_emptied(tmp_path: Path) -> None:
    """First that it will be full, then that it is, and neither when there is room again."""
    disk = tmp_path / "disk"
    with _mounted(disk):
        async with (
            monerod.running(disk / "daemon") as daemon,
            exporter.beside(daemon.url) as watcher,
            watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
            _filling(disk / "filler"),
        ):
            await fires(prometheus, "MoneroDiskFills", name(watcher), seconds=90)
            told = await fires(prometheus, "MoneroDiskFull", name(watcher), seconds=90)
            (disk / "filler").unlink()
            await resolves(prometheus, "MoneroDiskFull", name(watcher))
            await resolves(prometheus, "MoneroDiskFills", name(watcher))

    assert "iB are left on the disk" in told


@contextlib.contextmanager
def _mounted(folder: Path) -> Iterator[None]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder], check=True, timeout=30)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, timeout=30)


@contextlib.asynccontextmanager
async def _filling(file: Path) -> AsyncIterator[None]:
    async def fill() -> None:
        with file.open("wb", buffering=0) as filler:
            while shutil.disk_usage(file.parent).free > MARGIN_BYTES:
                filler.write(bytes(STEP_BYTES))
                await asyncio.sleep(STEP_SECONDS)

    task = asyncio.create_task(fill())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
