# SPDX-License-Identifier: Apache-2.0
"""A bounded pool of connections to one API server, and what every request over them carries."""

from __future__ import annotations

import asyncio

import aiohttp
import yarl

from kubeloop import errors
from kubeloop.client.base import Permit
from kubeloop.client.request import Request
from kubeloop.config import proxies
from kubeloop.config.access import Access, Identity

CONNECT_TIMEOUT_SECONDS = 10
KEEP_IDLE_SECONDS = 60
"""Less than the 90 s after which an API server closes: who closes first is not surprised."""
MAX_BODY_BYTES = 128 * 1024 * 1024
"""A page of five hundred objects of a quarter megabyte fits; the largest that etcd takes have 1.5."""
USER_AGENT = "kubeloop"
WRITES = frozenset({"PATCH", "DELETE"})

FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
"""What `Pool.send` and `read` raise when no answer comes; `unreachable` makes an error of ours of it."""


class Unsent(errors.Unreachable):
    """No connection came about: the server has not seen the request."""


class _Response(aiohttp.ClientResponse):
    """An answer whose connection is dropped when it does not come."""

    async def start(self, connection: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
        try:
            return await super().start(connection)
        except BaseException:
            _drop(connection)
            raise


def _asking(permit: Permit) -> type[aiohttp.ClientRequest]:
    """Return requests that ask for leave once more when they have a connection, for which they may have waited long.

    That is also where aiohttp sends a DELETE again whose connection broke.
    """

    class Asking(aiohttp.ClientRequest):
        async def send(self, conn: aiohttp.connector.Connection) -> aiohttp.ClientResponse:
            if self.method in WRITES:
                permit()
            return await super().send(conn)

    return Asking


class Pool:
    """Connections, at most `size`, or any number with 0."""

    def __init__(self, access: Access, size: int, *, permit: Permit | None = None) -> None:
        self._server = access.server
        self._server_name = access.server_name or None
        self._credentials = access.credentials
        self._proxy, password = proxies.without_password(access.proxy)
        self._proxy_headers = {"Proxy-Authorization": password} if password else None
        self._identity = Identity()
        self._headers: dict[tuple[str, str], dict[str, str]] = {}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=size, keepalive_timeout=KEEP_IDLE_SECONDS),
            # Of the whole request the caller keeps the time: with one timer, where aiohttp would take several.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            request_class=_asking(permit) if permit else aiohttp.ClientRequest,
            response_class=_Response,
        )

    async def send(self, request: Request) -> aiohttp.ClientResponse:
        """Return the answer, its body unread; one that denies our identity (401) is asked for again with a new one."""
        identity = await self._credentials.current()
        response = await self._send(request, identity)
        if response.status != 401:
            return response
        try:
            self._credentials.refused(identity)
            renewed = await self._credentials.current()
        except BaseException:
            leave(response)
            raise
        if renewed is identity:
            return response
        leave(response)
        return await self._send(request, renewed)

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()
        # Aborted sockets are closed by the loop's next turn, which after the last client may not come otherwise.
        await asyncio.sleep(0)

    async def _send(self, request: Request, identity: Identity) -> aiohttp.ClientResponse:
        try:
            return await self._request(request, identity)
        except aiohttp.ClientConnectorCertificateError:
            # The server's authority may have been replaced a moment ago: the next attempt looks.
            self._credentials.refused(identity)
            raise

    async def _request(self, request: Request, identity: Identity) -> aiohttp.ClientResponse:
        return await self._session.request(
            request.method,
            # As it is: made tidy, a name of ".." would address the parent.
            yarl.URL(self._server + request.target, encoded=True),
            data=request.body,
            headers=self._headers_for(request, identity),
            # A redirect would take the token along to wherever it points.
            allow_redirects=False,
            # Connections are kept per context: with a new one, new connections are made.
            ssl=identity.tls or True,
            server_hostname=self._server_name,
            proxy=self._proxy,
            proxy_headers=self._proxy_headers,
        )

    def _headers_for(self, request: Request, identity: Identity) -> dict[str, str]:
        if identity is not self._identity:
            self._identity = identity
            self._headers.clear()
        key = (request.accept, request.content_type)
        if key not in self._headers:
            self._headers[key] = _headers(request, identity)
        return self._headers[key]


async def read(response: aiohttp.ClientResponse) -> bytes:
    """Return the whole body; raise `Undecodable` if there is no end to it."""
    content = response.content
    body = await content.readany()
    if content.at_eof():
        return body
    whole = bytearray(body)
    async for chunk in content.iter_any():
        whole += chunk
        if len(whole) > MAX_BODY_BYTES:
            raise errors.Undecodable(f"the answer to {response.url.path} is longer than {MAX_BODY_BYTES} bytes")
    return bytes(whole)


def leave(response: aiohttp.ClientResponse) -> None:
    """Be done with an answer; if it was not read to its end, so is its connection."""
    if response.connection is not None:
        _drop(response.connection)
    response.close()


def unreachable(what: str, error: Exception) -> errors.Unreachable:
    """Return the error for one of `FAILURES`; its sentence has no header and no URL: either may hold a secret."""
    if isinstance(error, aiohttp.ClientResponseError):
        return errors.Unreachable(f"{what}: {error.status} {error.message}")
    sentence = f"{what}: {str(error) or type(error).__name__}"
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unsent(sentence)
    return errors.Unreachable(sentence)


def _drop(connection: aiohttp.connector.Connection) -> None:
    # A polite end of TLS waits for the other side's, up to half a minute.
    if connection.transport is not None:
        connection.transport.abort()


def _headers(request: Request, identity: Identity) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": request.accept,
        # Compressing costs both sides more than a cluster's network, and a small body may unpack to a huge one.
        "Accept-Encoding": "identity",
    }
    if request.content_type:
        headers["Content-Type"] = request.content_type
    if identity.token:
        headers["Authorization"] = f"Bearer {identity.token}"
    return headers
