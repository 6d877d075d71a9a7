# SPDX-License-Identifier: Apache-2.0
"""Asks an xmrig for its summary, again and again, over the HTTP API that it offers with `--http-port`."""

import asyncio

from aiomonero.transport import base
from aiomonero.transport.http import HttpTransport
from monero_exporter.scrape import source
from monero_exporter.translate import xmrig_summary
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.xmrig_summary import Summary

INTERVAL_SECONDS = 5.0
PATH = "/2/summary"
_LIMIT_BYTES = 256 * 1024
"""It lists every thread's hash rate; that of a miner with hundreds of threads has a few KiB."""


class Xmrig:
    """A companion: what xmrig said last. `token` is its `--http-access-token`."""

    name = "xmrig"

    def __init__(self, url: str, *, token: str | None, deadline_seconds: float) -> None:
        self._url = f"{url}{PATH}"
        self._token = token
        self._deadline_seconds = deadline_seconds
        self._last: Seen[Summary] | None = None

    async def run(self) -> None:
        """Ask until cancelled."""
        async with HttpTransport(max_connections=1, bearer=self._token) as transport:
            while True:
                await self.look(transport)
                await asyncio.sleep(INTERVAL_SECONDS)

    async def look(self, transport: base.Transport) -> None:
        """Ask once."""
        self._last = await source.ask(self._fetch(transport), deadline_seconds=self._deadline_seconds)

    def last(self) -> Seen[Summary] | None:
        return self._last

    def forget(self) -> None:
        self._last = None

    async def _fetch(self, transport: base.Transport) -> Summary:
        document = await transport.get(self._url, timeout_seconds=self._deadline_seconds, limit_bytes=_LIMIT_BYTES)
        return xmrig_summary.decode(document)
