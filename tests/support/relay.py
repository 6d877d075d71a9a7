# SPDX-License-Identifier: Apache-2.0
"""Stands between an HTTP client and a server on loopback, counts what passes, and can hang up on both."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

CHUNK_BYTES = 65536
CLOSE_SECONDS = 5.0


class Relay:
    """Leads connections to a port; small requests arrive in one piece on loopback, so their first lines are counted."""

    def __init__(self, server_port: int, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server_port = server_port
        self._host = host
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.port = port
        self.connections = 0
        self.requests = 0

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self.port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Relay]:
        """Serve until the end of the block."""
        server = await asyncio.start_server(self._accept, self._host, self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            await self.hang_up()

    async def hang_up(self) -> None:
        """Cut the clients off; the server's side follows."""
        for writer in self._open.values():
            writer.transport.abort()
        if self._open:
            await asyncio.wait(self._open, timeout=CLOSE_SECONDS)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._lead(reader, writer))
        self._open[task] = writer
        task.add_done_callback(self._open.pop)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        try:
            await asyncio.gather(_pump(reader, there_writer, self._count), _pump(there_reader, writer))
        finally:
            for side in (writer, there_writer):
                with contextlib.suppress(ConnectionError):
                    side.close()
                    await side.wait_closed()

    def _count(self, chunk: bytes) -> None:
        self.requests += chunk.count(b" HTTP/1.1\r\n")


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Callable[[bytes], None] = lambda _: None
) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        seen(chunk)
        writer.write(chunk)
    writer.close()
