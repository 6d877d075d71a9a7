# SPDX-License-Identifier: Apache-2.0
"""tor's room: a configuration is taken in whole or not at all, and what was served before goes on otherwise."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_agent import config, files, problems, trial
from monero_agent.config import WrongError
from monero_agent.findings import Findings
from monero_agent.options import Options
from monero_agent.problems import Problem
from monero_agent.supervisor import Supervisor
from monero_agent.tor import blame, onions, torrc, verify, wanted
from monero_agent.tor.clients import Change
from monero_agent.tor.onions import Onions
from monero_agent.tor.torrc import Places, Served
from monero_agent.tor.wanted import Wanted
from monero_agent.tor.witness import Witness

SCHEMA = 1
HUNG_SECONDS = 120.0
"""A tor that runs and says nothing for so long is started anew."""

_DOCUMENT, _EXTRA = "tor.json", "torrc"
_log = logging.getLogger(__name__)


class Tor:
    """A tor whose configuration, keys and socket are in memory, and whose guards and consensus are on a volume."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._folder = options.run / "tor"
        self._torrc, self._followed = self._folder / "torrc", self._folder / "followed.json"
        self._places = Places(data=options.data / "tor", control=self._folder / "control")
        self._onions = Onions(self._folder / "onions", options.keys)
        self._served: tuple[Served, ...] = ()
        self._must_reload = self._must_restart = False
        self._findings = Findings()
        self._witness = Witness(self._places.control)
        self._looked_at = 0
        self.failure: Problem | None = None
        self.supervisor = Supervisor("tor")

    @property
    def folders(self) -> Sequence[Path]:
        return self._options.config, self._options.keys, self._options.extra

    async def apply(self) -> bool:
        """Take in what is mounted; where that is not possible tor goes on with what it had, if it had anything."""
        for folder in (self._folder, self._places.data):
            files.make_private(folder)
        self._served = self._served or self._last()
        is_followed = await self._findings.of(self._take_in)
        if self._torrc.exists():
            self.supervisor.start((self._options.program, "-f", str(self._torrc)))
        return is_followed

    async def look(self) -> None:
        """Ask tor how it is; one that hangs is started anew."""
        if not self._is_seen:
            self._looked_at = self.supervisor.runs
            await self._witness.forget()
        if not self.supervisor.is_running:
            return
        addresses = (onions.address(served.folder) for served in self._served)
        await self._witness.look(frozenset(address for address in addresses if address))
        if not self._witness.error:
            self.supervisor.answered()
        if self._witness.silent_seconds > HUNG_SECONDS:
            _log.error("tor has not answered for %g s: it is started anew", HUNG_SECONDS)
            await self._witness.forget()
            await self.supervisor.replace()

    async def stop(self) -> None:
        """End tor."""
        await self.supervisor.stop()

    def status(self) -> Mapping[str, Any]:
        """Return the document of `/status`."""
        health = self._witness.health
        return {
            "schema": SCHEMA,
            "network": "tor",
            "running": self.supervisor.is_running,
            "ready": self.supervisor.is_running and health.is_ready,
            "version": health.version,
            "bootstrapped": health.bootstrapped,
            "circuitEstablished": health.is_circuit_established,
            "networkLive": health.is_network_live,
            "restarts": self.supervisor.restarts,
            "reloads": self.supervisor.reloads,
            "services": [self._service(served) for served in self._served],
            "problems": self._findings.told(
                self.failure, self.supervisor.problem, problems.silence(self._witness.error)
            ),
        }

    @property
    def _is_seen(self) -> bool:
        """Whether what the witness says is of the tor that runs now: another one has published nothing yet."""
        return self.supervisor.is_running and self.supervisor.runs == self._looked_at

    async def _take_in(self, found: list[Problem]) -> None:
        document = config.load(self._options.config / _DOCUMENT)
        asked = wanted.parse(document, self._options.ordinal)
        try:
            extra = config.further(document, self._options.extra, _EXTRA).get(_EXTRA, b"")
            await self._follow(asked, extra.decode("utf-8", "replace"), found)
        except WrongError:
            # A client that was taken out must not get in until another line is corrected, and one that is new waits for
            # that with all else: so those get in who may by the old word and by the new.
            self._must(self._onions.narrow(self._served, asked.services))
            await self._tell_tor()
            raise
        config.keep(self._followed, document)
        await self._tell_tor()

    async def _follow(self, asked: Wanted, extra: str, found: list[Problem]) -> None:
        """Put everything in its place if tor takes it: clients first, as tor lets in all where it finds none."""
        served = self._onions.find(asked.services, found)
        content = torrc.render(asked, served, self._places, extra).encode()
        is_new = files.read(self._torrc) != content
        if is_new or onions.are_masters_new(served):
            await self._verify(asked, torrc.render(asked, self._onions.on_trial(served), self._places, extra), extra)
        self._must(self._onions.settle(served))
        files.write(self._torrc, content)
        self._must_reload |= is_new
        self._served = served
        self._onions.keep_only(served)

    async def _verify(self, asked: Wanted, text: str, extra: str) -> None:
        candidate = self._folder / "torrc.candidate"
        files.write(candidate, text.encode())
        if words := await verify.refusal(self._options.program, candidate):
            raise trial.refused("tor", blame.places(words, asked, extra), words)

    def _last(self) -> tuple[Served, ...]:
        """Return what an agent before this one served."""
        try:
            document = config.load(self._followed)
            return self._onions.last(wanted.parse(document, self._options.ordinal).services)
        except WrongError:
            return ()

    def _must(self, change: Change) -> None:
        self._must_reload |= change.is_any
        self._must_restart |= change.is_narrowed

    async def _tell_tor(self) -> None:
        if self._must_restart:
            await self.supervisor.replace()
        elif self._must_reload:
            self.supervisor.reload()
        self._must_reload = self._must_restart = False

    def _service(self, served: Served) -> Mapping[str, Any]:
        address = onions.address(served.folder)
        return {
            "name": served.service.name,
            "key": served.service.key,
            "address": address,
            "introductionPoints": self._witness.introduction_points(address) if address else None,
            "isPublished": self._witness.is_published(address) if address and self._is_seen else None,
            "isPrevious": served.is_previous,
        }
