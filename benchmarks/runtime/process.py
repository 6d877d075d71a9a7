# SPDX-License-Identifier: Apache-2.0
"""The driver's hold on a measured program: it runs in a process of its own and is asked over its pipes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

POLL_SECONDS = 0.2
QUIET_SECONDS = 1.0
ANSWER_TIMEOUT_SECONDS = 120.0
MAX_ANSWER_BYTES = 64 * 1024 * 1024
ENVIRONMENT = os.environ | {"SSL_CERT_FILE": os.devnull}
"""As in an image without a bundle of authorities, which aiohttp would read at every start (0.07 s)."""


class Costs(msgspec.Struct, frozen=True):
    """What a program has cost so far; times are of the machine's monotonic clock."""

    cpu_seconds: float
    rss_mib: float
    peak_mib: float
    requests: dict[str, int]
    first_write: float
    last_write: float
    times: dict[str, list[float]]
    is_ready: bool
    is_leading: bool

    @property
    def writes(self) -> int:
        """Applies, the only requests here that write."""
        return self.requests.get("PATCH", 0)


class Program:
    """A running program."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ask(self, command: str = "costs") -> Costs:
        """Send a command and return the costs after it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(command.encode() + b"\n")
        async with asyncio.timeout(ANSWER_TIMEOUT_SECONDS):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the measured program ended with {await self._process.wait()}")
        return msgspec.json.decode(line, type=Costs)

    async def wait_writes(self, count: int, *, seconds: float) -> Costs:
        """Wait until the program has written so often, and until it then stays quiet; return its costs."""
        async with asyncio.timeout(seconds):
            while (costs := await self.ask()).writes < count or not costs.is_leading:  # noqa: ASYNC110 - another process
                await asyncio.sleep(POLL_SECONDS)
            began = time.monotonic()
            while time.monotonic() - max(costs.last_write, began) < QUIET_SECONDS:
                await asyncio.sleep(POLL_SECONDS)
                costs = await self.ask()
        return costs

    async def wait_ready(self, *, seconds: float) -> None:
        """Wait until the caches are synced, as those of a standby are too."""
        async with asyncio.timeout(seconds):
            while not (await self.ask()).is_ready:  # noqa: ASYNC110 - another process
                await asyncio.sleep(POLL_SECONDS)

    def kill(self) -> None:
        """End the program at once (SIGKILL)."""
        self._process.kill()

    def stop(self) -> None:
        """Ask the program to end."""
        assert self._process.stdin
        self._process.stdin.close()

    def reset_peak(self) -> None:
        """Let the kernel measure the peak of resident memory anew."""
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")


@contextlib.asynccontextmanager
async def running(module: str, *arguments: str) -> AsyncIterator[Program]:
    """Run a module of the benchmarks until the end of the block."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, limit=MAX_ANSWER_BYTES, env=ENVIRONMENT
    )
    try:
        yield Program(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()
