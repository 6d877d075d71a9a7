# SPDX-License-Identifier: Apache-2.0
"""A proxy that understands the API: it takes plain HTTP, talks TLS to the server, and meddles with what it reads.

Whatever it corrupts, it breaks so that it can be noticed: JSON that stays valid and plausible looks to every client
like the truth, and only TLS (the `Wire` of `chaos`) protects from that.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import json
import random
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, NamedTuple, Self

import aiohttp
import yarl

from tests.support import chaos

REMEMBERED_LINES = 8
MAX_LINE_BYTES = 4 * 1024 * 1024
TIMEOUT_SECONDS = 30.0

ON_WATCHES = ("watch 429", "watch 429 later", "watch 503", "watch 410", "watch 400", "watch page")
ON_LISTS = ("list 429", "list 429 later", "list 503", "list 410", "list cut", "list page", "list status", "list bytes")
ON_WRITES = ("write 429", "write 429 later", "write 503", "write page", "write lost", "write bytes")
DOUBLED = ("line twice", "line replay")
GARBLED = (
    "line json",
    "line truncated",
    "line type",
    "line list",
    "line nameless",
    "line nothing",
    "line utf8",
    "line deep",
    "line framing",
)
ENDED = ("line 410", "line 500", "line end", "line cut")
BOOKMARKS = ("bookmark dropped", "bookmark old", "bookmark empty")
SPLIT = ("line split",)
ALL = (ON_WATCHES, ON_LISTS, ON_WRITES, DOUBLED, GARBLED, ENDED, BOOKMARKS, SPLIT)


class Request(NamedTuple):
    """A request as a client sent it."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def verb(self) -> str:
        """What is asked for, as the names of faults begin."""
        if self.method != "GET":
            return "write"
        if "watch=1" in self.target:
            return "watch"
        return "list" if "limit=" in self.target else "get"


class _End(Exception):
    """The answer ends here, politely or not."""

    def __init__(self, last: bytes) -> None:
        self.last = last


