# SPDX-License-Identifier: Apache-2.0
"""What may stand between a client and an API server: an HTTP proxy, and a server that refuses before it serves."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

CHUNK_BYTES = 65536

Handler: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class HttpProxy:
    """A proxy that knows CONNECT only. With a `password` it lets nobody else through."""

    def __init__(self, password: str = "") -> None:
        self._expected = f"Basic {base64.b64encode(password.encode()).decode()}" if password else ""
        self.port = 0
        self.targets: list[str] = []

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[HttpProxy]:
        """Serve until the end of the block."""
        async with serving(self._handle) as self.port:
            yield self

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split(" ", 2)
        if method != "CONNECT" or self._expected not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            return
        self.targets.append(target)
        host, _, port = target.rpartition(":")
        there = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await join((reader, writer), there)


class Refusing:
    """A server that gives these answers, one to each connection, before it leads to the real server."""

    def __init__(self, port: int, *answers: bytes, serving: ssl.SSLContext, trust: ssl.SSLContext) -> None:
        self._server_port = port
        self._answers = list(answers)
        self._serving = serving
        self._trust = trust
        self.port = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Refusing]:
        """Serve until the end of the block."""
        async with serving(self._handle, self._serving) as self.port:
            yield self

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._answers:
            there = await asyncio.open_connection("127.0.0.1", self._server_port, ssl=self._trust)
            await join((reader, writer), there)
            return
        head = await reader.readuntil(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                await reader.readexactly(int(line.partition(b":")[2]))
        writer.write(self._answers.pop(0))


@contextlib.asynccontextmanager
async def serving(
    handle: Handler, tls: ssl.SSLContext | None = None, *, sock: socket.socket | None = None
) -> AsyncIterator[int]:
    """Serve on a free port or a listening socket; at the end of the block all connections are cut."""
    connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections[asyncio.ensure_future(_closing(handle, reader, writer))] = writer

    sock = sock or socket.create_server(("127.0.0.1", 0))
    server = await asyncio.start_server(accept, sock=sock, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task, writer in connections.items():
            task.cancel()
            # A polite end of TLS waits for the other side's, longer than the test's loop lives.
            writer.transport.abort()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0)


async def _closing(handle: Handler, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
        await handle(reader, writer)


async def join(
    here: tuple[asyncio.StreamReader, asyncio.StreamWriter], there: tuple[asyncio.StreamReader, asyncio.StreamWriter]
) -> None:
    """Lead bytes both ways until one side ends."""
    pumps = [asyncio.ensure_future(_pump(here[0], there[1])), asyncio.ensure_future(_pump(there[0], here[1]))]
    try:
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        there[1].transport.abort()
        await asyncio.gather(*pumps, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        writer.write(chunk)
        await writer.drain()
