# SPDX-License-Identifier: Apache-2.0
"""The agent and its tor or i2pd as they run beside a monerod, with volumes that change as a kubelet changes them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from aiomonero.testing import server
from tests.support import loopback

READY_SECONDS = 120.0
"""A router is ready within some 5 s (tor) or 15 s (i2pd); this is for machines that do much else."""
_POLL_SECONDS = 0.1
_END_SECONDS = 20.0


class Volume:
    """A volume of a Secret or ConfigMap: all of its files change at once, behind a link."""

    def __init__(self, folder: Path, files: Mapping[str, bytes | str]) -> None:
        self.folder = folder
        self._versions = itertools.count()
        folder.mkdir(parents=True)
        self.put(files)

    def put(self, files: Mapping[str, bytes | str]) -> None:
        """Replace its content."""
        version = self.folder / f"..{next(self._versions)}"
        version.mkdir()
        for name, content in files.items():
            (version / name).write_bytes(content.encode() if isinstance(content, str) else content)
            link = self.folder / name
            if not link.is_symlink():
                link.symlink_to(Path("..data", name))
        fresh = self.folder / "..data_tmp"
        fresh.symlink_to(version.name)
        fresh.rename(self.folder / "..data")
        for link in self.folder.iterdir():
            if not link.name.startswith("..") and not link.exists():
                link.unlink()


@dataclasses.dataclass(frozen=True, slots=True)
class Sidecar:
    """A running agent; `port` is where it tells of itself, `run` has what is in memory in a pod."""

    process: subprocess.Popen[bytes]
    folder: Path
    run: Path
    port: int
    keys: Volume
    config: Volume

    async def status(self) -> dict[str, Any]:
        """Return what the agent tells of its router."""
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}/status") as answer:
            found: dict[str, Any] = await answer.json(content_type=None)
            return found

    async def until(self, holds: Callable[[dict[str, Any]], object], *, seconds: float = READY_SECONDS) -> None:
        """Look until the agent tells something; fails with what it told last."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        last: object = None
        while loop.time() < deadline:
            with contextlib.suppress(aiohttp.ClientError):
                last = told = await self.status()
                if holds(told):
                    return
            await asyncio.sleep(_POLL_SECONDS)
        raise AssertionError(f"not within {seconds:g} s; the agent told last: {last}\n{self.log()}")

    def kill_router(self) -> None:
        """End tor or i2pd without a farewell; the agent stays."""
        os.kill(self.router(), signal.SIGKILL)

    def router(self) -> int:
        """Return the process of tor or i2pd."""
        return self._children()[0]

    def lose(self) -> None:
        """End all of it at once, as the loss of its machine does."""
        children = self._children()
        self.process.kill()
        for each in children:
            os.kill(each, signal.SIGKILL)

    def _children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(each) for each in found]

    def log(self) -> str:
        """Return the end of what the agent and its router wrote."""
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-30:])


@contextlib.asynccontextmanager
async def running(
    network: str,
    folder: Path,
    document: Mapping[str, Any],
    keys: Mapping[str, bytes],
    extra: Mapping[str, bytes | str],
    *arguments: str,
    before: Sequence[str] = (),
    user: int = -1,
    port: int | None = None,
) -> AsyncIterator[Sidecar]:
    """Run the agent for `tor` or `i2p` until the end of the block; `before` starts it elsewhere, as this `user`."""
    config = Volume(folder / "config", {f"{network}.json": json.dumps(document)})
    volumes = {"keys": Volume(folder / "keys", keys), "config": config, "extra": Volume(folder / "extra", extra)}
    (folder / "data").mkdir()
    port = port or loopback.free_ports(1)[0]
    flags = [f"--{each}-dir={folder / each}" for each in (*volumes, "data")]
    command = [*before, sys.executable, "-m", "monero_agent", network, "--ordinal=0", f"--listen-port={port}", *flags]
    # the path of a control socket has at most 107 characters
    with tempfile.TemporaryDirectory(prefix="run-") as run:
        for each in (run, folder / "data"):
            os.chown(each, user, -1)
        with _launched([*command, f"--run-dir={run}", *arguments], folder / "log") as process:
            yield Sidecar(process, folder, Path(run), port, volumes["keys"], config)


@contextlib.contextmanager
def _launched(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = server.launch(command, log, None)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
