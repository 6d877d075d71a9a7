# SPDX-License-Identifier: Apache-2.0
"""TCP, straight or through a SOCKS5 proxy, as the byte streams that the P2P network is spoken over."""

import asyncio
import contextlib
from collections.abc import Iterator

from aiomonero import errors
from aiomonero.transport import base, dial
from aiomonero.types import peer_address
from aiomonero.types.proxy import Proxy

CHUNK_BYTES = 64 * 1024
_CLOSE_SECONDS = 2.0
"""For what was sent last to leave; afterwards the connection is cut."""


class TcpDialer:
    """Opens connections; with a proxy it alone learns and looks up the names."""

    def __init__(self, proxy: Proxy | None = None) -> None:
        self._proxy = proxy

    async def open(self, host: str, port: int, *, timeout_seconds: float) -> base.ByteStream:
        """Connect within the time, the proxy's share included; raises MoneroError that names host and port."""
        endpoint = peer_address.join(host, port)
        try:
            async with asyncio.timeout(timeout_seconds):
                sock = await dial.connected(host, port, self._proxy)
                return TcpStream(*await asyncio.open_connection(sock=sock, limit=CHUNK_BYTES), endpoint)
        except TimeoutError as error:
            raise errors.TimedOut(f"no connection within {timeout_seconds:g} s", endpoint=endpoint) from error
        except errors.MoneroError as error:
            raise error.located(endpoint=endpoint) from error.cause


class TcpStream:
    """One connection; what was received and not yet asked for is at most twice a chunk."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, endpoint: str) -> None:
        self._reader = reader
        self._writer = writer
        self._endpoint = endpoint

    async def receive(self, limit_bytes: int = CHUNK_BYTES) -> bytes:
        with self._failing():
            return await self._reader.read(limit_bytes)

    async def send(self, data: bytes) -> None:
        """Hand over the data, waiting while the other side takes no more."""
        with self._failing():
            self._writer.write(data)
            await self._writer.drain()

    async def close(self) -> None:
        """Let go of the connection, also of one that the other side reads no more from; never raises."""
        self._writer.close()
        with contextlib.suppress(OSError):
            try:
                async with asyncio.timeout(_CLOSE_SECONDS):
                    await self._writer.wait_closed()
            finally:
                self._writer.transport.abort()

    @contextlib.contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise errors.Closed(dial.reason(error), endpoint=self._endpoint) from error
