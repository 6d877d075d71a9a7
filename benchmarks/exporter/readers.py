# SPDX-License-Identifier: Apache-2.0
"""Those who scrape, each over a connection that it keeps, with the headers of a Prometheus."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

_HEADERS = (
    "Host: exporter",
    "Accept: application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    "Accept-Encoding: gzip",
    "X-Prometheus-Scrape-Timeout-Seconds: 10",
)
_REQUEST = "\r\n".join(("GET /metrics HTTP/1.1", *_HEADERS, "", "")).encode()


class Reader:
    """One connection to an exporter."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def scrape(self) -> float:
        """Return how many milliseconds the metrics took."""
        began = time.perf_counter()
        self._writer.write(_REQUEST)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        assert head.startswith("http/1.1 200"), head
        await self._reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
        return (time.perf_counter() - began) * 1000

    def close(self) -> None:
        self._writer.close()


@contextlib.asynccontextmanager
async def connected(port: int, count: int) -> AsyncIterator[list[Reader]]:
    """Connect so many readers until the end of the block."""
    readers = [Reader(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(count)]
    try:
        yield readers
    finally:
        for reader in readers:
            reader.close()
