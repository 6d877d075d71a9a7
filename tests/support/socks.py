# SPDX-License-Identifier: Apache-2.0
"""A SOCKS5 proxy on loopback with a DNS of its own: it knows hidden services that no resolver here does."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping

from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from tests.support import proxy

_REFUSED, _NO_SUCH_HOST, _CONNECTION_REFUSED = 2, 4, 5


class SocksProxy:
    """Leads to loopback, and to the ports of loopback that stand behind the `names`; `log` has who was asked for."""

    def __init__(self, names: Mapping[str, int] | None = None, *, login: Login | None = None) -> None:
        self._names = names or {}
        self._login = login
        self.log: list[tuple[str, int]] = []
        self.port = 0

    @property
    def address(self) -> Proxy:
        return Proxy("127.0.0.1", self.port, self._login)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[SocksProxy]:
        """Serve until the end of the block."""
        async with proxy.serving(self._handle) as self.port:
            yield self

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._admit(reader, writer):
            return
        await reader.readexactly(3)
        host, port = await _asked(reader)
        self.log.append((host, port))
        there, reply = await self._connect(host, port)
        writer.write(bytes([5, reply, 0, 1]) + bytes(6))
        if there:
            await proxy.join((reader, writer), there)

    async def _admit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        _, count = await reader.readexactly(2)
        wanted = 2 if self._login else 0
        is_offered = wanted in await reader.readexactly(count)
        writer.write(bytes([5, wanted if is_offered else 0xFF]))
        if not is_offered or not self._login:
            return is_offered
        await reader.readexactly(1)
        told = [(await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)]
        is_known = told == [self._login.username, self._login.password]
        writer.write(bytes([1, 0 if is_known else 1]))
        return is_known

    async def _connect(
        self, host: str, port: int
    ) -> tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None, int]:
        if host not in self._names and host != "127.0.0.1":
            return None, _NO_SUCH_HOST if host.isascii() and "." in host else _REFUSED
        try:
            return await asyncio.open_connection("127.0.0.1", self._names.get(host, port)), 0
        except OSError:
            return None, _CONNECTION_REFUSED


async def _asked(reader: asyncio.StreamReader) -> tuple[str, int]:
    kind = (await reader.readexactly(1))[0]
    if kind == 3:
        host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
    else:
        family, size = {1: (socket.AF_INET, 4), 4: (socket.AF_INET6, 16)}[kind]
        host = socket.inet_ntop(family, await reader.readexactly(size))
    return host, int.from_bytes(await reader.readexactly(2), "big")
