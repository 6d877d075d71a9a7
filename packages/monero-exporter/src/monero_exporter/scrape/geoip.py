# SPDX-License-Identifier: Apache-2.0
"""The GeoIP file: read into memory, and read again when another one stands in its place.

In memory, because a file that is overwritten while it is mapped would end this process.
"""

import asyncio
import logging
from pathlib import Path

from aiomonero.p2p.geoip import Places
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.info import Info
from aiomonero.types.peer_address import PeerAddress
from monero_exporter.scrape.sources import Every, Source
from monero_exporter.translate import geography
from monero_exporter.translate.geography import Geography

CHECK_SECONDS = 10.0

_log = logging.getLogger(__name__)


class GeoIp:
    """Looks at the file at most every CHECK_SECONDS; what cannot be read is told in the log, once, and changes nothing.

    The daemon's health is served meanwhile, and a file that comes later is found.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._check_at_seconds = 0.0
        self._stamp: tuple[int, ...] | None = ()
        self._geography: Geography | None = None

    def source(self) -> Source:
        """Return the source of the field `geoip` of `Details`."""
        return Source("geoip", Every.COLLECTION, self._ask)

    async def _ask(self, _daemon: DaemonRpc, _info: Info) -> Geography | None:
        now_seconds = asyncio.get_running_loop().time()
        if now_seconds >= self._check_at_seconds:
            self._check_at_seconds = now_seconds + CHECK_SECONDS
            await asyncio.to_thread(self._refresh)
        return self._geography

    def _refresh(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._geography = _read(self._path)
        except (ValueError, ModuleNotFoundError) as error:
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
