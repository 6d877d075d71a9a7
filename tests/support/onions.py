# SPDX-License-Identifier: Apache-2.0
"""What stands behind an onion in tests of Tor alone, and how a client asks for it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator

PORT = 18089
GREETING = b"hello"
REACHED_SECONDS = 180.0
"""An onion is reached within some five seconds of its tor's start; this is for machines that do much else."""

_ONE_SECONDS = 20.0
_PATIENT_SECONDS = 60.0
"""A client that knows introduction points of before first finds out that they are gone; given up, it begins again."""
_logins = itertools.count()


class RefusedError(Exception):
    """The proxy does not reach the onion, for the reason that its code tells."""


@contextlib.asynccontextmanager
async def greeting(text: bytes = GREETING) -> AsyncIterator[int]:
    """Greet whoever connects to a port of loopback, until the end of the block; gives the port."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def ask(socks: int, onion: str, *, seconds: float = _ONE_SECONDS) -> bytes:
    """Return what an onion or a destination says, reached by a way of its own; raises `RefusedError`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", socks)
    try:
        async with asyncio.timeout(seconds):
            return await _ask(reader, writer, onion.encode())
    except (TimeoutError, asyncio.IncompleteReadError) as error:
        raise RefusedError("no answer") from error
    finally:
        writer.transport.abort()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: bytes) -> bytes:
    login = b"%d" % next(_logins)
    writer.write(b"\5\1\2")
    await reader.readexactly(2)
    writer.write(b"\1" + bytes([len(login)]) + login + b"\1x")
    await reader.readexactly(2)
    writer.write(b"\5\1\0\3" + bytes([len(host)]) + host + PORT.to_bytes(2, "big"))
    answer = await reader.readexactly(10)
    if answer[1]:
        raise RefusedError(f"the proxy answers {answer[1]:#x}")
    return await reader.read()


async def until_reached(socks: int, onion: str, text: bytes = GREETING, *, seconds: float = REACHED_SECONDS) -> None:
    """Ask until the onion answers."""
    async with asyncio.timeout(seconds):
        while True:
            with contextlib.suppress(RefusedError):
                assert await ask(socks, onion, seconds=_PATIENT_SECONDS) == text
                return
            await asyncio.sleep(0.2)


async def until_refused(socks: int, onion: str, *, seconds: float = REACHED_SECONDS) -> None:
    """Ask until the onion answers no more."""
    async with asyncio.timeout(seconds):
        while True:
            try:
                await ask(socks, onion)
            except RefusedError:
                return
            await asyncio.sleep(0.2)
