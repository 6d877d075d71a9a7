# SPDX-License-Identifier: Apache-2.0
"""Onionbalance's room: begun anew for every change, which nobody notices, as what is published holds for hours."""

import asyncio
import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_agent import config, files, mounted_keys, onion_key, problems
from monero_agent.balancer import program, report, wanted
from monero_agent.balancer.link import Link
from monero_agent.balancer.report import Front
from monero_agent.balancer.wanted import Wanted
from monero_agent.config import WrongError
from monero_agent.findings import Findings
from monero_agent.mounted_keys import MountedKeys
from monero_agent.options import Options
from monero_agent.problems import Problem
from monero_agent.supervisor import Supervisor

SCHEMA = 1
HUNG_SECONDS = 120.0
"""An Onionbalance that runs and says nothing for so long is started anew."""
UNSEEN_SECONDS = 120.0
"""After this time a backend should have been found."""

_DOCUMENT = "balancer.json"
_log = logging.getLogger(__name__)


class Balancer:
    """An Onionbalance whose configuration, keys and socket are in memory."""

    def __init__(self, options: Options, control: Path) -> None:
        self._options = options
        self._control = control
        self._folder = options.run / "balancer"
        self._conf, self._followed = self._folder / "config.yaml", self._folder / "followed.json"
        self._socket = self._folder / "status"
        self._wanted: Wanted | None = None
        self._link = Link()
        self._generation = 0
        self._began: float = 0.0
        self._heard: float = 0.0
        self._fronts: tuple[Front, ...] = ()
        self._findings = Findings()
        self._keys = MountedKeys(options.keys, self._folder / "keys", onion_key, self._put)
        self.failure: Problem | None = None
        self.supervisor = Supervisor("onionbalance")

    @property
    def folders(self) -> Sequence[Path]:
        return self._options.config, self._options.keys

    async def apply(self) -> bool:
        """Take in what is mounted; where that is not possible Onionbalance goes on with what it had."""
        files.make_private(self._folder)
        self._wanted = self._wanted or self._last()
        return await self._findings.of(self._take_in)

    async def look(self) -> None:
        """Ask tor and Onionbalance how they are; another tor takes another Onionbalance."""
        if self._wanted is None:
            return
        await self._link.look(self._control)
        if not self._link.is_met:
            await self.supervisor.stop()
        elif self._link.is_ready and self._link.generation != self._generation:
            await self._begin("tor has started")
        await self._hear()

    async def stop(self) -> None:
        """End Onionbalance."""
        await self.supervisor.stop()

    def status(self) -> Mapping[str, Any]:
        """Return the document of `/status`."""
        name = self._wanted.key if self._wanted else ""
        is_ready = any(front.is_published and front.backends for front in self._fronts)
        return {
            "schema": SCHEMA,
            "network": "tor",
            "running": self.supervisor.is_running,
            "ready": self.supervisor.is_running and self._link.is_ready and is_ready,
            "restarts": self.supervisor.restarts,
            "services": [
                {"name": name, "address": front.address, "backends": front.backends, "isPrevious": number > 0}
                for number, front in enumerate(self._fronts)
            ],
            "problems": self._findings.told(
                self.failure, self.supervisor.problem, problems.silence(self._link.error), *self._unseen()
            ),
        }

    async def _take_in(self, found: list[Problem]) -> None:
        document = config.load(self._options.config / _DOCUMENT)
        asked = wanted.parse(document, self._options.ordinal)
        keys = {is_previous: key for key, is_previous in self._keys.places(asked.key, found)}
        if False not in keys:
            raise WrongError(f"there is no good key {asked.key} to publish with", code="KeyMissing")
        content = program.configuration(tuple(dict.fromkeys(keys.values())), asked.backends, self._socket)
        is_changed = files.write(self._conf, content) or asked != self._wanted
        self._wanted = asked
        if is_changed and self.supervisor.is_started:
            await self._begin("who is behind the onion has changed")
        config.keep(self._followed, document)
        self._keys.keep_only({mounted_keys.entry(asked.key, is_previous=each): key for each, key in keys.items()})

    def _last(self) -> Wanted | None:
        """Return what an agent before this one followed, whose configuration and keys are still there."""
        try:
            return wanted.parse(config.load(self._followed), self._options.ordinal)
        except WrongError:
            return None

    def _put(self, _: str, content: bytes) -> Path:
        path = self._folder / "keys" / f"{hashlib.sha256(content).hexdigest()[:16]}.key"
        files.write(path, content)
        return path

    async def _begin(self, why: str) -> None:
        """Start Onionbalance, or start it anew."""
        assert self._wanted, "there is something to publish"
        _log.info("onionbalance begins: %s", why)
        self._generation, self._fronts = self._link.generation, ()
        self._began = self._heard = _now()
        await self.supervisor.stop()
        self.supervisor.start(
            program.command(
                self._options.program, self._conf, self._control, self._wanted, is_testing=self._link.is_testing
            )
        )

    async def _hear(self) -> None:
        if not self.supervisor.is_running:
            self._fronts, self._heard = (), _now()
            return
        told = await report.fetch(self._socket)
        if told is not None:
            self._fronts, self._heard = told, _now()
        elif _now() - self._heard > HUNG_SECONDS:
            await self._begin(f"it has not answered for {HUNG_SECONDS:g} s")

    def _unseen(self) -> list[Problem]:
        if not self._fronts or _now() - self._began <= UNSEEN_SECONDS:
            return []
        unseen = dict.fromkeys(onion for front in self._fronts for onion in front.unseen)
        return [Problem("BackendUnseen", f"no descriptor of the backend {onion} was found") for onion in unseen]


def _now() -> float:
    return asyncio.get_running_loop().time()
