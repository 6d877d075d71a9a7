# SPDX-License-Identifier: Apache-2.0
"""The agent's HTTP server: `/healthz` and `/readyz` for the kubelet, which say yes or no and nothing else, and
`/status` for nobody but the containers of the same pod."""

import asyncio
import contextlib
import ipaddress
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

Status = Callable[[], Mapping[str, Any]]
Life = Callable[[], bool]

MAX_CONNECTIONS = 32
TIMEOUT_SECONDS = 5.0

_MAX_HEAD_BYTES = 8 * 1024
_REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    503: "Service Unavailable",
}
_DEAF = b"the agent does not look at its program any more\n"
_TEXT, _JSON = "text/plain; charset=utf-8", "application/json"


class Site:
    """Answers one request for each connection, and closes it; `is_alive` is what `/healthz` tells."""

    def __init__(self, status: Status, is_alive: Life) -> None:
        self._status = status
        self._is_alive = is_alive
        self._open: dict[asyncio.StreamWriter, str] = {}
        self._serving: set[asyncio.Task[None] | None] = set()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection. Above the bound who has the most loses the oldest: a crowd keeps nobody else out."""
        self._open[writer] = _address(writer.get_extra_info("peername"))
        if len(self._open) > MAX_CONNECTIONS:
            self._send_away()
        task = asyncio.current_task()
        self._serving.add(task)
        try:
            await self._serve(reader, writer)
        finally:
            self._serving.discard(task)

    async def close(self) -> None:
        """Hang up on everybody."""
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*filter(None, self._serving), return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                await self._answer(reader, writer)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # who does not ask in time, or goes away, gets no answer
        finally:
            self._open.pop(writer, None)
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _send_away(self) -> None:
        ((crowd, _),) = Counter(self._open.values()).most_common(1)
        oldest = next(writer for writer, address in self._open.items() if address == crowd)
        del self._open[oldest]
        oldest.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        code, kind, body = self.respond(head, is_near=is_loopback(writer.get_extra_info("peername")))
        writer.write(_response(code, kind, body, is_head=head.startswith(b"HEAD ")))
        writer.write_eof()
        await writer.drain()
        await reader.read(1)  # lets the other side take the answer and close first

    def respond(self, head: bytes, *, is_near: bool) -> tuple[int, str, bytes]:
        """Return code, content type and body for a request; `is_near` says that it came from the same pod."""
        words = head.partition(b"\r\n")[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return 400, _TEXT, b"not a request\n"
        method, target, _ = words
        if method not in (b"GET", b"HEAD"):
            return 405, _TEXT, b"only GET\n"
        return self._page(target.partition(b"?")[0], is_near=is_near)

    def _page(self, path: bytes, *, is_near: bool) -> tuple[int, str, bytes]:
        match path:
            case b"/healthz":
                return (200, _TEXT, b"ok\n") if self._is_alive() else (503, _TEXT, _DEAF)
            case b"/readyz":
                return 200 if self._status().get("ready") else 503, _TEXT, b""
            case b"/status" if is_near:
                return 200, _JSON, json.dumps(self._status()).encode() + b"\n"
            case b"/status":
                return 403, _TEXT, b"only for containers of the same pod\n"
        return 404, _TEXT, b"there are /healthz, /readyz and /status\n"


@contextlib.asynccontextmanager
async def serving(port: int, status: Status, is_alive: Life = lambda: True) -> AsyncIterator[None]:
    """Serve on all addresses until the block ends."""
    site = Site(status, is_alive)
    server = await asyncio.start_server(site.handle, None, port, limit=_MAX_HEAD_BYTES)
    async with server:
        try:
            yield
        finally:
            server.close()
            await site.close()


def is_loopback(peer: object) -> bool:
    """Tell whether the other end of a connection is on this side of the pod's network."""
    if not isinstance(peer, tuple):
        return False
    address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _address(peer: object) -> str:
    return str(peer[0]) if isinstance(peer, tuple) else ""


def _response(code: int, kind: str, body: bytes, *, is_head: bool) -> bytes:
    head = (
        f"HTTP/1.1 {code} {_REASONS[code]}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + (b"" if is_head else body)
