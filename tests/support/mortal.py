# SPDX-License-Identifier: Apache-2.0
"""An operator in this very process that can be killed when it has carried out some writes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from typing import Any

from aiomonero import errors as monero
from kubeloop import errors
from kubeloop.client.base import Event, Page, Propagation
from kubeloop.client.http import HttpClient
from kubeloop.objects.kind import Kind
from monero_operator import app
from monero_operator.desired import shapes
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters
from tests.support import build

COUNTED = (shapes.STATEFULSETS, shapes.CLAIMS, shapes.SECRETS)
SETTINGS = Settings(images=build.IMAGES)


class Mortal:
    """A client of an operator that is killed when so many writes about volumes or keys have been carried out."""

    def __init__(self, client: HttpClient, lives: int) -> None:
        self._client = client
        self._lives = lives
        self.died = asyncio.Event()
        self.writes: list[tuple[Kind, str]] = []
        """What was written so far: kind and name."""

    def watch(self, kind: Kind, namespace: str | None = None, **options: Any) -> AsyncIterator[Event]:
        return self._client.watch(kind, namespace, **options)

    async def list(self, kind: Kind, namespace: str | None = None, **options: Any) -> Page:
        return await self._client.list(kind, namespace, **options)

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        return bytes(await self._write(kind, self._client.get(kind, namespace, name), is_counted=False))

    async def apply(self, kind: Kind, namespace: str, name: str, body: bytes, **options: Any) -> bytes:
        self.writes.append((kind, name))
        return bytes(await self._write(kind, self._client.apply(kind, namespace, name, body, **options)))

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, **options: Any) -> bytes:
        self.writes.append((kind, name))
        return bytes(await self._write(kind, self._client.patch(kind, namespace, name, body, **options)))

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        await self._write(kind, self._client.delete(kind, namespace, name, uid=uid, propagation=propagation))

    async def _write(self, kind: Kind, request: Awaitable[Any], *, is_counted: bool = True) -> Any:
        if self.died.is_set():
            asyncio.ensure_future(request).cancel()
            raise errors.Unreachable("this operator is dead")
        answer = await request
        if is_counted and kind in COUNTED:
            self._lives -= 1
        if self._lives == 0:
            self.died.set()
            raise errors.Unreachable("this operator was killed before it heard the answer")
        return answer


class NoDaemons:
    """No pod runs, so no exporter answers."""

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise monero.ConnectFailed(url)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise monero.ConnectFailed(url)


@contextlib.asynccontextmanager
async def operator(client: HttpClient, *, lives: int = -1) -> AsyncIterator[Mortal]:
    """Run an operator that may be killed."""
    mortal: Any = Mortal(client, lives)
    stop = asyncio.Event()
    manager = app.assemble(SETTINGS, mortal, NoDaemons(), Counters())
    running = asyncio.create_task(manager.run(stop))
    try:
        yield mortal
    finally:
        stop.set()
        await running
