# SPDX-License-Identifier: Apache-2.0
"""A daemon or wallet that is none: it gives the answers that a test wants, over HTTP on loopback or without a socket.

fake = FakeNode({"get_info": recorded_info, "get_block_template": Refusal(-9, "Core is busy")})
async with fake.serving() as url, Node(url) as node:
    ...
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Self
from urllib import parse

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.testing import answers
from aiomonero.testing.answers import Answer, Answers, Call
from aiomonero.transport import base
from aiomonero.transport.call import Policy
from aiomonero.wallet.rpc import WalletRpc

_REQUEST_LIMIT_BYTES = 64 * 2**20
_HEAD_LIMIT_BYTES = 64 * 2**10
_STATUSES: tuple[tuple[type[errors.MoneroError], str], ...] = (
    (errors.NotFound, "404 Not Found"),
    (errors.Unauthorized, "401 Unauthorized"),
    (errors.Busy, "503 Service Unavailable"),
    (errors.DaemonError, "500 Internal Server Error"),
)


class FakeNode:
    """Answers by method and path (`answers.Answers`); what clients asked is in `calls`, in its order."""

    def __init__(self, answers_by_name: Mapping[str, Answer]) -> None:
        self._answers = Answers(answers_by_name)

    @classmethod
    def from_folder(cls, folder: Path, port: str = "unrestricted") -> Self:
        """Return a node that gives the recorded answers of a real one (`answers.recorded`)."""
        return cls(answers.recorded(folder, port))

    @property
    def calls(self) -> list[Call]:
        """What clients asked, in its order."""
        return self._answers.calls

    def answers(self, name: str, answer: Answer) -> None:
        """Answer otherwise from now on."""
        self._answers.set(name, answer)

    def transport(self) -> base.Transport:
        """Return a way to it without a socket."""
        return _Inside(self._answers)

    def rpc(self) -> DaemonRpc:
        """Return the calls of a daemon that reach it without a socket, and are not repeated."""
        return DaemonRpc(self.transport(), "http://fake", policy=Policy(attempts=1))

    def wallet(self) -> WalletRpc:
        """Return the calls of a wallet server that reach it without a socket, and are not repeated."""
        return WalletRpc(self.transport(), "http://fake", policy=Policy(attempts=1))

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve over HTTP on a free port of loopback until the end of the block; gives its URL."""
        serving = _Serving(self._answers)
        server = await asyncio.start_server(serving.accept, "127.0.0.1", 0, limit=_HEAD_LIMIT_BYTES)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            await serving.hang_up()


class _Inside:
    def __init__(self, answered: Answers) -> None:
        self._answers = answered

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        return await self.post(url, b"", timeout_seconds=timeout_seconds, limit_bytes=limit_bytes)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        timeout_seconds: float,  # noqa: ARG002 - it answers at once
        limit_bytes: int = base.ANSWER_LIMIT_BYTES,
    ) -> bytes:
        answer = self._answers.answer(parse.urlsplit(url).path, body)
        if len(answer) > limit_bytes:
            raise errors.RemoteProtocolError(f"an answer longer than {limit_bytes} bytes")
        return answer


class _Serving:
    def __init__(self, answered: Answers) -> None:
        self._answers = answered
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections[task] = writer
        task.add_done_callback(self._connections.pop)

    async def hang_up(self) -> None:
        for writer in self._connections.values():
            writer.transport.abort()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError), contextlib.closing(writer):
            while True:
                path, body = await _request(reader)
                try:
                    writer.write(_response("200 OK", self._answers.answer(path, body)))
                except errors.DaemonError as error:
                    status = next(status for kind, status in _STATUSES if isinstance(error, kind))
                    writer.write(_response(status, b""))
                except errors.MoneroError:
                    return
                await writer.drain()


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    first, *fields = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    lengths = [field.partition(":")[2] for field in fields if field.lower().startswith("content-length:")]
    length = int(lengths[0]) if lengths else 0
    if length > _REQUEST_LIMIT_BYTES:
        raise ConnectionError("the request is larger than any that this fake understands")
    return parse.urlsplit(first.split(" ")[1]).path, await reader.readexactly(length)


def _response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
