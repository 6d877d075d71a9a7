# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.runtime [OBJECTS …]`: run every phase at each size and print the tables."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from benchmarks.runtime import fleet, operator, phases, process, report
from benchmarks.runtime.users import Users
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.crd import document
from kubeloop.election.record import LEASES
from kubeloop.objects.kind import Kind
from tests.support import apiserver

SIZES = (100, 1000, 5000)
FLOOR, BENCH = "floor", "bench"
ESTABLISHED_TIMEOUT_SECONDS = 30.0
DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)


async def measure(server: apiserver.ApiServer, count: int) -> AsyncIterator[phases.Row]:
    """Yield the row of each phase."""
    async with HttpClient(server.access) as client:
        await _prepare(client)
        users = {name: Users(client, name, count) for name in (FLOOR, BENCH)}
        for each in users.values():
            await each.create()
        yield await phases.floor(server.kubeconfig, FLOOR, count)
        async with process.running("operator", str(server.kubeconfig), BENCH) as program:
            yield await phases.cold(program, count)
            program.reset_peak()
            yield await phases.idle(program)
            yield await phases.resync(program)
            async with users[BENCH].watching():
                yield await phases.edits(program, users[BENCH])
                yield await phases.deletions(program, users[BENCH])
            yield await phases.edit_all(program, users[BENCH])
            yield await phases.pods_ready(program, users[BENCH])
        async with process.running("operator", str(server.kubeconfig), BENCH) as first, users[BENCH].watching():
            yield await phases.warm(first)
            async with process.running("operator", str(server.kubeconfig), BENCH) as second:
                await second.wait_ready(seconds=phases.PHASE_TIMEOUT_SECONDS)
                yield await phases.failover("leader killed", first.kill, second, users[BENCH])
                async with process.running("operator", str(server.kubeconfig), BENCH) as third:
                    await third.wait_ready(seconds=phases.PHASE_TIMEOUT_SECONDS)
                    yield await phases.failover("leader stopped", second.stop, third, users[BENCH])


async def _prepare(client: Client) -> None:
    definition = document.document(fleet.Fleet)
    name = definition["metadata"]["name"]
    await client.apply(DEFINITIONS, "", name, msgspec.json.encode(definition), manager="bench")
    for namespace in (FLOOR, BENCH):
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        await client.apply(NAMESPACES, "", namespace, msgspec.json.encode(body), manager="bench")
    # An empty lease spares the first leader the wait for one that might have been deleted.
    lease = {"apiVersion": LEASES.api_version, "kind": LEASES.name, "metadata": {"name": operator.LEASE}}
    await client.apply(LEASES, BENCH, operator.LEASE, msgspec.json.encode(lease), manager="bench")
    async with asyncio.timeout(ESTABLISHED_TIMEOUT_SECONDS):
        while not await _is_established(client, name):  # noqa: ASYNC110 - a server is polled
            await asyncio.sleep(0.1)


async def _is_established(client: Client, name: str) -> bool:
    found = msgspec.json.decode(await client.get(DEFINITIONS, "", name))
    conditions = found.get("status", {}).get("conditions") or ()
    return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)


async def _run(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder, apiserver.running(Path(folder)) as server:
        print(report.head(count), flush=True)
        async for row in measure(server, count):
            print(report.line(row), flush=True)


def main() -> None:
    """Measure at each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runtime", description=__doc__)
    parser.add_argument("objects", nargs="*", type=int, default=SIZES, help="sizes, by default %(default)s")
    for count in parser.parse_args().objects:
        asyncio.run(_run(count))


if __name__ == "__main__":
    main()
