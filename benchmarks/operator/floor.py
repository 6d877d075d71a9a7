# SPDX-License-Identifier: Apache-2.0
"""The floor: the same server-side applies by aiohttp alone, without cache, queue or decision."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from benchmarks.operator import nodesets
from benchmarks.runtime import floor, measured
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet


async def read(access: Access, namespace: str) -> list[MoneroNodeSet]:
    """Return the node sets that are there."""
    found: list[MoneroNodeSet] = []
    token = ""
    async with HttpClient(access) as client:
        while True:
            page = await client.list(nodesets.KIND, namespace, limit=floor.PAGE_SIZE, continue_token=token)
            found += [msgspec.json.decode(each, type=MoneroNodeSet) for each in page.items]
            token = page.continue_token
            if not token:
                return found


async def main(config: Path, namespace: str) -> None:
    """Prepare, wait for `go`, write, and tell the costs until stdin ends."""
    requests, go = measured.Requests(), asyncio.Event()
    access = kubeconfig.load(config)
    waiting = [list(nodesets.writes(each)) for each in await read(access, namespace)]

    async def work() -> None:
        await go.wait()
        await floor.apply(access, waiting, requests)

    task = asyncio.create_task(work())
    await measured.serve(requests, {"go": go.set})
    await task


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
