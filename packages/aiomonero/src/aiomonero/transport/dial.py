# SPDX-License-Identifier: Apache-2.0
"""Connected sockets, straight or through a SOCKS5 proxy, for streams and for HTTP alike."""

import asyncio
import contextlib
import os
import socket
import ssl
from collections.abc import Iterator, Sequence

import aiohappyeyeballs

from aiomonero import errors
from aiomonero.protocol import socks5
from aiomonero.types import proxy as proxies
from aiomonero.types.number import MOST_PORT
from aiomonero.types.proxy import Proxy

_NEXT_ADDRESS_SECONDS = 0.25
"""After which a name's next address is tried beside the one that has not answered (RFC 8305)."""


async def connected(host: str, port: int, proxy: Proxy | None) -> socket.socket:
    """Return a socket whose other end is `host`; raises TransportError or ProtocolError. May be cancelled."""
    if proxy is not None:
        return await _behind(proxy, host, port)
    check(host)
    # The resolver takes larger numbers, and means another port.
    if not 0 < port <= MOST_PORT:
        raise errors.LocalProtocolError(f"{port} is no port")
    try:
        return await _straight(host, port)
    except OSError as error:
        raise errors.ConnectFailed(reason(error)) from error
    except UnicodeError as error:
        raise errors.LocalProtocolError(f"that is no name of a host: {error}") from error


def reason(error: BaseException) -> str:
    """Return why something failed as people say it; the number of the error stays in the error."""
    match error:
        case ssl.SSLError():
            return str(error)
        case socket.gaierror():
            return "the resolver does not answer" if error.errno == socket.EAI_AGAIN else "no such host"
        case OSError(errno=int(number)) if number > 0:
            return os.strerror(number).lower()
    return str(error) or type(error).__name__


def check(host: str) -> None:
    """Raise LocalProtocolError for a host that nobody reaches without a proxy: waiting does not help."""
    if proxies.is_needed(host):
        raise errors.LocalProtocolError(
            "such a name is reached through a proxy only, and it is not asked for without one"
        )


async def _behind(proxy: Proxy, host: str, port: int) -> socket.socket:
    try:
        sock = await _straight(proxy.host, proxy.port)
    except (OSError, UnicodeError) as error:
        raise errors.ProxyRefused(f"the proxy at {proxy} is away: {reason(error)}") from error
    with _closed_on_failure(sock):
        try:
            await _hold(socks5.connect(host, port, proxy.login), sock)
        except (OSError, EOFError) as error:
            raise errors.Closed(f"the proxy at {proxy} hung up: {reason(error)}") from error
    return sock


async def _hold(conversation: socks5.Conversation, sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    with contextlib.suppress(StopIteration):
        step = next(conversation)
        while True:
            await loop.sock_sendall(sock, step.send)
            step = conversation.send(await _exactly(sock, step.expects))


async def _exactly(sock: socket.socket, size: int) -> bytes:
    loop = asyncio.get_running_loop()
    found = bytearray()
    while len(found) < size:
        chunk = await loop.sock_recv(sock, size - len(found))
        if not chunk:
            raise EOFError("no further bytes")
        found += chunk
    return bytes(found)


async def _straight(host: str, port: int) -> socket.socket:
    addresses = await _addresses(host, port)
    return await aiohappyeyeballs.start_connection(addresses, happy_eyeballs_delay=_NEXT_ADDRESS_SECONDS, interleave=1)


async def _addresses(host: str, port: int) -> Sequence[aiohappyeyeballs.AddrInfoType]:
    # What is an address already needs no thread, which costs as much as all else of connecting.
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)


@contextlib.contextmanager
def _closed_on_failure(sock: socket.socket) -> Iterator[None]:
    try:
        yield
    except BaseException:
        sock.close()
        raise
