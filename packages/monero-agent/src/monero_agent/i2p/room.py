# SPDX-License-Identifier: Apache-2.0
"""i2pd's room: a configuration is taken in whole or not at all, and what was served before goes on otherwise."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_agent import config, files, problems
from monero_agent.config import WrongError
from monero_agent.i2p import conf, tunnels, verify, wanted
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Destinations, Served
from monero_agent.i2p.tunnels import Tunnels
from monero_agent.i2p.witness import Witness
from monero_agent.options import Options
from monero_agent.problems import Problem
from monero_agent.supervisor import Supervisor

SCHEMA = 1
HUNG_SECONDS = 120.0
"""An i2pd that runs and says nothing for so long is started anew."""
ALONE_SECONDS, LONGEST_ALONE_SECONDS = 90.0, 1800.0
"""i2pd looks for its first routers only when it starts: one that found none is started anew, ever more rarely."""
APART_SECONDS = 60.0
"""Options take a restart, during which nobody new gets in: the pods of a set do it one after another, by ordinal."""

_DOCUMENT, _CONF, _RESEED = "i2p.json", "i2pd.conf", "reseed.zip"
_PORTS = range(9111, 18000)
"""i2pd itself takes any up to 30777, which could be one of monerod's."""
_PORT, _PASSWORD = re.compile(r"\d{4,5}"), re.compile(r"[0-9a-f]{32}")
_log = logging.getLogger(__name__)


