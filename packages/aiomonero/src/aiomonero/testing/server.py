# SPDX-License-Identifier: Apache-2.0
"""One program of Monero as a process of ours: its output goes to a file, whose end explains why it does not answer."""

import asyncio
import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from aiomonero import errors
from aiomonero.types.login import Login

START_TIMEOUT_SECONDS = 30.0
KILL_TIMEOUT_SECONDS = 10.0
_POLL_SECONDS = 0.05
_HEAD_LINES = 5
_TAIL_LINES = 30


class StartFailed(Exception):
    """The program ended or did not answer in time; the message holds the end of its output."""


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A running program; `signal` it to see how others bear that."""

    process: subprocess.Popen[bytes]
    log: Path

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; SIGSTOP has stopped every thread when this returns."""
        self.process.send_signal(number)
        if number is signal.SIGSTOP:
            os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def kill(self) -> None:
        """End it at once and wait until it is gone."""
        self.process.kill()
        self.process.wait(KILL_TIMEOUT_SECONDS)

    def tail(self) -> str:
        """Return how it began and what it said last; a wrong flag is told before pages of help."""
        lines = self.log.read_text(errors="replace").splitlines()
        if len(lines) > _HEAD_LINES + _TAIL_LINES:
            lines[_HEAD_LINES:-_TAIL_LINES] = ["…"]
        return "\n".join(lines)

    async def until(self, look: Callable[[], Awaitable[object]], what: str, *, seconds: float) -> None:
        """Look until the answer is truthy, where no answer is one more way of not being there yet.

        Raises StartFailed when the time is over or the program has ended.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while loop.time() < deadline and self.process.poll() is None:
            with contextlib.suppress(errors.TransportError):
                if await look():
                    return
            await asyncio.sleep(_POLL_SECONDS)
        raise StartFailed(f"{what}; its output, {self.log}:\n{self.tail()}")


def find(program: str, variable: str) -> tuple[str, ...]:
    """Return the command of a program: what the environment variable names, or else what PATH finds."""
    command = os.environ.get(variable, program)
    if not shutil.which(command):
        raise FileNotFoundError(f"no program {command}: install Monero, or name the program in {variable}")
    return (command,)


def launch(command: Sequence[str], log: Path, login: Login | None) -> subprocess.Popen[bytes]:
    """Start a program; the login that it wants from its users stands in its environment, where `ps` does not show it.

    A stranger's RPC_LOGIN stays out of it.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(os.environ, login),
        )


def _environment(inherited: Mapping[str, str], login: Login | None) -> dict[str, str]:
    kept = {name: value for name, value in inherited.items() if name != "RPC_LOGIN"}
    return {**kept, "RPC_LOGIN": f"{login.username}:{login.password}"} if login else kept
