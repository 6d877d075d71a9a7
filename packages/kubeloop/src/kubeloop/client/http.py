# SPDX-License-Identifier: Apache-2.0
"""The client over HTTP: one session, few connections, a bound on every wait, typed errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import aiohttp
import msgspec

from kubeloop import errors
from kubeloop.client import retry, status, stream
from kubeloop.client.base import Event, Page, Permit, Propagation
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind

CONNECTIONS = 16
"""An idle TLS connection costs about 0.3 MiB, and sixteen saturate an API server long before this program."""
WATCH_CONNECTIONS = 64
ATTEMPT_TIMEOUT_SECONDS = 30.0
DEADLINE_SECONDS = 60.0
"""Of a call in all: its attempts and the waits between them."""
CONNECT_TIMEOUT_SECONDS = 10
WATCH_SILENCE_SECONDS = 90
"""Longer than the server's bookmark interval of a minute: a half-open connection is noticed."""
MAX_BODY_BYTES = 128 * 1024 * 1024
"""A page of a hundred objects of the largest size that etcd takes fits well."""
USER_AGENT = "kubeloop"

_APPLY = {"Content-Type": "application/apply-patch+yaml"}
_MERGE = {"Content-Type": "application/merge-patch+json"}
_JSON = {"Content-Type": "application/json"}
_METADATA = {"Accept": "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"}
_METADATA_LIST = {"Accept": "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}


class Counters(Protocol):
    """What a metrics library may count about requests."""

    def request_finished(self, method: str, status: int, seconds: float) -> None:
        """Count one answer; the status is 0 when none came."""
        ...


class NoCounters:
    """Counts nothing."""

    def request_finished(self, method: str, status: int, seconds: float) -> None:
        """Count nothing."""


class _ListMeta(msgspec.Struct, rename="camel"):
    resource_version: str = ""
    continue_token: str = msgspec.field(default="", name="continue")


class _List(msgspec.Struct):
    metadata: _ListMeta
    items: tuple[msgspec.Raw, ...] = ()


class _Preconditions(msgspec.Struct):
    uid: str


class _DeleteOptions(msgspec.Struct, rename="camel", omit_defaults=True):
    propagation_policy: Propagation | None = None
    preconditions: _Preconditions | None = None


class _Request(NamedTuple):
    method: str
    path: str
    query: Mapping[str, str]
    body: bytes | None = None
    headers: Mapping[str, str] = {}


_list_decoder = msgspec.json.Decoder(_List)


class HttpClient:
    """A `Client` over HTTP; use it as `async with HttpClient(access) as client`."""

    def __init__(self, access: Access, *, counters: Counters | None = None, permit: Permit | None = None) -> None:
        self._access = access
        self._permit = permit
        self._counters = counters or NoCounters()
        self._requests: aiohttp.ClientSession | None = None
        self._watches: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        request_timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_SECONDS)
        watch_timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_TIMEOUT_SECONDS, sock_read=WATCH_SILENCE_SECONDS
        )
        self._requests = self._session(CONNECTIONS, request_timeout)
        # Watches hold their connections for ever: of the same pool, seventeen would leave none for requests.
        self._watches = self._session(WATCH_CONNECTIONS, watch_timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in (self._requests, self._watches):
            if session is not None:
                await session.close()
        # Aborted sockets are closed by the loop's next turn, which after the last client may not come otherwise.
        await asyncio.sleep(0)

    async def list(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        limit: int = 100,
        continue_token: str = "",
        only_metadata: bool = False,
    ) -> Page:
        """Return a page of a collection."""
        query = {"limit": str(limit)} | _if_set(labelSelector=labels) | _if_set(**{"continue": continue_token})
        headers = _METADATA_LIST if only_metadata else {}
        body = await self._send(_Request("GET", kind.path(namespace), query, headers=headers))
        try:
            decoded = _list_decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise errors.Undecodable(f"the list of {kind.plural} is not a list: {error}") from error
        return Page(decoded.items, decoded.metadata.resource_version, decoded.metadata.continue_token)

    async def watch(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        resource_version: str,
        timeout_seconds: int,
        only_metadata: bool = False,
    ) -> AsyncGenerator[Event, None]:
        """Yield changes after a version until the server ends the watch."""
        query = _if_set(labelSelector=labels) | {
            "watch": "1",
            "allowWatchBookmarks": "true",
            "resourceVersion": resource_version,
            "timeoutSeconds": str(timeout_seconds),
        }
        lines = stream.Lines()
        request = _Request("GET", kind.path(namespace), query, headers=_METADATA if only_metadata else {})
        try:
            async with self._open(self._watches, request) as response:
                if response.status != 200:
                    raise status.error(response.status, await _read(response), response.headers.get("Retry-After"))
                try:
                    async for chunk in response.content.iter_any():
                        for line in lines.feed(chunk):
                            yield stream.event(line)
                finally:
                    _abort(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise errors.Unreachable(f"the watch of {kind.plural} broke: {_sentence(error)}") from error

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        """Return one object."""
        return await self._send(_Request("GET", kind.path(namespace, name), {}))

    async def apply(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        body: bytes,
        *,
        manager: str,
        subresource: str = "",
        force: bool = True,
    ) -> bytes:
        """Apply on the server; return the whole object."""
        query = {"fieldManager": manager, "force": "true" if force else "false"}
        path = kind.path(namespace, name, subresource=subresource)
        return await self._send(_Request("PATCH", path, query, body, _APPLY))

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str = "") -> bytes:
        """Merge a JSON merge patch; return the whole object."""
        path = kind.path(namespace, name, subresource=subresource)
        return await self._send(_Request("PATCH", path, {}, body, _MERGE))

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        """Ask for deletion."""
        options = _DeleteOptions(propagation, _Preconditions(uid) if uid else None)
        await self._send(_Request("DELETE", kind.path(namespace, name), {}, msgspec.json.encode(options), _JSON))

    def _session(self, connections: int, timeout: aiohttp.ClientTimeout) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=connections, ssl=self._access.tls or True)
        return aiohttp.ClientSession(connector=connector, timeout=timeout, headers={"User-Agent": USER_AGENT})

    def _open(self, session: aiohttp.ClientSession | None, request: _Request) -> aiohttp.client._RequestContextManager:
        if session is None:
            raise RuntimeError("the client is not open: use it as `async with HttpClient(access) as client`")
        token = self._access.token()
        headers = dict(request.headers) | ({"Authorization": f"Bearer {token}"} if token else {})
        url = self._access.server + request.path
        # A redirect would take the token along to wherever it points.
        return session.request(
            request.method, url, params=request.query, data=request.body, headers=headers, allow_redirects=False
        )

    async def _send(self, request: _Request) -> bytes:
        deadline = asyncio.get_running_loop().time() + DEADLINE_SECONDS
        for attempt in range(1, retry.MAX_ATTEMPTS + 1):
            try:
                return await self._send_once(request, self._seconds(request, deadline))
            except errors.ApiError as error:
                delay = retry.delay_seconds(error, attempt)
                if delay is None or asyncio.get_running_loop().time() + delay >= deadline:
                    raise
                await asyncio.sleep(delay)
        raise AssertionError("the last attempt returns or raises")

    def _seconds(self, request: _Request, deadline: float) -> float:
        """Return how long an attempt may take; raise if it may not be made."""
        seconds = min(ATTEMPT_TIMEOUT_SECONDS, deadline - asyncio.get_running_loop().time())
        return seconds if self._permit is None or request.method == "GET" else min(seconds, self._permit())

    async def _send_once(self, request: _Request, seconds: float) -> bytes:
        loop = asyncio.get_running_loop()
        started, code = loop.time(), 0
        try:
            async with asyncio.timeout(seconds), self._open(self._requests, request) as response:
                code = response.status
                body = await _read(response)
                if code >= 300:
                    raise status.error(code, body, response.headers.get("Retry-After"))
                return body
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise errors.Unreachable(f"{request.method} {request.path}: {_sentence(error)}") from error
        finally:
            self._counters.request_finished(request.method, code, loop.time() - started)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise errors.Undecodable(f"the answer to {response.url.path} is longer than {MAX_BODY_BYTES} bytes")
    return bytes(body)


def _abort(response: aiohttp.ClientResponse) -> None:
    """Drop the connection of a watch that is left early: a polite end of TLS can take half a minute."""
    connection = response.connection
    if connection is not None and connection.transport is not None:
        connection.transport.abort()


def _if_set(**parameters: str) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if value}


def _sentence(error: BaseException) -> str:
    return str(error) or type(error).__name__
