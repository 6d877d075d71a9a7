# SPDX-License-Identifier: Apache-2.0
"""HTTP and HTTPS by aiohttp for any number of daemons, with a login where they want one, and through a proxy.

Everything is bounded: connections, time, size of answers. Redirects are refused and proxy variables of the
environment ignored, because a daemon's address is meant literally.
"""

import asyncio
import contextlib
import io
import ssl
import types
import warnings
from collections.abc import Callable
from typing import Self
from urllib import parse

import aiohttp

from aiomonero import errors
from aiomonero.transport import base, connections, dial, proxied, tls, turns
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy

_CHALLENGE_LIMIT_BYTES = 64 * 1024
"""Of the page that comes with a challenge; it is read so that the connection, to which the challenge belongs, stays."""

_HEADERS = {"Accept-Encoding": "identity", "Content-Type": "application/json"}

# The deadline of an exchange is one over all its requests.
_UNLIMITED = aiohttp.ClientTimeout(total=None)

# First match wins, so an exception stands above its bases.
_FAILURES: tuple[tuple[type[BaseException], type[errors.MoneroError]], ...] = (
    (aiohttp.ClientSSLError, errors.TlsFailed),
    (aiohttp.ServerFingerprintMismatch, errors.TlsFailed),
    (ssl.SSLError, errors.TlsFailed),
    (aiohttp.ClientConnectorError, errors.ConnectFailed),
    (aiohttp.InvalidURL, errors.LocalProtocolError),
    (aiohttp.NonHttpUrlClientError, errors.LocalProtocolError),
    (aiohttp.ClientConnectionError, errors.Closed),
    (aiohttp.ClientPayloadError, errors.Closed),
    (ConnectionError, errors.Closed),
    (aiohttp.ClientError, errors.RemoteProtocolError),
    (ValueError, errors.LocalProtocolError),
)
_NO_ANSWER = "the server hung up without an answer: is this its RPC port? If it speaks TLS, write https://"
_REFUSALS: dict[int, type[errors.DaemonError]] = {
    401: errors.Unauthorized,
    403: errors.Unauthorized,
    404: errors.NotFound,
    503: errors.Busy,
}


class HttpTransport:
    """An asynchronous context manager that owns the connections; idle ones are kept for `idle_seconds`.

    The login is told, by proof and not by password, to whoever asks for one, so daemons of different logins want a
    transport each. A `bearer` token, which miners have in place of a login, is told to everybody who is asked. At most
    `max_per_server` exchanges are made with one server at a time, or what `turns` knows of monerod; the others wait.
    Raises ValueError where the authorities to trust cannot be read.
    """

    def __init__(
        self,
        *,
        max_connections: int = 100,
        max_per_server: int | None = None,
        idle_seconds: float = 30.0,
        login: Login | None = None,
        trust: tls.Trust | None = None,
        proxy: Proxy | None = None,
        bearer: str | None = None,
    ) -> None:
        self._max_connections = max_connections
        self._idle_seconds = idle_seconds
        self._login = login
        self._verification = trust.context() if trust else None
        self._proxy = proxy
        self._headers = _HEADERS | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        self._turns = turns.Turns(max_per_server, is_proxied=proxy is not None)
        self._connections: connections.Shared | connections.Separate | None = None
        self._is_closed = False

    async def __aenter__(self) -> Self:
        self.check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: types.TracebackType | None
    ) -> None:
        await self.close()

    def __del__(self, warn: Callable[..., None] = warnings.warn) -> None:
        # Where a context fails to load, nothing was set yet.
        if getattr(self, "_connections", None) is not None and not self._is_closed:
            warn("connections may stay open: use it in `async with`, or close it", ResourceWarning, source=self)

    def check(self) -> None:
        """Raise LocalProtocolError where it is closed."""
        if self._is_closed:
            raise errors.LocalProtocolError("it was closed, and stays so: make another one")

    async def close(self) -> None:
        """Close all connections for good; exchanges under way fail."""
        self._is_closed = True
        if self._connections is not None:
            await self._connections.close()

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES) -> bytes:
        return await self._exchange("GET", url, None, timeout_seconds, limit_bytes)

    async def post(
        self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = base.ANSWER_LIMIT_BYTES
    ) -> bytes:
        return await self._exchange("POST", url, body, timeout_seconds, limit_bytes)

    async def _exchange(
        self, verb: str, url: str, body: bytes | None, timeout_seconds: float, limit_bytes: int
    ) -> bytes:
        try:
            async with asyncio.timeout(timeout_seconds), self._turn(url), self._opened().lane(url) as lane:
                return await _ask(lane, verb, url, body, limit_bytes)
        except aiohttp.ClientResponseError as error:
            failure, cause = _failure(error, timeout_seconds), error.__cause__
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(error, timeout_seconds).located(endpoint=url) from error
        except errors.MoneroError as error:
            raise error.located(endpoint=url) from error.cause
        # Raised out here, since the exception of the client shows the headers of the request, and so the proof of the
        # login, wherever it is printed.
        raise failure.located(endpoint=url) from cause

    def _turn(self, url: str) -> contextlib.AbstractAsyncContextManager[None]:
        origin, host = connections.origin(url), parse.urlsplit(url).hostname or ""
        if self._proxy is None:
            dial.check(host)
        return self._turns.turn(origin, host)

    def _opened(self) -> connections.Shared | connections.Separate:
        self.check()
        # Made at the first exchange: a session belongs to the event loop that it is made in.
        if self._connections is None:
            if self._login:
                self._connections = connections.Separate(self._session, self._max_connections, self._login)
            else:
                self._connections = connections.Shared(self._session, self._max_connections)
        return self._connections

    def _session(self, limit: int) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=self._connector(limit),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            auto_decompress=False,
            trust_env=False,
            timeout=_UNLIMITED,
        )

    def _connector(self, limit: int) -> aiohttp.BaseConnector:
        verification, idle_seconds = self._verification, self._idle_seconds
        if self._proxy:
            return proxied.ProxyConnector(self._proxy, verification, limit=limit, idle_seconds=idle_seconds)
        return aiohttp.TCPConnector(limit=limit, keepalive_timeout=idle_seconds, ssl=verification or True)


