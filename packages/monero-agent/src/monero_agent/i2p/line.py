# SPDX-License-Identifier: Apache-2.0
"""A line to a sibling's door, by i2pd's own proxy.

It is one lasting stream, as i2pd complains in its log of each that ends.
"""

import asyncio
import contextlib
from collections.abc import Callable

from monero_agent.i2p.tunnels import KEEPER_PORT
from monero_agent.i2p.wanted import Place

EVERY_SECONDS = 3.0
PATIENCE_SECONDS = 20.0
"""For one answer: with a line that takes longer another one has been begun."""

_NO_LOGIN, _CONNECT = b"\x05\x01\x00", b"\x05\x01\x00\x03"
_AGREED_BYTES, _ANSWER_BYTES = 2, 10
_WORD = b"."


async def hold(socks: Place, address: str, heard: Callable[[], None]) -> None:
    """Say a word now and again, and tell of each time that it comes back, until it does not."""
    writer: asyncio.StreamWriter | None = None
    with contextlib.suppress(TimeoutError, OSError, asyncio.IncompleteReadError):
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                reader, writer = await asyncio.open_connection(socks.host, socks.port)
                await _ask(reader, writer, address)
            while True:
                await _talk(reader, writer)
                heard()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            if writer is not None:
                writer.transport.abort()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
    """Ask the proxy for the door; what it says here is not yet of the sibling."""
    host = address.encode()
    writer.write(_NO_LOGIN)
    await reader.readexactly(_AGREED_BYTES)
    writer.write(_CONNECT + bytes([len(host)]) + host + KEEPER_PORT.to_bytes(2, "big"))
    answer = await reader.readexactly(_ANSWER_BYTES)
    if answer[1]:
        raise ConnectionRefusedError(f"the proxy answers {answer[1]}")


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        writer.write(_WORD)
        await reader.readexactly(len(_WORD))
