# SPDX-License-Identifier: Apache-2.0
"""Reads the files that p2pool writes with `--data-api`, again and again."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiomonero import errors
from monero_exporter.scrape import source
from monero_exporter.translate import p2pool_files
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.p2pool_files import PoolFile, Statistics, Stratum

INTERVAL_SECONDS = 5.0
YOUNG_SECONDS = 300.0
"""p2pool writes at each block of its own chain, of which one is due every 10 to 30 seconds."""
POOL, STRATUM = "pool/stats", "local/stratum"
_LIMIT_BYTES = 4 * 2**20
"""`local/stratum` has a line for each miner."""


class P2pool:
    """A companion: what p2pool wrote last. The clock says Unix seconds, as files do."""

    name = "p2pool"

    def __init__(self, folder: Path, *, clock: Callable[[], float], deadline_seconds: float) -> None:
        self._folder = folder
        self._clock = clock
        self._deadline_seconds = deadline_seconds
        self._last: Seen[Statistics] | None = None

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(INTERVAL_SECONDS)

    async def look(self) -> None:
        """Read once; in a thread, since a folder may be on a network."""
        reading = asyncio.to_thread(self._read)
        self._last = await source.ask(reading, deadline_seconds=self._deadline_seconds)

    def last(self) -> Seen[Statistics] | None:
        return self._last

    def forget(self) -> None:
        self._last = None

    def _read(self) -> Statistics:
        try:
            self._check_age()
            pool = p2pool_files.decode(POOL, self._content(POOL), PoolFile)
            return Statistics(pool.pool_statistics, self._stratum())
        except OSError as error:
            raise errors.ConnectFailed(f"cannot read what p2pool writes: {error}") from error

    def _check_age(self) -> None:
        age_seconds = self._clock() - (self._folder / POOL).stat().st_mtime
        if age_seconds > YOUNG_SECONDS:
            raise errors.TimedOut(f"p2pool wrote nothing for {age_seconds:.0f} s")

    def _stratum(self) -> Stratum | None:
        if not (self._folder / STRATUM).exists():
            return None
        return p2pool_files.decode(STRATUM, self._content(STRATUM), Stratum)

    def _content(self, name: str) -> bytes:
        with (self._folder / name).open("rb") as file:
            return file.read(_LIMIT_BYTES)