async def _ask(lane: connections.Lane, verb: str, url: str, body: bytes | None, limit_bytes: int) -> bytes:
    async with lane.request(verb, url, body) as response:
        if not lane.learns(response):
            return await _accepted(response, limit_bytes)
        await _read(response, _CHALLENGE_LIMIT_BYTES)
    # A challenge is answered once: where that is refused too, the login is wrong.
    async with lane.request(verb, url, body) as response:
        return await _accepted(response, limit_bytes)


async def _accepted(response: aiohttp.ClientResponse, limit_bytes: int) -> bytes:
    _check_status(response.status)
    return await _read(response, limit_bytes)


async def _read(response: aiohttp.ClientResponse, limit_bytes: int) -> bytes:
    _check_length(response, response.content_length or 0, limit_bytes)
    body = io.BytesIO()
    async for chunk in response.content.iter_any():
        body.write(chunk)
        _check_length(response, body.tell(), limit_bytes)
    return body.getvalue()  # without a copy, which an answer of a hundred megabytes would notice


def _check_length(response: aiohttp.ClientResponse, length_bytes: int, limit_bytes: int) -> None:
    if length_bytes > limit_bytes:
        response.close()
        raise errors.RemoteProtocolError(f"the answer is longer than {limit_bytes} bytes")


def _check_status(status: int) -> None:
    if status == 200:
        return
    if refusal := _REFUSALS.get(status):
        reason = "the login is missing or wrong, " if refusal is errors.Unauthorized else ""
        raise refusal(f"{reason}HTTP status {status}")
    raise errors.RemoteProtocolError(f"HTTP status {status} where only 200 makes sense")


def _failure(error: BaseException, timeout_seconds: float) -> errors.MoneroError:
    if isinstance(error, TimeoutError):
        return errors.TimedOut(f"no answer within {timeout_seconds:g} s")
    error = _alert(error) or error
    kind = next((ours for theirs, ours in _FAILURES if isinstance(error, theirs)), errors.ConnectFailed)
    return kind(_reason(error))


def _reason(error: BaseException) -> str:
    match error:
        case aiohttp.ClientResponseError() if error.status == 400 and not isinstance(error, aiohttp.ContentTypeError):
            return "what answers does not speak HTTP: is this the RPC port?"
        case aiohttp.ServerDisconnectedError():
            return _NO_ANSWER
        case aiohttp.ClientOSError() if not isinstance(error, aiohttp.ClientConnectorError):
            return f"{dial.reason(error)}: {_NO_ANSWER}"
    return dial.reason(getattr(error, "os_error", error))


def _alert(error: BaseException) -> ssl.SSLError | None:
    # In TLS 1.3 a server refuses the client's certificate after the handshake, which aiohttp takes for any lost
    # connection. A mere end is one.
    cause = error.__cause__
    return cause if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError) else None
