# SPDX-License-Identifier: Apache-2.0
"""i2pd as it runs: given other options and tunnels in the way that those who use it notice least."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from monero_agent import files
from monero_agent.i2p import conf, sessions, tunnels, verify
from monero_agent.i2p.renewal import Renewal
from monero_agent.i2p.tunnels import Tunnels
from monero_agent.i2p.witness import Witness
from monero_agent.supervisor import Supervisor

HUNG_SECONDS = 120.0
"""An i2pd that runs and says nothing for so long is started anew."""
ALONE_SECONDS, LONGEST_ALONE_SECONDS = 90.0, 1800.0
"""i2pd looks for its first routers only when it starts: one that found none is started anew, ever more rarely."""

_log = logging.getLogger(__name__)


class Router:
    """One i2pd, whose configuration is in one folder and what outlives the pod in another.

    New options take a restart, during which nobody new gets in: it waits for that for `turn_seconds`.
    """

    def __init__(self, program: str, folder: Path, data: Path, *, turn_seconds: float) -> None:
        self._program = program
        self._data = data
        self._conf = folder / "i2pd.conf"
        self._turn_seconds = turn_seconds
        self._tunnels = Tunnels()
        self._restart_at: float | None = None
        self._restarted_run = 0
        self._seen: int | None = None
        """The i2pd that the witness speaks of: between two looks it may be another one, which has published nothing."""
        self.tunnels_file = folder / "tunnels.conf"
        self.patience = ALONE_SECONDS
        self.reloads = 0
        self.witness = Witness()
        self._renewal = Renewal(self.witness.page)
        self.supervisor = Supervisor("i2pd")

    @property
    def is_seen(self) -> bool:
        """Whether what the witness says is of the i2pd that runs now."""
        return self._seen is not None and self._seen == self.supervisor.pid

    def start(self) -> None:
        """Run it from now on, if it ever got options."""
        if self._conf.exists():
            # i2pd looks for its folder before it reads its configuration
            self.supervisor.start((self._program, f"--datadir={self._data}", f"--conf={self._conf}"))

    async def look(self, destinations: frozenset[str]) -> None:
        """Ask i2pd how it is; one that hangs is started anew, and one that has new options when its turn has come."""
        if self.supervisor.runs != self._restarted_run or not self.supervisor.is_running:
            self._restart_at = None  # it has ended by itself since, and begins with them
        if self._restart_at is not None and _now() >= self._restart_at:
            await self._replace("its options have changed")
        if self._seen != self.supervisor.pid:
            self._seen = self.supervisor.pid
            self.witness.forget()
            self._renewal.forget()
        if self._seen is not None:
            sessions.forget(self._data)
            await self._ask(destinations)

    async def configure(self, options: Mapping[str, str]) -> str:
        """Put options in their place, or return i2pd's words if it refuses them.

        One that runs gets them when its turn to restart comes.
        """
        content = conf.render(options).encode()
        if files.read(self._conf) == content:
            return ""
        candidate = self._conf.with_suffix(".candidate")
        files.write(candidate, content)
        if words := await verify.refusal(self._program, candidate):
            return words
        candidate.replace(self._conf)
        if self.supervisor.is_running:
            self._restart_at, self._restarted_run = _now() + self._turn_seconds, self.supervisor.runs
        else:
            self.supervisor.reload()
        return ""

    async def serve(self, new: Tunnels) -> None:
        """Put tunnels in their place; why a running i2pd gets them in two steps is told in `tunnels`."""
        content = new.render().encode()
        if files.read(self.tunnels_file) != content:
            if self.supervisor.has_answered:
                await self._read_anew(tunnels.between(self._tunnels, new))
                self.reloads += 1
                await self._read_anew(new)
            else:
                files.write(self.tunnels_file, content)
                await self._begin_with_it()
        self._tunnels = new

    async def _ask(self, destinations: frozenset[str]) -> None:
        self._meet()
        await self.witness.look(destinations)
        if not self.witness.error:
            self.supervisor.answered()
            await self._renewal.look(destinations, _now())
        if self.witness.silent_seconds > HUNG_SECONDS:
            await self._replace(f"it has not answered for {HUNG_SECONDS:g} s")
        elif self.witness.alone_seconds > self.patience:
            self.patience = min(self.patience * 2, LONGEST_ALONE_SECONDS)
            await self._replace("it has found no other router")

    async def _begin_with_it(self) -> None:
        """Have an i2pd that has just begun, or is not there, begin with what was written: nobody was served by it."""
        if self.supervisor.is_running:
            await self._replace("it has new tunnels, and had not answered yet")
        else:
            self.supervisor.reload()

    async def _read_anew(self, new: Tunnels) -> None:
        """Write tunnels, and wait until i2pd has them; one that does not say so gets them all the same."""
        files.write(self.tunnels_file, new.render().encode())
        self.supervisor.reload()
        self._meet()
        await self.witness.until_named(new.names)

    def _meet(self) -> None:
        if not self.witness.is_introduced:
            told = conf.parse((files.read(self._conf) or b"").decode())
            self.witness.meet(int(told["http.port"]), told["http.pass"])

    async def _replace(self, why: str) -> None:
        _log.warning("i2pd is started anew: %s", why)
        self._restart_at = None
        self.witness.forget()
        await self.supervisor.replace()


def _now() -> float:
    return asyncio.get_running_loop().time()
