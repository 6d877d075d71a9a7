# SPDX-License-Identifier: Apache-2.0
"""A real xmrig that mines for a daemon on loopback, small enough for a test: one thread, no data set, no privileges."""

import asyncio
import contextlib
import dataclasses
import subprocess
from collections.abc import AsyncIterator

from tests.support import loopback, monerod, releases

_STOP_SECONDS = 10.0
_SMALL = (
    "--threads=1",
    "--randomx-mode=light",
    "--no-huge-pages",
    "--randomx-wrmsr=-1",
    "--donate-level=0",
    "--no-color",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Xmrig:
    """A running miner; its HTTP API answers to the token alone."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """End it and wait until it has ended."""
        self.process.terminate()
        await asyncio.to_thread(self.process.wait, _STOP_SECONDS)


@contextlib.asynccontextmanager
async def running(daemon: monerod.Monerod, *, token: str) -> AsyncIterator[Xmrig]:
    """Let a miner work for the daemon until the end of the block."""
    port = loopback.free_ports(1)[0]
    target = ("--daemon", "--coin=monero", f"--url=127.0.0.1:{daemon.restricted_port}", f"--user={monerod.ADDRESS}")
    api = ("--http-host=127.0.0.1", f"--http-port={port}", f"--http-access-token={token}")
    process = _start(*releases.xmrig(), *target, *_SMALL, *api)
    try:
        yield Xmrig(process, port)
    finally:
        process.kill()
        process.wait()


def _start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
