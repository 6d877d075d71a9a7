# SPDX-License-Identifier: Apache-2.0
"""The hands of users: they make and edit objects, delete children, play the StatefulSet controller, and watch."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec

from benchmarks.runtime import fleet, hands
from benchmarks.runtime.hands import EFFECT_TIMEOUT_SECONDS, STRIDE
from kubeloop.client.base import Client
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata


class _Seen(msgspec.Struct):
    metadata: Metadata
    spec: Any = None
    status: Any = None


class Users:
    """Users of the objects of one namespace."""

    def __init__(self, client: Client, namespace: str, count: int) -> None:
        self.count = count
        self._client = client
        self._namespace = namespace
        self._edits = 0
        self._awaited: dict[tuple[str, str], asyncio.Future[None]] = {}

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """See effects until the end of the block."""
        tasks = [
            asyncio.create_task(self._watch(fleet.FLEETS, _status_note)),
            asyncio.create_task(self._watch(fleet.KINDS[fleet.ConfigMap], _uid)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()

    async def create(self) -> None:
        """Make the objects."""

        async def make(name: str) -> None:
            metadata = {"name": name, "namespace": self._namespace}
            body = {"apiVersion": fleet.FLEETS.api_version, "kind": fleet.FLEETS.name, "metadata": metadata}
            encoded = msgspec.json.encode(body | {"spec": {"note": "first"}})
            await self._client.apply(fleet.FLEETS, self._namespace, name, encoded, manager="user")

        await hands.together(make, self._names())

    async def edit(self, number: int) -> float:
        """Edit an object; return the milliseconds from the server's answer to its status."""
        name = self._name(number * STRIDE % self.count)
        note = self._next_note()
        effect = self._await_effect(name, note)
        await self._patch(fleet.FLEETS, name, {"spec": {"note": note}})
        return await _milliseconds_until(effect)

    async def delete_child(self, number: int) -> float:
        """Delete a child; return the milliseconds from the server's answer to its return."""
        name = f"{self._name(number * STRIDE % self.count)}-scripts"
        kind = fleet.KINDS[fleet.ConfigMap]
        effect = self._await_effect(name, "new")
        await self._client.delete(kind, self._namespace, name)
        return await _milliseconds_until(effect)

    async def edit_all(self) -> None:
        """Edit every object."""
        note = self._next_note()

        async def edit(name: str) -> None:
            await self._patch(fleet.FLEETS, name, {"spec": {"note": note}})

        await hands.together(edit, self._names())

    async def make_pods_ready(self) -> None:
        """Say in the status of each StatefulSet that its pods are ready."""

        async def make_ready(name: str) -> None:
            status = {"replicas": 3, "readyReplicas": 3}
            await self._patch(fleet.KINDS[fleet.StatefulSet], name, {"status": status}, subresource="status")

        await hands.together(make_ready, self._names())

    def _names(self) -> list[str]:
        return [self._name(number) for number in range(self.count)]

    def _name(self, number: int) -> str:
        return f"fleet-{number:05}"

    def _next_note(self) -> str:
        self._edits += 1
        return f"edit {self._edits}"

    async def _patch(self, kind: Kind, name: str, change: dict[str, Any], *, subresource: str = "") -> None:
        body = msgspec.json.encode(change)
        await self._client.patch(kind, self._namespace, name, body, subresource=subresource)

    def _await_effect(self, name: str, effect: str) -> asyncio.Future[None]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[name, effect] = future
        return future

    async def _watch(self, kind: Kind, effect_of: Callable[[str, _Seen], str]) -> None:
        version = (await self._client.list(kind, self._namespace, limit=1)).resource_version
        watch = self._client.watch(kind, self._namespace, resource_version=version, timeout_seconds=3600)
        async for event in watch:
            seen = msgspec.json.decode(event.object, type=_Seen)
            future = self._awaited.pop((seen.metadata.name, effect_of(event.type, seen)), None)
            if future is not None:
                future.set_result(None)


def _status_note(_: str, seen: _Seen) -> str:
    return str((seen.status or {}).get("note", ""))


def _uid(event: str, _: _Seen) -> str:
    return "new" if event == "ADDED" else ""


async def _milliseconds_until(effect: asyncio.Future[None]) -> float:
    started = time.monotonic()
    async with asyncio.timeout(EFFECT_TIMEOUT_SECONDS):
        await effect
    return (time.monotonic() - started) * 1000
