# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.runtime [OBJECTS …]`: run every phase at each size and print the tables."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import msgspec

from benchmarks.runtime import fleet, operator, phases, process, report, sizes
from benchmarks.runtime.users import Users
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.crd import document
from kubeloop.election.record import LEASES
from kubeloop.objects.kind import Kind
from tests.support import apiserver

NAMESPACE = "bench"
ESTABLISHED_TIMEOUT_SECONDS = 30.0
DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)


async def floor(server: apiserver.ApiServer, count: int) -> AsyncIterator[phases.Row]:
    """Yield the row of the bare client, which has a server of its own: one that holds more objects is slower."""
    async with HttpClient(server.access) as client:
        await _prepare(client)
        await Users(client, NAMESPACE, count).create()
        yield await phases.floor(server.kubeconfig, NAMESPACE, phases.WRITES * count)


async def controller(server: apiserver.ApiServer, count: int) -> AsyncIterator[phases.Row]:
    """Yield the row of each phase of the controller."""
    async with HttpClient(server.access) as client:
        await _prepare(client)
        users = Users(client, NAMESPACE, count)
        await users.create()
        async with _operator(server) as program:
            yield await phases.cold(program, phases.WRITES * count)
            program.reset_peak()
            yield await phases.idle(program)
            yield await phases.resync(program)
            async with users.watching():
                yield await phases.edits(program, users)
                yield await phases.deletions(program, users)
            yield await phases.edit_all(program, users)
            yield await phases.pods_ready(program, users)
        async with _operator(server) as first, users.watching():
            yield await phases.warm(first)
            async with _operator(server) as second:
                await second.wait_ready(seconds=phases.PHASE_TIMEOUT_SECONDS)
                yield await phases.failover("leader killed", first.kill, second, users)
                async with _operator(server) as third:
                    await third.wait_ready(seconds=phases.PHASE_TIMEOUT_SECONDS)
                    yield await phases.failover("leader stopped", second.stop, third, users)


def _operator(server: apiserver.ApiServer) -> contextlib.AbstractAsyncContextManager[process.Program]:
    return process.running("runtime.operator", str(server.kubeconfig), NAMESPACE)


async def _prepare(client: Client) -> None:
    definition = document.document(fleet.Fleet)
    name = definition["metadata"]["name"]
    await client.apply(DEFINITIONS, "", name, msgspec.json.encode(definition), manager="bench")
    body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    await client.apply(NAMESPACES, "", NAMESPACE, msgspec.json.encode(body), manager="bench")
    # An empty lease spares the first leader the wait for one that might have been deleted.
    lease = {"apiVersion": LEASES.api_version, "kind": LEASES.name, "metadata": {"name": operator.LEASE}}
    await client.apply(LEASES, NAMESPACE, operator.LEASE, msgspec.json.encode(lease), manager="bench")
    async with asyncio.timeout(ESTABLISHED_TIMEOUT_SECONDS):
        while not await _is_established(client, name):  # noqa: ASYNC110 - a server is polled
            await asyncio.sleep(0.1)


async def _is_established(client: Client, name: str) -> bool:
    found = msgspec.json.decode(await client.get(DEFINITIONS, "", name))
    conditions = found.get("status", {}).get("conditions") or ()
    return any(each["type"] == "Established" and each["status"] == "True" for each in conditions)


def main() -> None:
    """Measure at each size."""
    for count in sizes.chosen("python -m benchmarks.runtime", __doc__):
        print(report.head(f"{count} objects with 8 children each (3 ClusterIP Services among them)"), flush=True)
        for measure in (floor, controller):
            sizes.show(measure, count)


if __name__ == "__main__":
    main()
