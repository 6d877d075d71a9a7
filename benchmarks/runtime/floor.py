# SPDX-License-Identifier: Apache-2.0
"""The floor: the same server-side applies by aiohttp alone, without cache, queue or decision."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import msgspec

from benchmarks.runtime import fleet, measured
from benchmarks.runtime.fleet import Fleet, Status
from benchmarks.runtime.operator import WORKERS
from kubeloop.client.base import CREATES_ONLY
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from kubeloop.controller import explicit
from kubeloop.controller.apply import OF_THE_SERVER
from kubeloop.objects.kind import Kind

QUERY = "?fieldManager=floor&force=true"
PAGE_SIZE = 1000


class Write(NamedTuple):
    """One apply, encoded beforehand."""

    path: str
    body: bytes


async def read(access: Access, namespace: str) -> list[Fleet]:
    """Return the fleets that are there."""
    found: list[Fleet] = []
    token = ""
    async with HttpClient(access) as client:
        while True:
            page = await client.list(fleet.FLEETS, namespace, limit=PAGE_SIZE, continue_token=token)
            found += [msgspec.json.decode(each, type=Fleet) for each in page.items]
            token = page.continue_token
            if not token:
                return found


def writes(wanted: Fleet) -> Iterator[Write]:
    """Yield the nine writes of a fleet in the order in which a controller makes them."""
    for child in fleet.children(wanted):
        content = explicit.builtins(child)
        kept = {name: value for name, value in content["metadata"].items() if name not in OF_THE_SERVER}
        yield write(fleet.KINDS[type(child)], content | {"metadata": kept | {"resourceVersion": CREATES_ONLY}})
    metadata = {"name": wanted.metadata.name, "namespace": wanted.metadata.namespace, "uid": wanted.metadata.uid}
    content = {"metadata": metadata, "status": explicit.builtins(Status(wanted.spec.note))}
    yield write(fleet.FLEETS, content, subresource="status")


def write(kind: Kind, content: dict[str, Any], *, subresource: str = "") -> Write:
    """Return the apply of an object, or of one of its subresources."""
    body = content | {"apiVersion": kind.api_version, "kind": kind.name}
    metadata = content["metadata"]
    path = kind.path(metadata["namespace"], metadata["name"], subresource=subresource)
    return Write(path + QUERY, msgspec.json.encode(body))


async def apply(access: Access, waiting: list[list[Write]], requests: measured.Requests) -> None:
    """Make all writes: each worker those of one fleet after another."""
    identity = await access.credentials.current()
    headers = {"Content-Type": "application/apply-patch+yaml", "Authorization": f"Bearer {identity.token}"}
    connector = aiohttp.TCPConnector(limit=WORKERS, ssl=identity.tls or True)
    async with aiohttp.ClientSession(access.server, connector=connector, headers=headers) as session:

        async def work() -> None:
            while waiting:
                for write in waiting.pop():
                    started = time.monotonic()
                    async with session.patch(write.path, data=write.body) as response:
                        await response.read()
                        response.raise_for_status()
                    requests.request_finished("PATCH", response.status, time.monotonic() - started)

        await asyncio.gather(*(work() for _ in range(WORKERS)))


async def main(config: Path, namespace: str) -> None:
    """Prepare, wait for `go`, write, and tell the costs until stdin ends."""
    requests, go = measured.Requests(), asyncio.Event()
    access = kubeconfig.load(config)
    waiting = [list(writes(each)) for each in await read(access, namespace)]

    async def work() -> None:
        await go.wait()
        await apply(access, waiting, requests)

    task = asyncio.create_task(work())
    await measured.serve(requests, {"go": go.set})
    await task


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