class I2p:
    """An i2pd whose configuration and keys are in memory, and whose identity and known routers are on a volume."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._folder = options.run / "i2p"
        self._conf = self._folder / "i2pd.conf"
        self._tunnels_file = self._folder / "tunnels.conf"
        self._data, self._own = options.data / "i2p", self._folder / "own"
        self._password = ""
        self._destinations = Destinations(self._folder / "keys", options.keys)
        self._served: tuple[Served, ...] = ()
        self._tunnels = Tunnels()
        self._restart_at: float | None = None
        self._restarted_run = 0
        self._patience = ALONE_SECONDS
        self._reloads = 0
        self._problems: list[Problem] = []
        self._witness = Witness()
        self.failure: Problem | None = None
        self.supervisor = Supervisor("i2pd")

    @property
    def folders(self) -> Sequence[Path]:
        return self._options.config, self._options.keys, self._options.extra

    async def apply(self) -> bool:
        """Take in what is mounted; where that is not possible i2pd goes on with what it had, if it had anything."""
        found: list[Problem] = []
        for folder in (self._folder, self._data, self._own):
            files.make_private(folder)
        self._password = _kept(self._folder / "password", lambda: secrets.token_hex(16), _PASSWORD)
        is_followed = False
        try:
            await self._take_in(found)
            is_followed = True
        except WrongError as error:
            found.append(error.problem)
        self._note(found)
        if self._conf.exists():
            # i2pd looks for its folder before it reads its configuration
            self.supervisor.start((self._options.program, f"--datadir={self._data}", f"--conf={self._conf}"))
        return is_followed

    async def look(self) -> None:
        """Ask i2pd how it is; one that hangs is started anew, and one that has new options when its turn has come."""
        if self.supervisor.runs != self._restarted_run or not self.supervisor.is_running:
            self._restart_at = None  # it has ended by itself since, and begins with them
        if self._restart_at is not None and _now() >= self._restart_at:
            await self._replace("its options have changed")
        if not self.supervisor.is_running:
            self._witness.forget()
            return
        self._meet()
        await self._witness.look(frozenset(served.destination for served in self._served))
        if not self._witness.error:
            self.supervisor.answered()
        if self._witness.silent_seconds > HUNG_SECONDS:
            await self._replace(f"it has not answered for {HUNG_SECONDS:g} s")
        elif self._witness.alone_seconds > self._patience:
            self._patience = min(self._patience * 2, LONGEST_ALONE_SECONDS)
            await self._replace("it has found no other router")

    def status(self) -> Mapping[str, Any]:
        """Return the document of `/status`."""
        health = self._witness.health
        return {
            "schema": SCHEMA,
            "network": "i2p",
            "running": self.supervisor.is_running,
            "ready": self.supervisor.is_running and self._witness.is_ready,
            "version": health.version,
            "networkStatus": health.network_status,
            "knownPeers": health.known_peers,
            "tunnelSuccessRatio": health.tunnel_success_ratio,
            "restarts": self.supervisor.restarts,
            "reloads": self._reloads,
            "services": [self._service(served) for served in self._served],
            "problems": problems.told([*self._problems, *self._wrong_now()]),
        }

    async def _take_in(self, found: list[Problem]) -> None:
        document = config.load(self._options.config / _DOCUMENT)
        asked = wanted.parse(document, self._options.ordinal)
        extra = config.further(document, self._options.extra, _CONF, _RESEED)
        places = self._places(has_reseed=_RESEED in extra)
        options = conf.options(asked, places, extra.get(_CONF, b"").decode("utf-8", "replace"))
        served, wrong = self._destinations.install(asked.services)
        found += wrong
        await self._configure(options)
        await self._serve(tunnels.of(served, asked.clients, conf.of_tunnels(options), places))
        self._served = served
        self._destinations.keep_only(served)

    def _places(self, *, has_reseed: bool) -> Places:
        return Places(
            data=self._data,
            tunnels=self._tunnels_file,
            own=self._own,
            reseed=self._options.extra / _RESEED if has_reseed else None,
            port=int(_kept(self._data / "port", lambda: str(secrets.choice(_PORTS)), _PORT)),
            password=self._password,
        )

    async def _configure(self, options: Mapping[str, str]) -> None:
        """Put options in their place if i2pd takes them; one that runs gets them when its turn to restart comes."""
        content = conf.render(options).encode()
        if files.read(self._conf) == content:
            return
        candidate = self._folder / "i2pd.candidate"
        files.write(candidate, content)
        if refusal := await verify.refusal(self._options.program, candidate):
            raise WrongError(f"i2pd does not take the configuration: {refusal}")
        candidate.replace(self._conf)
        if self.supervisor.is_running:
            self._restart_at, self._restarted_run = _now() + self._options.ordinal * APART_SECONDS, self.supervisor.runs
        else:
            self.supervisor.reload()

    async def _serve(self, new: Tunnels) -> None:
        """Put tunnels in their place; why a running i2pd gets them in two steps is told in `tunnels`."""
        content = new.render().encode()
        if files.read(self._tunnels_file) == content:
            self._tunnels = new
            return
        if self.supervisor.has_answered:
            await self._read_anew(tunnels.between(self._tunnels, new))
            self._reloads += 1
            await self._read_anew(new)
        else:
            files.write(self._tunnels_file, content)
            await self._begin_with_it()
        self._tunnels = new

    async def _begin_with_it(self) -> None:
        """Have an i2pd that has just begun, or is not there, begin with what was written: nobody was served by it."""
        if self.supervisor.is_running:
            await self._replace("it has new tunnels, and had not answered yet")
        else:
            self.supervisor.reload()

    async def _read_anew(self, new: Tunnels) -> None:
        """Write tunnels, and wait until i2pd has them; one that does not say so gets them all the same."""
        files.write(self._tunnels_file, new.render().encode())
        self.supervisor.reload()
        self._meet()
        await self._witness.until_named(new.names)

    def _meet(self) -> None:
        if not self._witness.is_introduced:
            told = conf.parse((files.read(self._conf) or b"").decode())
            self._witness.meet(int(told["http.port"]), told["http.pass"])

    async def _replace(self, why: str) -> None:
        _log.warning("i2pd is started anew: %s", why)
        self._restart_at = None
        self._witness.forget()
        await self.supervisor.replace()

    def _note(self, found: list[Problem]) -> None:
        for problem in found:
            if problem not in self._problems:
                _log.error("%s: %s", *problem)
        self._problems = found

    def _wrong_now(self) -> list[Problem]:
        found = [self.failure] if self.failure else []
        if self.supervisor.is_started and not self.supervisor.is_running:
            found.append(Problem("ProgramEnded", f"i2pd {self.supervisor.last_end or 'starts'}; it is started again"))
        if self._witness.error:
            found.append(Problem("NotAnswering", self._witness.error))
        return found

    def _service(self, served: Served) -> Mapping[str, Any]:
        return {
            "name": served.service.name,
            "key": served.service.key,
            "address": served.address,
            "isPublished": self._witness.is_published(served.destination),
            "isPrevious": served.is_previous,
        }


def _kept(file: Path, choose: Callable[[], str], form: re.Pattern[str]) -> str:
    """Return what was chosen once, and is kept in a file."""
    told = (files.read(file) or b"").decode("ascii", "replace").strip()
    if form.fullmatch(told):
        return told
    chosen = choose()
    files.write(file, f"{chosen}\n".encode())
    return chosen


def _now() -> float:
    return asyncio.get_running_loop().time()
