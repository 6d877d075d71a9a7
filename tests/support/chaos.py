# SPDX-License-Identifier: Apache-2.0
"""A network that misbehaves between a client and the API server: TCP through loopback, TLS untouched.

What it does to a connection is drawn from a seed, so that a failing run can be repeated. `meddler` is the other proxy,
which reads what passes.
"""

from __future__ import annotations

import abc
import asyncio
import collections
import contextlib
import random
import socket
import struct
from typing import Self

CHUNK_BYTES = 4096
MAX_CALM_BYTES = 24_000
"""A fault comes at a random place before so many bytes: in the handshake, in a list or in the middle of a line."""
MAX_DELAY_SECONDS = 0.3

BROKEN = ("mute", "stall", "reset", "half-close", "flip", "delay")


class Proxy(abc.ABC):
    """Stands before a port of loopback between `async with` and its end; `done` counts the faults by name.

    `rate` is the share of what happens (connections, requests, lines) that suffers one of the faults.
    """

    scheme = "https"

    def __init__(self, port: int, faults: tuple[str, ...], *, seed: int, rate: float) -> None:
        self.done: collections.Counter[str] = collections.Counter()
        self._target = port
        self._faults = faults
        self._rate = rate
        self._random = random.Random(seed)
        self._is_calm = False
        self._is_open = True
        self._connections: set[asyncio.Task[None]] = set()
        self.accepted = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        # Aborted sockets are closed by the loop's next turn.
        await asyncio.sleep(0)

    @property
    def url(self) -> str:
        """Where clients find this proxy."""
        assert self._server is not None
        return f"{self.scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @abc.abstractmethod
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends."""

    def calm(self) -> None:
        """Do nothing bad from now on; what is stalled or garbled already stays so."""
        self._is_calm = True

    def cut(self, *, closed: bool = False) -> None:
        """Break all connections; `closed` turns away new ones too, until `open`."""
        self._is_open = not closed
        for task in tuple(self._connections):
            task.cancel()

    def open(self) -> None:
        """Take new connections again."""
        self._is_open = True

    def draw(self, faults: tuple[str, ...]) -> str:
        """Return one of these faults, or mostly none."""
        if self._is_calm or not faults or self._random.random() >= self._rate:
            return ""
        return self._random.choice(faults)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        task = asyncio.create_task(self._serve_and_close(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve_and_close(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError):
                if self._is_open:
                    await self.serve(reader, writer)
        finally:
            writer.transport.abort()


class Wire(Proxy):
    """Passes TLS on and draws for each connection what becomes of it.

    mute        nobody answers          stall   answers stop in the middle, the connection stays
    reset       RST in the middle       half-close   FIN in the middle, and nothing more
    flip        one byte is changed     delay   each piece takes its time
    """

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass both directions on; the answers suffer."""
        fault = self.draw(self._faults)
        if fault == "mute":
            self.done[fault] += 1
            while await reader.read(CHUNK_BYTES):
                pass
            return
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._target)
        up = asyncio.create_task(_pass_on(reader, to_server))
        down = asyncio.create_task(self._suffer(from_server, writer, fault))
        try:
            await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
        finally:
            to_server.transport.abort()
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)

    async def _suffer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: str) -> None:
        calm, passed = self._random.randrange(MAX_CALM_BYTES), 0
        slowest = self._random.uniform(0, MAX_DELAY_SECONDS)
        while chunk := await reader.read(CHUNK_BYTES):
            if fault == "delay":
                self.done[fault] += 1
                await asyncio.sleep(self._random.uniform(0, slowest))
            elif fault and passed + len(chunk) > calm:
                chunk = await self._hurt(writer, chunk, fault)
                fault = ""
            passed += len(chunk)
            writer.write(chunk)
            await writer.drain()

    async def _hurt(self, writer: asyncio.StreamWriter, chunk: bytes, fault: str) -> bytes:
        self.done[fault] += 1
        place = self._random.randrange(len(chunk))
        if fault == "flip":
            return chunk[:place] + bytes([chunk[place] ^ self._random.randrange(1, 256)]) + chunk[place + 1 :]
        writer.write(chunk[:place])
        await writer.drain()
        if fault == "reset":
            _reset(writer)
            raise ConnectionResetError
        if fault == "half-close":
            writer.write_eof()
        # The other direction notices when the client gives up, and ends this.
        await asyncio.get_running_loop().create_future()
        raise AssertionError("nobody sets this future")


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK_BYTES):
        writer.write(chunk)
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    # Without lingering, closing says RST instead of FIN.
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
