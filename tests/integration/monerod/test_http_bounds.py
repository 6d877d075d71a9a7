# SPDX-License-Identifier: Apache-2.0
"""The HTTP transport against servers that are no daemons: each hostile answer is bounded and named."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from aiomonero import errors
from aiomonero.transport.http import HttpTransport
from aiomonero.types.login import Login
from tests.support import proxy

OK = b"HTTP/1.1 200 OK\r\n"


@contextlib.asynccontextmanager
async def _serving(answer: bytes, *, keeps_open: bool = False) -> AsyncIterator[str]:
    handlers: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.add(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        if keeps_open:
            await reader.read()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/status"
        await asyncio.gather(*filter(None, handlers))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(OK + b"Content-Length: 2\r\n\r\nhi", None, id="a short answer"),
        pytest.param(OK + b"Content-Length: 9999\r\n\r\n" + b"x" * 9999, errors.RemoteProtocolError, id="too long"),
        pytest.param(OK + b"\r\n" + b"x" * 9999, errors.RemoteProtocolError, id="without end"),
        pytest.param(OK + b"Content-Length: 50\r\n\r\nx", errors.Closed, id="cut in the middle"),
        pytest.param(b"", errors.Closed, id="hung up"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", errors.RemoteProtocolError, id="another protocol"),
        pytest.param(OK + b"X: " + b"x" * 100_000 + b"\r\n\r\n", errors.RemoteProtocolError, id="a header without end"),
        pytest.param(
            b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
            errors.RemoteProtocolError,
            id="a redirection",
        ),
        pytest.param(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", errors.Unauthorized, id="a login is missing"),
        pytest.param(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", errors.NotFound, id="no such path"),
    ],
)
async def test_an_answer_is_short_or_a_named_error(answer: bytes, kind: type[errors.MoneroError] | None) -> None:
    """A server cannot make the client read more than was agreed, go elsewhere or fail without a name."""
    expectation = pytest.raises(kind) if kind else contextlib.nullcontext()

    async with _serving(answer) as url, HttpTransport() as transport:
        with expectation as caught:
            body = await transport.get(url, timeout_seconds=5, limit_bytes=1000)

    if kind is None:
        assert body == b"hi"
    else:
        assert type(caught.value) is kind
        assert caught.value.endpoint == url


async def test_an_answer_that_says_it_is_too_long_is_not_read() -> None:
    """Who announces too much is not waited for."""
    async with _serving(OK + b"Content-Length: 1001\r\n\r\nx", keeps_open=True) as url, HttpTransport() as transport:
        with pytest.raises(errors.RemoteProtocolError, match="longer than 1000 bytes"):
            await transport.get(url, timeout_seconds=5, limit_bytes=1000)


async def test_an_answer_that_never_ends_costs_the_deadline() -> None:
    """A byte now and then does not extend the time."""
    async with _serving(OK + b"Content-Length: 50\r\n\r\nx", keeps_open=True) as url, HttpTransport() as transport:
        with pytest.raises(errors.TimedOut):
            await transport.get(url, timeout_seconds=0.2)


@pytest.mark.parametrize("login", [None, Login("user", "secret")], ids=["shared connections", "separate connections"])
async def test_closing_ends_all_exchanges_with_an_error_of_ours(login: Login | None) -> None:
    """Those under way, those that wait for a connection and those that wait for their turn; nobody seems cancelled."""

    async def stay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with proxy.serving(stay) as port:
        url = f"http://127.0.0.1:{port}/"
        transport = HttpTransport(login=login, max_connections=2)
        asking = [asyncio.ensure_future(transport.get(url, timeout_seconds=20)) for _ in range(40)]
        await asyncio.sleep(0)
        await transport.close()
        ends = await asyncio.gather(*asking, return_exceptions=True)

    assert {type(end) for end in ends} <= {errors.Closed, errors.LocalProtocolError}
