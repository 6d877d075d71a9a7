# SPDX-License-Identifier: Apache-2.0
"""The client over HTTP: few connections, a bound on every wait, typed errors, refusals of a busy server repeated."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from types import TracebackType
from typing import Protocol, Self

import msgspec
from aiohttp import ClientResponse

from kubeloop import errors
from kubeloop.client import pool, request, retry, status, stream
from kubeloop.client.base import UNREADABLE, Event, Page, Permit, Propagation
from kubeloop.client.pool import Pool
from kubeloop.client.request import Request
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind

CONNECTIONS = 16
"""An idle TLS connection costs about 0.3 MiB, and sixteen saturate an API server long before this program."""
WATCH_CONNECTIONS = 0
"""As many as there are informers: one that waited for a connection would be deaf without saying so."""
"""Each informer takes one."""
ATTEMPT_TIMEOUT_SECONDS = 30.0
"""Of one attempt, its answer included."""
DEADLINE_SECONDS = 60.0
"""Of a call in all: its attempts and the waits between them."""
WATCH_SILENCE_SECONDS = 90
"""Longer than the server's bookmark interval of a minute: a half-open connection is noticed. To be silent is no error,
for a server whose etcd tells of no progress has no bookmarks where there is no news: watch again."""


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
    items: tuple[msgspec.Raw, ...] | None = None


_list_decoder = msgspec.json.Decoder(_List)


class HttpClient:
    """A `Client` over HTTP; use it as `async with HttpClient(access) as client`.

    `permit` is asked before every attempt of a write and again when it has a connection, `deadline_seconds` is of a
    call in all, `jitter` returns numbers in [0, 1).
    """

    def __init__(
        self,
        access: Access,
        *,
        counters: Counters | None = None,
        permit: Permit | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._access = access
        self._counters = counters or NoCounters()
        self._permit = permit
        self._deadline_seconds = deadline_seconds
        self._jitter = jitter
        self._requests: Pool | None = None
        self._watches: Pool | None = None

    async def __aenter__(self) -> Self:
        self._requests = Pool(self._access, CONNECTIONS, permit=self._permit)
        # Watches hold their connections for ever: of the same pool, seventeen would leave none for requests.
        self._watches = Pool(self._access, WATCH_CONNECTIONS)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connections in (self._requests, self._watches):
            if connections is not None:
                await connections.close()

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
        body = await self._call(
            request.list_(
                kind,
                namespace,
                labels=labels,
                limit=limit,
                continue_token=continue_token,
                only_metadata=only_metadata,
            )
        )
        try:
            decoded = _list_decoder.decode(body)
        except UNREADABLE as error:
            raise errors.Undecodable(f"the list of {kind.plural} is not a list: {error}") from error
        return Page(decoded.items or (), decoded.metadata.resource_version, decoded.metadata.continue_token)

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
        """Yield changes after a version until the server ends the watch, or says nothing for too long."""
        asked = request.watch(
            kind,
            namespace,
            labels=labels,
            resource_version=resource_version,
            timeout_seconds=timeout_seconds,
            only_metadata=only_metadata,
        )
        lines = stream.Lines()
        try:
            response = await self._begun(asked)
            try:
                await _refusal(response)
                while chunk := await _next_chunk(response):
                    for line in lines.feed(chunk):
                        yield stream.event(line)
            finally:
                pool.leave(response)
        except pool.FAILURES as error:
            raise pool.unreachable(f"the watch of {kind.plural} broke", error) from error

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        """Return one object."""
        return await self._call(request.get(kind, namespace, name))

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
        return await self._call(
            request.apply(kind, namespace, name, body, manager=manager, subresource=subresource, force=force)
        )

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str = "") -> bytes:
        """Merge a JSON merge patch; return the whole object."""
        return await self._call(request.patch(kind, namespace, name, body, subresource=subresource))

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        """Ask for deletion."""
        await self._call(request.delete(kind, namespace, name, uid=uid, propagation=propagation))

    async def _begun(self, watch: Request) -> ClientResponse:
        loop = asyncio.get_running_loop()
        started, code = loop.time(), 0
        try:
            async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
                response = await _opened(self._watches).send(watch)
                code = response.status
                return response
        finally:
            self._counters.request_finished(watch.method, code, loop.time() - started)

    async def _call(self, asked: Request) -> bytes:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._deadline_seconds
        attempt = 1
        while True:
            try:
                return await self._attempt(asked, self._seconds(asked, deadline - loop.time()))
            except (errors.ApiError, errors.Unreachable) as error:
                delay = retry.delay_seconds(error, attempt, is_read=asked.is_read, jitter=self._jitter())
                if delay is None or loop.time() + delay >= deadline:
                    raise
            await asyncio.sleep(delay)
            attempt += 1

    def _seconds(self, asked: Request, left: float) -> float:
        """Return how long an attempt may take; raise if it may not be made."""
        seconds = min(ATTEMPT_TIMEOUT_SECONDS, left)
        return seconds if self._permit is None or asked.is_read else min(seconds, self._permit())

    async def _attempt(self, asked: Request, seconds: float) -> bytes:
        loop = asyncio.get_running_loop()
        started, code = loop.time(), 0
        try:
            async with asyncio.timeout(seconds):
                response = await _opened(self._requests).send(asked)
                code = response.status
                try:
                    body = await pool.read(response)
                finally:
                    pool.leave(response)
        except pool.FAILURES as error:
            raise pool.unreachable(f"{asked.method} {asked.target}", error) from error
        finally:
            self._counters.request_finished(asked.method, code, loop.time() - started)
        if code >= 300:
            raise status.error(code, body, response.headers)
        return body


async def _refusal(response: ClientResponse) -> None:
    """Raise the error of an answer that is none of a watch."""
    if response.status != 200:
        async with asyncio.timeout(ATTEMPT_TIMEOUT_SECONDS):
            body = await pool.read(response)
        raise status.error(response.status, body, response.headers)


async def _next_chunk(response: ClientResponse) -> bytes:
    """Return what comes next; nothing at the end, and when nothing has come for too long."""
    try:
        async with asyncio.timeout(WATCH_SILENCE_SECONDS):
            return await response.content.readany()
    except TimeoutError:
        return b""


def _opened(connections: Pool | None) -> Pool:
    if connections is None:
        raise RuntimeError("the client is not open: use it as `async with HttpClient(access) as client`")
    return connections
