# SPDX-License-Identifier: Apache-2.0
"""Keeps one program running: started again whenever it ends, soon at first and later at growing intervals."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Sequence

from monero_agent.problems import Problem

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 60.0
STEADY_SECONDS = 120.0
"""What ran for so long is not what ends at once again."""
GRACE_SECONDS = 5.0

_MAX_REAPED = 64
_awaited: set[int] = set()
"""The processes that a supervisor waits for, and nobody else may."""
_log = logging.getLogger(__name__)


class Supervisor:
    """One program. `runs` counts its starts, `restarts` those after it had ended; `last_end` says how it ended last."""

    def __init__(self, name: str, *, first_delay_seconds: float = FIRST_DELAY_SECONDS) -> None:
        self._name = name
        self._first_delay = self._delay = first_delay_seconds
        self._command: tuple[str, ...] = ()
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._is_wanted_anew = False
        self._woken = asyncio.Event()
        self._has_answered = self._is_reload_due = False
        self.runs = 0
        self.restarts = 0
        self.reloads = 0
        self.last_end = ""

    @property
    def is_started(self) -> bool:
        """Whether it was asked to run, which is not yet that it does."""
        return self._keeping is not None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.is_running else None

    @property
    def problem(self) -> Problem | None:
        """What is wrong while it should run and does not."""
        if not self.is_started or self.is_running:
            return None
        return Problem("ProgramEnded", f"{self._name} {self.last_end or 'starts'}; it is started again")

    def start(self, command: Sequence[str]) -> None:
        """Run a command from now on; another one than before is what the next start uses."""
        if self._command != (wanted := tuple(command)):
            self._command = wanted
            self._wake()
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    def reload(self) -> None:
        """Tell the program to read its configuration again; one that is not running is started with it at once.

        One that has not answered yet is told as soon as it has: before that the signal would end it.
        """
        if not self.is_running:
            self._wake()
        elif not self._has_answered:
            self._is_reload_due = True
        elif self._send(signal.SIGHUP):
            self.reloads += 1

    @property
    def has_answered(self) -> bool:
        """Whether the program that runs now was heard of."""
        return self.is_running and self._has_answered

    def answered(self) -> None:
        """Note that the program that runs now has answered."""
        self._has_answered = True
        if self._is_reload_due:
            self._is_reload_due = False
            self.reload()

    async def replace(self) -> None:
        """End the program, and have it started again without waiting."""
        self._is_wanted_anew = True
        self._wake()
        await self._end()

    async def stop(self) -> None:
        """End the program for good."""
        if self._keeping is None:
            return
        self._keeping.cancel()
        await asyncio.wait({self._keeping})
        self._keeping = None
        await self._end()

    def reap(self) -> None:
        """Collect what an earlier run left behind: as process 1 the agent is the parent of all orphans."""
        for _ in range(_MAX_REAPED):
            if not self._process or not self.is_running:
                return
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
                if ended is None or ended.si_pid in _awaited:
                    return
                os.waitpid(ended.si_pid, os.WNOHANG)
            except ChildProcessError:
                return  # who waits for the program was first

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._is_wanted_anew = self._has_answered = self._is_reload_due = False
            self._woken.clear()
            self.runs += 1
            began = loop.time()
            self.last_end = await self._run()
            if self._is_wanted_anew:
                continue
            self._delay = self._first_delay if loop.time() - began >= STEADY_SECONDS else self._delay
            _log.warning("%s %s; it is started again in %g s", self._name, self.last_end, self._delay)
            await self._rest()
            self.restarts += 1

    async def _rest(self) -> None:
        """Wait before the next start, unless something changes that may be why the last one failed."""
        try:
            async with asyncio.timeout(self._delay):
                await self._woken.wait()
            self._delay = self._first_delay
        except TimeoutError:
            self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)

    def _wake(self) -> None:
        self._woken.set()

    async def _run(self) -> str:
        try:
            self._process = await asyncio.create_subprocess_exec(*self._command, stdin=asyncio.subprocess.DEVNULL)
        except OSError as error:
            return f"could not be started: {error}"
        pid = self._process.pid
        _awaited.add(pid)
        try:
            code = await self._process.wait()
        finally:
            _awaited.discard(pid)
        return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"

    async def _end(self) -> None:
        if not self._process or not self._send(signal.SIGTERM):
            return
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._send(signal.SIGKILL)
            await self._process.wait()

    def _send(self, number: signal.Signals) -> bool:
        if not self._process or not self.is_running:
            return False
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)
        return True
