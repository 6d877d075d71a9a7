# SPDX-License-Identifier: Apache-2.0
"""A server that is a thousand exporters: each at an address of its own on loopback, all with a daemon in sync."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from aiomonero.types import health
from aiomonero.types.network import Network
from tests.support import loopback

PER_SUBNET = 250


def addresses(count: int) -> list[str]:
    """Return so many addresses of loopback."""
    return [f"127.1.{number // PER_SUBNET}.{number % PER_SUBNET + 1}" for number in range(count)]


@contextlib.asynccontextmanager
async def serving(count: int) -> AsyncIterator[int]:
    """Answer `/status` at every address; the port is the same everywhere."""
    [port] = loopback.free_ports(1)
    server = await asyncio.start_server(_answer, addresses(count), port, backlog=8)
    async with server:
        yield port


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            await reader.readuntil(b"\r\n\r\n")
            body = _status()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    writer.close()


def _status() -> bytes:
    return health.encode(
        health.Status(
            version="0.18.4.0-release",
            network=Network.MAINNET,
            height=3_500_000,
            target_height=3_500_000,
            top_hash="0" * 64,
            synced=True,
            ready=True,
            peers_in=40,
            peers_out=12,
            observed_at=int(time.time()),  # noqa: TID251 - a server's own clock
        )
    )