class Meddler(chaos.Proxy):
    """Passes requests on and draws for each answer, and each line of a watch, what becomes of it."""

    scheme = "http"

    def __init__(
        self, port: int, faults: tuple[str, ...], *, seed: int, rate: float, tls: ssl.SSLContext, token: str
    ) -> None:
        super().__init__(port, faults, seed=seed, rate=rate)
        self._tls = tls
        self._token = token

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(ssl=self._tls, limit=0)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=TIMEOUT_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, read_bufsize=MAX_LINE_BYTES)
        return await super().__aenter__()

    async def __aexit__(self, *arguments: object) -> None:
        await super().__aexit__(*arguments)
        await self._session.close()
        await asyncio.sleep(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request after the other."""
        while (request := await _read(reader)) is not None:
            fault = self._draw(f"{request.verb} ")
            status = fault.split(" ")[1] if fault else ""
            if status.isdecimal():
                await _answer(writer, int(status), _refusal(int(status)), later=fault.endswith("later"))
            elif fault.endswith("page"):
                await _answer(writer, 502, b"<html>Bad Gateway</html>")
            elif request.verb == "watch":
                await self._watch(request, writer)
                return
            else:
                await self._pass_on(request, writer, status)

    def _draw(self, prefix: str) -> str:
        fault = self.draw(tuple(fault for fault in self._faults if fault.startswith(prefix)))
        if fault:
            self.done[fault] += 1
        return fault

    @contextlib.asynccontextmanager
    async def _asked(self, request: Request) -> AsyncIterator[aiohttp.ClientResponse]:
        url = yarl.URL(f"https://127.0.0.1:{self._target}{request.target}", encoded=True)
        headers = {name: request.headers[name] for name in ("accept", "content-type") if name in request.headers}
        headers["authorization"] = f"Bearer {self._token}"
        async with self._session.request(request.method, url, data=request.body or None, headers=headers) as response:
            try:
                yield response
            finally:
                # A polite end of TLS would outlive the test.
                if response.connection and response.connection.transport:
                    response.connection.transport.abort()

    async def _pass_on(self, request: Request, writer: asyncio.StreamWriter, fault: str) -> None:
        async with asyncio.timeout(TIMEOUT_SECONDS), self._asked(request) as response:
            status, body = response.status, await response.read()
        match fault:
            case "lost" | "cut":
                writer.write(_head(status, f"Content-Length: {len(body)}") + body[: len(body) // 2])
                await writer.drain()
                raise ConnectionResetError
            case "status":
                status, body = 200, b'{"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"}'
            case "bytes":
                body = body.replace(b'"', b"\xff", 7)
        await _answer(writer, status, body)

    async def _watch(self, request: Request, writer: asyncio.StreamWriter) -> None:
        async with self._asked(request) as response:
            if response.status != 200:
                await _answer(writer, response.status, await response.read())
                return
            writer.write(_head(200, "Transfer-Encoding: chunked"))
            try:
                await self._pass_lines(response.content, writer)
                last = _chunk(b"")
            except _End as end:
                last = end.last
            writer.write(last)
            await writer.drain()
            # What is still to be sent must go before the connection does.
            writer.write_eof()
            await asyncio.sleep(0)

    async def _pass_lines(self, lines: aiohttp.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen: collections.deque[bytes] = collections.deque(maxlen=REMEMBERED_LINES)
        async for line in lines:
            is_bookmark = line.startswith(b'{"type":"BOOKMARK"')
            fault = self._draw("bookmark " if is_bookmark else "line ")
            seen.append(line)
            for piece in _pieces(fault, line, seen, self._random):
                writer.write(piece)
                await writer.drain()
                # The next piece is to be a packet of its own.
                await asyncio.sleep(0)


def _pieces(fault: str, line: bytes, seen: Sequence[bytes], rng: random.Random) -> list[bytes]:
    """Return what is sent for a line; raises `_End` when it is the last one."""
    match fault:
        case "line twice":
            return [_chunk(line), _chunk(line)]
        case "line replay":
            return [_chunk(each) for each in (line, *seen)]
        case "line split":
            return [_chunk(bytes([byte])) for byte in line]
        case "line end":
            raise _End(_chunk(b""))
        case "line cut":
            raise _End(_chunk(line)[: rng.randrange(len(line))])
        case "line 410" | "line 500":
            error = {"type": "ERROR", "object": json.loads(_refusal(int(fault[5:])))}
            return [_chunk(json.dumps(error).encode() + b"\n")]
        case "bookmark dropped":
            return []
    return [_chunk(_GARBLE[fault](line, rng) if fault in _GARBLE else line)] if fault != "line framing" else [b"zz\r\n"]


def _with(line: bytes, **changed: Any) -> bytes:
    return json.dumps(json.loads(line) | changed).encode() + b"\n"


def _old_bookmark(line: bytes, _: random.Random) -> bytes:
    """Servers before Kubernetes 1.34 say null for the time that a bookmark does not have."""
    bookmark = json.loads(line)
    bookmark["object"]["metadata"]["creationTimestamp"] = None
    return json.dumps(bookmark).encode() + b"\n"


_GARBLE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "line json": lambda line, rng: line.replace(b'"', b"'", rng.randrange(1, 20)),
    "line truncated": lambda line, rng: line[: rng.randrange(1, len(line) - 2)] + b"\n",
    "line type": lambda line, _: _with(line, type="RENAMED"),
    "line list": lambda line, _: _with(line, object=[1, "two"]),
    "line nameless": lambda line, _: _with(line, object={"kind": "Status", "metadata": {}, "status": "Failure"}),
    "line nothing": lambda line, _: b"null\n",
    "line utf8": lambda line, _: line.replace(b'"uid":"', b'"uid":"\xff\xfe'),
    "line deep": lambda line, _: b'{"type":"ADDED","object":' + b"[" * 5000 + b"]" * 5000 + b"}\n",
    "bookmark old": _old_bookmark,
    "bookmark empty": lambda line, _: _with(line, object={"metadata": {}}),
}


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _head(status: int, *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} Answer", "Content-Type: application/json", *headers, "", "")).encode()


def _refusal(status: int) -> bytes:
    reasons = {400: "BadRequest", 410: "Expired", 429: "TooManyRequests"}
    reason = reasons.get(status, "InternalError")
    content = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": reason, "code": status}
    return json.dumps(content | {"message": f"the meddler says {status}"}).encode()


async def _answer(writer: asyncio.StreamWriter, status: int, body: bytes, *, later: bool = False) -> None:
    headers = [f"Content-Length: {len(body)}", *(["Retry-After: 1"] if later else [])]
    writer.write(_head(status, *headers) + body)
    await writer.drain()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    return Request(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))
