# SPDX-License-Identifier: Apache-2.0
"""The GeoIP file: read into memory, and read again when another one stands in its place.

In memory, because a file that is overwritten while it is mapped would end this process.
"""

import asyncio
import logging
from pathlib import Path

from aiomonero import errors
from aiomonero.p2p.geoip import Places
from aiomonero.types.peer_address import PeerAddress
from monero_exporter.translate import geography
from monero_exporter.translate.geography import Geography
from monero_exporter.translate.observation import Seen

CHECK_SECONDS = 10.0

_log = logging.getLogger(__name__)


class GeoIp:
    """A companion that keeps what it read until it read something better; what it cannot read is told in the log, once.

    The file may come later: the daemon's health does not wait for it.
    """

    name = "geoip"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, ...] | None = ()
        self._geography: Geography | None = None
        self._error: errors.MoneroError | None = None
        self._duration_seconds = 0.0

    async def run(self) -> None:
        """Look at the file every CHECK_SECONDS."""
        while True:
            await self.look()
            await asyncio.sleep(CHECK_SECONDS)

    async def look(self) -> None:
        """Read the file if it changed since the last look."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        stamp = await asyncio.to_thread(_stamp, self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        await self._read()
        self._duration_seconds = loop.time() - started

    def last(self) -> Seen[Geography]:
        """Return the file in use, or why there is none."""
        error = None if self._geography else self._error
        return Seen(answer=self._geography, error=error, duration_seconds=self._duration_seconds)

    def forget(self) -> None:
        """Keep the file: it is as true as before."""

    async def _read(self) -> None:
        try:
            self._geography = await asyncio.to_thread(_read, self._path)
        except (ValueError, ModuleNotFoundError) as error:
            self._error = errors.RemoteProtocolError(str(error))
            _log.warning("%s; %s", error, "the one before stays in use" if self._geography else "no countries are told")
        else:
            _log.info("countries come from %s", self._path)


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _read(path: Path) -> Geography:
    places = Places([path], is_in_memory=True)
    return Geography(places.built_at, geography.countries(lambda host: places.look_up(PeerAddress.of(host, 0)).country))
