# SPDX-License-Identifier: Apache-2.0
"""One connection to a publisher: made within a deadline, asked from time to time whether it lives."""

import asyncio
from collections.abc import Sequence
from typing import Self

from aiomonero import errors
from aiomonero.protocol import zmtp
from aiomonero.transport import base, dial, tcp
from aiomonero.types.proxy import Proxy
from aiomonero.zmq import address as addresses

PING_SECONDS = 15.0
"""Of silence, before the publisher is asked whether it lives; it has as long again to answer."""


class Connection:
    """An open connection whose handshake is done; `open` makes it."""

    def __init__(self, stream: base.ByteStream, protocol: zmtp.Subscriber) -> None:
        self._stream = stream
        self._protocol = protocol
        self._is_asked = False
        self._is_closed = False

    @classmethod
    async def open(
        cls,
        address: str,
        topics: Sequence[str],
        *,
        proxy: Proxy | None,
        message_bytes: int,
        timeout_seconds: float,
    ) -> Self:
        """Connect and subscribe; raises MoneroError."""
        try:
            async with asyncio.timeout(timeout_seconds):
                stream = await _dial(address, proxy, timeout_seconds)
                connection = cls(stream, zmtp.Subscriber(topics, message_bytes=message_bytes))
                await connection.shake_hands()
                return connection
        except errors.ConnectFailed as error:
            if not isinstance(error.cause, ConnectionRefusedError):
                raise
            raise errors.ConnectFailed(f"{error.message}: was it started with --zmq-pub?") from error.cause
        except TimeoutError as error:
            raise errors.TimedOut(f"no publisher answered within {timeout_seconds:g} s") from error

    async def receive(self) -> list[bytes]:
        """Wait for messages and return them; raises MoneroError where there will be none any more."""
        while True:
            try:
                async with asyncio.timeout(PING_SECONDS):
                    data = await self._stream.receive()
            except TimeoutError:
                await self._ask()
                continue
            self._is_asked = False
            if messages := await self._take(data):
                return messages

    async def close(self) -> None:
        """Let go of the stream, once: what was cancelled while it closed a socket may not wait for its end again."""
        if not self._is_closed:
            self._is_closed = True
            await self._stream.close()

    async def shake_hands(self) -> None:
        """Become ready for messages, or close; `open` has done it."""
        try:
            await self._flush()
            while not self._protocol.is_ready:
                # No message is among this: the publisher cannot have read our subscriptions yet.
                await self._take(await self._stream.receive())
        except BaseException:
            await self.close()
            raise

    async def _take(self, data: bytes) -> list[bytes]:
        if not data:
            raise errors.Closed("the publisher closed the connection")
        messages = self._protocol.receive(data)
        await self._flush()
        return messages

    async def _ask(self) -> None:
        if self._is_asked:
            raise errors.TimedOut(f"the publisher did not say within {PING_SECONDS:g} s that it lives")
        self._is_asked = True
        self._protocol.ping()
        await self._flush()

    async def _flush(self) -> None:
        if data := self._protocol.output():
            try:
                async with asyncio.timeout(PING_SECONDS):
                    await self._stream.send(data)
            except TimeoutError as error:
                raise errors.TimedOut("the publisher takes nothing from us any more") from error


async def _dial(address: str, proxy: Proxy | None, timeout_seconds: float) -> base.ByteStream:
    place = addresses.parse(address)
    if isinstance(place, str):
        try:
            return tcp.TcpStream(*await asyncio.open_unix_connection(place, limit=tcp.CHUNK_BYTES), address)
        except OSError as error:
            raise errors.ConnectFailed(dial.reason(error)) from error
    return await tcp.TcpDialer(proxy).open(place.host, place.port, timeout_seconds=timeout_seconds)
