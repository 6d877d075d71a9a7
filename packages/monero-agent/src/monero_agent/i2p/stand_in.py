# SPDX-License-Identifier: Apache-2.0
"""A second i2pd that serves what all nodes share for a while, after one of them was lost.

Who comes for the first time is led to the node whose lease set is dated latest, even if that is the lost one, and
i2pd dates a new one only when a tunnel of its own changes, which may take it nine minutes. One that begins has new
tunnels at once, so that its lease set counts. It ends shortly before it would make others: by then the other nodes have
dated theirs anew, and what it was reached by is about to lapse.
"""

import asyncio
import contextlib
import dataclasses
import logging
import secrets
import shutil
import socket
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from monero_agent import files
from monero_agent.config import WrongError
from monero_agent.i2p import conf, tunnels
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Served
from monero_agent.i2p.router import Router
from monero_agent.i2p.wanted import Place

LIFE_SECONDS = 550.0
"""i2pd makes others for its tunnels after 570 s."""
MAX_STAND_INS = 2
"""At once: one for the second node that is lost while the first has one."""
WAYS_IN = {"inbound.quantity": "3"}
"""As many as i2pd makes at first; more would follow later, each with a lease set."""

_LOOPBACK = "127.0.0.1"
_NET_DB = "netDb"
_NOT_THEIRS = frozenset({"host", "ntcp2.port", "ssu2.port", "floodfill", "socksproxy.keys"})
_OFF = ("httpproxy", "sam", "bob", "i2cp", "i2pcontrol", "upnp")
_log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What the i2pd that it stands in for has taken in."""

    options: Mapping[str, str]
    shared: tuple[Served, ...]
    places: Places


class StandIns:
    """Those that live. `folder` is in memory, `data` on a volume."""

    def __init__(self, program: str, folder: Path, data: Path) -> None:
        self._program = program
        self._folder, self._data = folder, data
        self._living: dict[str, StandIn] = {}

    @property
    def socks(self) -> Place | None:
        """Where the proxy of the newest is that has found its way into I2P."""
        return next((one.socks for one in reversed(self._living.values()) if one.is_published), None)

    def status(self) -> list[dict[str, bool]]:
        """Return what is told of each."""
        return [{"isPublished": one.is_published} for one in self._living.values()]

    async def begin(self, taken: Taken) -> None:
        """Begin one, unless nothing is shared or there are as many as may be."""
        free = [name for name in map(str, range(MAX_STAND_INS)) if name not in self._living]
        if not taken.shared or not free:
            return
        _log.warning("a sibling is not reached any more: a second i2pd serves what all share for %g s", LIFE_SECONDS)
        one = StandIn(self._program, self._folder / free[0], self._data / free[0], taken)
        try:
            await one.begin()
        except (WrongError, OSError) as error:
            _log.error("it does not begin: %s", error)
            await one.end()
        else:
            self._living[free[0]] = one

    async def look(self, taken: Taken | None) -> None:
        """End those whose time is over, or that serve what is not served any more; ask the others how they are."""
        for name, one in list(self._living.items()):
            if one.is_over or one.taken != taken:
                await one.end()
                del self._living[name]
        for one in self._living.values():
            await one.look()

    async def stop(self) -> None:
        """End all."""
        await asyncio.gather(*(one.end() for one in self._living.values()))
        self._living.clear()


class StandIn:
    """One of them."""

    def __init__(self, program: str, folder: Path, data: Path, taken: Taken) -> None:
        self._folder, self._data = folder, data
        self.taken = taken
        self._router = Router(program, folder, data, turn_seconds=0.0)
        self._destinations = frozenset(each.destination for each in taken.shared)
        self.socks = Place(_LOOPBACK, _free_port())
        self._until = _now() + LIFE_SECONDS

    @property
    def is_over(self) -> bool:
        return _now() >= self._until

    @property
    def is_published(self) -> bool:
        return all(self._router.witness.is_published(each) for each in self._destinations)

    async def begin(self) -> None:
        """Run with the routers that the first one knows, as a router of its own."""
        taken = self.taken
        await asyncio.to_thread(self._prepare, taken.places.data)
        places = dataclasses.replace(taken.places, data=self._data, tunnels=self._router.tunnels_file)
        given = options(taken.options, places, self.socks, port=_other(places.port), console=_free_port())
        if words := await self._router.configure(given):
            raise WrongError(f"i2pd does not take its options: {words}")
        await self._router.serve(tunnels.of(few(taken.shared), (), conf.of_tunnels(taken.options), places))
        self._router.start()

    async def look(self) -> None:
        """Ask how it is."""
        await self._router.look(self._destinations)

    async def end(self) -> None:
        """End it, and leave nothing of it."""
        await self._router.supervisor.stop()
        await asyncio.to_thread(self._clear)

    def _prepare(self, first: Path) -> None:
        self._clear()
        for folder in (self._folder, self._data):
            files.make_private(folder)
        with contextlib.suppress(OSError):  # the other one writes there too; it takes a few routers, not all
            shutil.copytree(first / _NET_DB, self._data / _NET_DB)

    def _clear(self) -> None:
        for folder in (self._folder, self._data):
            shutil.rmtree(folder, ignore_errors=True)


def options(first: Mapping[str, str], places: Places, socks: Place, *, port: int, console: int) -> dict[str, str]:
    """Return the options of one: those of the first i2pd, but for what only one can have."""
    taken = {name: value for name, value in first.items() if name not in _NOT_THEIRS}
    own = {"tunconf": str(places.tunnels), "port": str(port), "http.port": str(console), "notransit": "true"}
    proxy = {"socksproxy.enabled": "true", "socksproxy.address": socks.host, "socksproxy.port": str(socks.port)}
    return taken | own | proxy | {f"{each}.enabled": "false" for each in _OFF}


def few(served: Iterable[Served]) -> Sequence[Served]:
    """Return the same with as many tunnels as there are at once."""
    return [
        dataclasses.replace(
            each, service=dataclasses.replace(each.service, options={**each.service.options, **WAYS_IN})
        )
        for each in served
    ]


def _other(port: int) -> int:
    return secrets.choice([each for each in conf.PORTS if each != port])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _now() -> float:
    return asyncio.get_running_loop().time()
