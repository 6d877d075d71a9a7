# SPDX-License-Identifier: Apache-2.0
"""A proxy that does with addresses what tor does by `MapAddress`: made-up ones lead to a port of loopback, none out.

It speaks SOCKS 4a, as monerod does with `--proxy`.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping

from tests.support import proxy

GRANTED, REFUSED = 0x5A, 0x5B


class AddressMaps:
    """Leads to ports of loopback by what an address stands for; `asked` has every address that was asked for."""

    def __init__(self, maps: Mapping[str, int]) -> None:
        self._maps = maps
        self.asked: set[str] = set()
        self.port = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[AddressMaps]:
        """Serve until the end of the block."""
        async with proxy.serving(self._handle) as self.port:
            yield self

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = await _asked(reader)
        self.asked.add(host)
        if host not in self._maps:
            writer.write(bytes([0, REFUSED]) + bytes(6))
            return
        there = await asyncio.open_connection("127.0.0.1", self._maps[host])
        writer.write(bytes([0, GRANTED]) + bytes(6))
        await proxy.join((reader, writer), there)


async def _asked(reader: asyncio.StreamReader) -> str:
    await reader.readexactly(4)
    host = socket.inet_ntoa(await reader.readexactly(4))
    await reader.readuntil(b"\0")
    # An address that is none says that a name follows.
    return (await reader.readuntil(b"\0"))[:-1].decode() if host.startswith("0.0.0.") else host
