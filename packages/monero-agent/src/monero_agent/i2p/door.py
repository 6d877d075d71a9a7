# SPDX-License-Identifier: Apache-2.0
"""Where siblings knock: an echo behind a port of each destination, by which they hear that this node is reached."""

import asyncio
import contextlib

MAX_GUESTS = 16
"""Anybody may knock: who comes when so many are there is sent away, so that strangers drive no sibling out."""
IDLE_SECONDS = 60.0

_MAX_BYTES = 16


class Door:
    """Opened once; its port stays the same for as long as the agent lives, as tunnels lead to it."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._guests = 0

    async def open(self) -> int:
        """Be open from now on; return the port of 127.0.0.1."""
        if self._server is None:
            self._server = await asyncio.start_server(self._greet, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def close(self) -> None:
        """Let nobody in any more."""
        if self._server is not None:
            self._server.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._guests += 1
        try:
            if self._guests <= MAX_GUESTS:
                await _echo(reader, writer)
        finally:
            self._guests -= 1
            writer.transport.abort()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(TimeoutError, OSError):
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                if not (said := await reader.read(_MAX_BYTES)):
                    return
                writer.write(said)
                await writer.drain()
