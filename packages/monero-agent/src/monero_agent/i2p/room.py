# SPDX-License-Identifier: Apache-2.0
"""i2pd's room: a configuration is taken in whole or not at all, and what was served before goes on otherwise."""

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_agent import config, files, problems, trial
from monero_agent.config import WrongError
from monero_agent.findings import Findings
from monero_agent.i2p import blame, conf, own_key, siblings, tunnels, wanted
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Destinations, Served
from monero_agent.i2p.door import Door
from monero_agent.i2p.losses import Losses
from monero_agent.i2p.router import Router
from monero_agent.i2p.stand_in import Taken
from monero_agent.options import Options
from monero_agent.problems import Problem

SCHEMA = 1
APART_SECONDS = 60.0
"""The pods of a set restart i2pd for new options one after another, by ordinal."""

_DOCUMENT, _CONF, _RESEED = "i2p.json", "i2pd.conf", "reseed.zip"
_PORT, _PASSWORD = re.compile(r"\d{4,5}"), re.compile(r"[0-9a-f]{32}")


class I2p:
    """An i2pd whose configuration and keys are in memory, and whose identity and known routers are on a volume."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._folder = options.run / "i2p"
        self._followed = self._folder / "followed.json"
        self._data, self._own = options.data / "i2p", self._folder / "own"
        self._destinations = Destinations(self._folder / "keys", options.keys)
        self._served: tuple[Served, ...] = ()
        self._findings = Findings()
        self._router = Router(options.program, self._folder, self._data, turn_seconds=options.ordinal * APART_SECONDS)
        self._door = Door()
        self._losses = Losses(options.program, options.run / "stand-ins", options.data / "stand-ins")
        self.failure: Problem | None = None
        self.supervisor = self._router.supervisor

    @property
    def folders(self) -> Sequence[Path]:
        return self._options.config, self._options.keys, self._options.extra

    async def apply(self) -> bool:
        """Take in what is mounted; where that is not possible i2pd goes on with what it had, if it had anything."""
        for folder in (self._folder, self._data, self._own):
            files.make_private(folder)
        for name in (own_key.SOCKS, own_key.CLIENTS):
            if not (self._own / name).exists():
                files.write(self._own / name, own_key.make(secrets.token_bytes(own_key.ENTROPY_BYTES)))
        self._served = self._served or self._last()
        is_followed = await self._findings.of(self._take_in)
        self._router.start()
        return is_followed

    async def look(self) -> None:
        """Ask i2pd how it is, and see whether a sibling was lost."""
        await self._router.look(frozenset(served.destination for served in self._served))
        await self._losses.look(is_reachable=self._router.is_seen and self._router.witness.is_ready)

    def status(self) -> Mapping[str, Any]:
        """Return the document of `/status`."""
        witness = self._router.witness
        return {
            "schema": SCHEMA,
            "network": "i2p",
            "running": self.supervisor.is_running,
            "ready": self._router.is_seen and witness.is_ready,
            "version": witness.health.version,
            "networkStatus": witness.health.network_status,
            "knownPeers": witness.health.known_peers,
            "tunnelSuccessRatio": witness.health.tunnel_success_ratio,
            "restarts": self.supervisor.restarts,
            "reloads": self._router.reloads,
            **self._losses.status(),
            "services": [self._service(served) for served in self._served],
            "problems": self._findings.told(self.failure, self.supervisor.problem, problems.silence(witness.error)),
        }

    async def stop(self) -> None:
        """End i2pd, and all that stands in for others."""
        self._door.close()
        await asyncio.gather(self.supervisor.stop(), self._losses.stop())  # within the grace of one

    async def _take_in(self, found: list[Problem]) -> None:
        document = config.load(self._options.config / _DOCUMENT)
        asked = wanted.parse(document, self._options.ordinal)
        extra = config.further(document, self._options.extra, _CONF, _RESEED)
        places = self._places(has_reseed=_RESEED in extra, door=await self._door.open())
        theirs = extra.get(_CONF, b"").decode("utf-8", "replace")
        options = conf.options(asked, places, theirs)
        served, wrong = self._destinations.install(asked.services)
        found += wrong
        if words := await self._router.configure(options):
            raise trial.refused("i2pd", blame.places(words, asked, theirs), (words,))
        await self._router.serve(tunnels.of(served, asked.clients, conf.of_tunnels(options), places))
        self._served = served
        self._destinations.keep_only(served)
        self._losses.take(
            Taken(options, tuple(each for each in served if each.service.is_shared), places),
            asked.socks,
            siblings.nearest(asked.nodes, self._options.ordinal),
        )
        config.keep(self._followed, document)

    def _last(self) -> tuple[Served, ...]:
        """Return what an agent before this one served."""
        try:
            document = config.load(self._followed)
            return self._destinations.last(wanted.parse(document, self._options.ordinal).services)
        except WrongError:
            return ()

    def _places(self, *, has_reseed: bool, door: int) -> Places:
        return Places(
            data=self._data,
            tunnels=self._router.tunnels_file,
            own=self._own,
            reseed=self._options.extra / _RESEED if has_reseed else None,
            port=int(_kept(self._data / "port", lambda: str(secrets.choice(conf.PORTS)), _PORT)),
            password=_kept(self._folder / "password", lambda: secrets.token_hex(16), _PASSWORD),
            door=door,
        )

    def _service(self, served: Served) -> Mapping[str, Any]:
        is_published = self._router.witness.is_published(served.destination)
        return {
            "name": served.service.name,
            "key": served.service.key,
            "address": served.address,
            "isPublished": is_published if self._router.is_seen else None,
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
