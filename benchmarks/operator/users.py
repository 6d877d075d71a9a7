# SPDX-License-Identifier: Apache-2.0
"""The hands of users: they make node sets and edit them, and watch until the status is about the edit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator

import msgspec

from benchmarks.operator import nodesets
from benchmarks.runtime import hands
from benchmarks.runtime.hands import EFFECT_TIMEOUT_SECONDS, STRIDE
from kubeloop.client.base import Client
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet


class Users:
    """Users of the node sets of one namespace."""

    def __init__(self, client: Client, namespace: str, count: int) -> None:
        self.count = count
        self._client = client
        self._namespace = namespace
        self._edits = 0
        self._observed: dict[str, int] = {}
        self._awaited: dict[str, tuple[int, asyncio.Future[None]]] = {}

    async def create(self) -> None:
        """Make the node sets."""

        async def make(number: int) -> None:
            name = nodesets.name(number)
            await self._client.apply(nodesets.KIND, self._namespace, name, nodesets.manifest(number), manager="user")

        await hands.together(make, range(self.count))

    async def edit(self, number: int) -> float:
        """Edit a node set; return the milliseconds from the server's answer until its status is about the edit."""
        name = nodesets.name(number * STRIDE % self.count)
        answer = await self._patch(name)
        generation = msgspec.json.decode(answer, type=MoneroNodeSet).metadata.generation
        started = time.monotonic()
        if self._observed.get(name, 0) < generation:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._awaited[name] = (generation, future)
            async with asyncio.timeout(EFFECT_TIMEOUT_SECONDS):
                await future
        return (time.monotonic() - started) * 1000

    async def edit_all(self) -> None:
        """Edit every node set."""

        async def edit(number: int) -> None:
            await self._patch(nodesets.name(number))

        await hands.together(edit, range(self.count))

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """See effects until the end of the block."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()

    async def _watch(self) -> None:
        version = (await self._client.list(nodesets.KIND, self._namespace, limit=1)).resource_version
        watch = self._client.watch(nodesets.KIND, self._namespace, resource_version=version, timeout_seconds=3600)
        async for event in watch:
            seen = msgspec.json.decode(event.object, type=MoneroNodeSet)
            name, observed = seen.metadata.name, seen.status.observed_generation or 0
            self._observed[name] = observed
            generation, future = self._awaited.get(name, (0, None))
            if future is not None and not future.done() and observed >= generation:
                future.set_result(None)

    async def _patch(self, name: str) -> bytes:
        self._edits += 1
        change = {"spec": {"monerod": {"resources": {"requests": {"cpu": f"{500 + self._edits}m"}}}}}
        answer = await self._client.patch(nodesets.KIND, self._namespace, name, json.dumps(change).encode())
        return bytes(answer)
