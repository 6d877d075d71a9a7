# SPDX-License-Identifier: Apache-2.0
"""Byte streams over real sockets, straight and through a SOCKS5 proxy: what arrives, what fails, and what leaks."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.transport.tcp import TcpDialer
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from tests.support import loopback, proxy
from tests.support.socks import SocksProxy

SECONDS = 5.0
ONION = "p53lf57qovyuvwsc6xnrppyply3vtqm7l6pcobkmyqsiofyeznfu5uqd.onion"


@contextlib.asynccontextmanager
async def _echoing() -> AsyncIterator[int]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()

    async with proxy.serving(echo) as port:
        yield port


async def _echoed(dialer: TcpDialer, host: str, port: int) -> bytes:
    stream = await dialer.open(host, port, timeout_seconds=SECONDS)
    try:
        await stream.send(b"hello")
        return await stream.receive(4) + await stream.receive()
    finally:
        await stream.close()


async def test_bytes_go_both_ways() -> None:
    """Without a proxy; a limit leaves the rest for the next call."""
    async with _echoing() as port:
        assert await _echoed(TcpDialer(), "127.0.0.1", port) == b"hello"


@pytest.mark.parametrize("login", [None, Login("circuit", "7")], ids=["without a login", "with a login"])
async def test_a_proxy_looks_up_the_name(login: Login | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a hidden service reaches the proxy and nobody else."""
    async with _echoing() as port, SocksProxy({ONION: port}, login=login).running() as socks:
        asked = _watch_lookups(monkeypatch)
        assert await _echoed(TcpDialer(socks.address), ONION, 18083) == b"hello"

    assert socks.log == [(ONION, 18083)]
    assert asked == ["127.0.0.1"]


async def test_a_hidden_service_is_never_looked_up_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a proxy the attempt fails before anybody is asked for the name."""
    asked = _watch_lookups(monkeypatch)

    with pytest.raises(errors.LocalProtocolError, match="proxy only"):
        await TcpDialer().open(ONION, 18083, timeout_seconds=SECONDS)

    assert asked == []


async def test_the_end_is_an_empty_answer_and_a_cut_is_closed() -> None:
    """A reader learns that nothing follows; a writer learns that nobody reads."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        writer.close()

    async with proxy.serving(hang_up) as port:
        stream = await TcpDialer().open("127.0.0.1", port, timeout_seconds=SECONDS)
        await stream.send(b"x")
        assert await stream.receive() == b""
        with pytest.raises(errors.Closed) as caught:
            await _send_until_cut(stream)
        await stream.close()

    assert caught.value.endpoint == f"127.0.0.1:{port}"


async def test_closing_waits_for_nobody() -> None:
    """A reader that never reads does not keep the connection open."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        stream = await TcpDialer().open("127.0.0.1", deaf.getsockname()[1], timeout_seconds=SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                await stream.send(bytes(64 * 2**20))
        async with asyncio.timeout(SECONDS):
            await stream.close()


async def test_nobody_listens() -> None:
    """Straight or behind the proxy it is the other side that is away; a proxy that is away is told from that."""
    (closed,) = loopback.free_ports(1)
    async with SocksProxy().running() as socks:
        for dialer in (TcpDialer(), TcpDialer(socks.address)):
            with pytest.raises(errors.ConnectFailed):
                await dialer.open("127.0.0.1", closed, timeout_seconds=SECONDS)
        with pytest.raises(errors.ProxyRefused, match=f"socks5://127.0.0.1:{closed} is away"):
            await TcpDialer(Proxy("127.0.0.1", closed)).open("127.0.0.1", socks.port, timeout_seconds=SECONDS)


async def test_a_name_with_a_dead_address_costs_no_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next address is tried beside the one that does not answer."""
    genuine = socket.getaddrinfo

    def look_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        return [*genuine(full.getsockname()[0], full.getsockname()[1], *arguments, **options), *found(port)]

    def found(port: int) -> Any:
        return genuine("127.0.0.1", port, type=socket.SOCK_STREAM)

    async with _echoing() as port:
        with _full() as full:
            monkeypatch.setattr(socket, "getaddrinfo", look_up)
            assert await _echoed(TcpDialer(), "node.example", port) == b"hello"


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 0), ("127.0.0.1", 70000), ("a..b", 1), ("a" * 64, 1)])
async def test_what_is_no_address_is_our_fault(host: str, port: int) -> None:
    """The resolver would take some of it for another address."""
    with pytest.raises(errors.LocalProtocolError) as caught:
        await TcpDialer().open(host, port, timeout_seconds=SECONDS)

    assert caught.value.endpoint == f"{host}:{port}"


async def test_a_proxy_that_wants_another_login_says_so() -> None:
    """The error names where it was to go, and never the password."""
    async with SocksProxy(login=Login("user", "secret")).running() as socks:
        for login in (None, Login("user", "guessed")):
            with pytest.raises(errors.ProxyRefused) as caught:
                await TcpDialer(Proxy("127.0.0.1", socks.port, login)).open(ONION, 1, timeout_seconds=SECONDS)
            assert caught.value.endpoint == f"{ONION}:1"
            assert "guessed" not in str(caught.value)


async def test_a_silent_proxy_costs_the_deadline_and_one_that_hangs_up_nothing() -> None:
    """What is no proxy is bounded and named."""

    async def stay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)

    for behavior, kind in ((stay, errors.TimedOut), (leave, errors.Closed)):
        async with proxy.serving(behavior) as port:
            with pytest.raises(kind):
                await TcpDialer(Proxy("127.0.0.1", port)).open("127.0.0.1", 1, timeout_seconds=0.2)


@contextlib.contextmanager
def _full() -> Iterator[socket.socket]:
    """Listen, but take nobody: the kernel leaves those unanswered who come after the first ones."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener


async def _send_until_cut(stream: Any) -> None:
    for _ in range(100):
        await stream.send(bytes(2**20))
    raise AssertionError("nobody said that the connection was cut")


def _watch_lookups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        return genuine(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked
