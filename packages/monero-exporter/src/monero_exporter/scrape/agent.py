# SPDX-License-Identifier: Apache-2.0
"""Asks the agent of a tor or an i2pd how that is, again and again."""

import asyncio
from typing import Generic

from aiomonero.transport import base
from aiomonero.transport.http import HttpTransport
from monero_exporter.scrape import source
from monero_exporter.translate import agent_status
from monero_exporter.translate.agent_status import AnyProgram
from monero_exporter.translate.observation import Seen

INTERVAL_SECONDS = 5.0
PATH = "/status"
_LIMIT_BYTES = 64 * 1024
"""A dozen of addresses and as many problems have a few KiB."""


class Agent(Generic[AnyProgram]):
    """A companion: what the agent said last of a program of that kind; `name` is the network's."""

    def __init__(self, name: str, kind: type[AnyProgram], url: str, *, deadline_seconds: float) -> None:
        self.name = name
        self._kind = kind
        self._url = f"{url}{PATH}"
        self._deadline_seconds = deadline_seconds
        self._last: Seen[AnyProgram] | None = None

    async def run(self) -> None:
        """Ask until cancelled."""
        async with HttpTransport(max_connections=1) as transport:
            while True:
                await self.look(transport)
                await asyncio.sleep(INTERVAL_SECONDS)

    async def look(self, transport: base.Transport) -> None:
        """Ask once."""
        self._last = await source.ask(self._fetch(transport), deadline_seconds=self._deadline_seconds)

    def last(self) -> Seen[AnyProgram] | None:
        return self._last

    def forget(self) -> None:
        self._last = None

    async def _fetch(self, transport: base.Transport) -> AnyProgram:
        document = await transport.get(self._url, timeout_seconds=self._deadline_seconds, limit_bytes=_LIMIT_BYTES)
        return agent_status.decode(document, self._kind)
