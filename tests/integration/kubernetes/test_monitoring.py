# SPDX-License-Identifier: Apache-2.0
"""PodMonitors and PrometheusRules on a real API server, with Prometheus Operator's own definitions, and without them.

The definitions come and go while the operator runs. No pod ever runs, and nobody collects garbage.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.informer import reflector
from kubeloop.objects.kind import Kind
from monero_operator.cli import definitions
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from tests.support import prometheus_operator
from tests.support.mortal import operator

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
KINDS = {"monitor": shapes.POD_MONITORS, "rules": shapes.PROMETHEUS_RULES}
NAMESPACE = "monitoring"
PATIENCE_SECONDS = 30.0
ALL = {("monitor", "net"), ("rules", "net"), ("monitor", "work-xmrig"), ("rules", "work-xmrig")}

Document = dict[str, Any]


@pytest.fixture
async def admin(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[HttpClient]:
    """Install the kinds, but not Prometheus Operator's, which are looked for often; take those away at the end."""
    monkeypatch.setattr(reflector, "ABSENT_SECONDS", 0.3)
    for definition in definitions.definitions():
        await apply(client, DEFINITIONS, "", definition)
    for kind in parent.KINDS.values():
        await until(lambda kind=kind: served(client, kind), f"{kind.plural} are served")
    await apply(client, prometheus_operator.NAMESPACES, "", {"metadata": {"name": NAMESPACE}})
    yield client
    await remove_kinds(client)


async def apply(client: HttpClient, kind: Kind, namespace: str, content: Document) -> None:
    """Apply an object as its user; the API server refuses a field that the kind does not have."""
    body = msgspec.json.encode({"apiVersion": kind.api_version, "kind": kind.name} | content)
    await client.apply(kind, namespace, content["metadata"]["name"], body, manager="user")


async def until(is_so: Callable[[], Awaitable[bool]], what: str) -> None:
    """Look again and again until it is so."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await is_so():
                await asyncio.sleep(0.05)
    except TimeoutError as error:
        raise AssertionError(f"not within {PATIENCE_SECONDS:g} s: {what}") from error


async def served(client: HttpClient, kind: Kind) -> bool:
    """Say whether there is such a kind."""
    try:
        await client.list(kind, NAMESPACE)
    except errors.NotFound:
        return False
    return True


async def install_kinds(client: HttpClient) -> None:
    """Do what whoever installs Prometheus Operator does."""
    for definition in prometheus_operator.definitions():
        await apply(client, DEFINITIONS, "", definition)


async def remove_kinds(client: HttpClient) -> None:
    """Take its kinds away, and all objects with them."""
    for definition in prometheus_operator.definitions():
        with contextlib.suppress(errors.NotFound):
            await client.delete(DEFINITIONS, "", definition["metadata"]["name"])
    for kind in KINDS.values():
        await until(lambda kind=kind: missing(client, kind), f"there are no {kind.plural}")


async def missing(client: HttpClient, kind: Kind) -> bool:
    """Say whether there is no such kind."""
    return not await served(client, kind)


async def make_resources(client: HttpClient, monitor: Document | None = None) -> None:
    """Ask for a network, and for miners with metrics."""
    metrics = {"enabled": True} | ({"monitor": monitor} if monitor else {})
    nodes = {"monerod": {"args": ["--regtest"]}, "metrics": metrics}
    for owner, name, spec in (
        (OwnerKind.NETWORK, "net", {"replicas": 1, "template": {"spec": nodes}}),
        (OwnerKind.MINING_SET, "work", {"xmrig": {"args": ["-o", "pool:3333"]}, "metrics": metrics}),
    ):
        await apply(client, parent.KINDS[owner], NAMESPACE, {"metadata": {"name": name}, "spec": spec})


async def there(client: HttpClient) -> set[tuple[str, str]]:
    """Return what there is of Prometheus Operator's kinds."""
    found = set()
    for short, kind in KINDS.items():
        with contextlib.suppress(errors.NotFound):
            page = await client.list(kind, NAMESPACE)
            found |= {(short, msgspec.json.decode(item)["metadata"]["name"]) for item in page.items}
    return found


async def await_monitors(client: HttpClient, expected: set[tuple[str, str]]) -> None:
    """Wait until exactly these are there."""

    async def are_there() -> bool:
        return await there(client) == expected

    await until(are_there, f"there are {sorted(expected)}")


async def read(client: HttpClient, kind: Kind, name: str) -> Document:
    """Return an object."""
    found: Document = msgspec.json.decode(await client.get(kind, NAMESPACE, name))
    return found


async def release(client: HttpClient, kind: Kind, name: str) -> str | None:
    """Return the label by which a Prometheus of kube-prometheus-stack chooses its monitors."""
    found: str | None = (await read(client, kind, name))["metadata"]["labels"].get("release")
    return found


async def await_release(client: HttpClient, expected: str | None) -> None:
    """Wait until monitor and rules of the network have this label, or none."""

    async def is_so() -> bool:
        return {await release(client, kind, "net") for kind in KINDS.values()} == {expected}

    await until(is_so, f"release is {expected}")


async def test_monitors_come_with_their_kinds_follow_the_spec_and_go_with_them(
    admin: HttpClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Made when the kinds come, put right and made again, with a user's labels, and deleted when nobody wants them."""
    async with operator(admin):
        await make_resources(admin)
        await until(lambda: has_statefulset(admin, "net-0"), "the network's StatefulSet")
        await install_kinds(admin)
        await await_monitors(admin, ALL)

        await admin.delete(shapes.PROMETHEUS_RULES, NAMESPACE, "net")
        await await_monitors(admin, ALL)
        await edit(admin, {"spec": {"podMetricsEndpoints": [{"port": "theirs"}]}})
        await until(lambda: scrapes(admin, "metrics"), "the port is put right")

        await make_resources(admin, {"labels": {"release": "stack"}, "interval": "1m30s"})
        await await_release(admin, "stack")
        await edit(admin, {"metadata": {"labels": {"release": "theirs"}}})
        await await_release(admin, "stack")
        await make_resources(admin)
        await await_release(admin, None)

        await admin.patch(parent.KINDS[OwnerKind.NETWORK], NAMESPACE, "net", NO_RULES)
        await await_monitors(admin, ALL - {("rules", "net")})
        await admin.patch(parent.KINDS[OwnerKind.MINING_SET], NAMESPACE, "work", NO_METRICS)
        await await_monitors(admin, {("monitor", "net")})

        await remove_kinds(admin)
        await admin.patch(parent.KINDS[OwnerKind.NETWORK], NAMESPACE, "net", b'{"spec": {"replicas": 2}}')
        await until(lambda: has_statefulset(admin, "net-1"), "it goes on without the kinds")
        await install_kinds(admin)
        await await_monitors(admin, {("monitor", "net")})

    assert [record.message for record in caplog.records if "unexpectedly" in record.message] == []


NO_RULES = b'{"spec": {"template": {"spec": {"metrics": {"rules": {"enabled": false}}}}}}'
NO_METRICS = b'{"spec": {"metrics": {"enabled": false}}}'


async def has_statefulset(client: HttpClient, name: str) -> bool:
    """Say whether a StatefulSet is there."""
    try:
        await client.get(shapes.STATEFULSETS, NAMESPACE, name)
    except errors.NotFound:
        return False
    return True


async def edit(client: HttpClient, change: Document) -> None:
    """Edit the network's monitor, and its rules if it is about labels, as a stranger."""
    await client.patch(shapes.POD_MONITORS, NAMESPACE, "net", msgspec.json.encode(change))


async def scrapes(client: HttpClient, port: str) -> bool:
    """Say whether the network's monitor is about this port alone."""
    endpoints = (await read(client, shapes.POD_MONITORS, "net"))["spec"]["podMetricsEndpoints"]
    return [endpoint["port"] for endpoint in endpoints] == [port]


async def test_an_operator_that_is_started_anew_finds_all_as_it_is_and_writes_nothing(admin: HttpClient) -> None:
    """What the API server makes of monitor and rules is what was applied, so nothing is drift."""
    await install_kinds(admin)
    async with operator(admin):
        await make_resources(admin, {"labels": {"release": "stack"}, "interval": "15s"})
        await await_monitors(admin, ALL)
    before = await versions(admin)

    async with operator(admin):
        await admin.patch(parent.KINDS[OwnerKind.NETWORK], NAMESPACE, "net", b'{"spec": {"replicas": 3}}')
        await until(lambda: has_statefulset(admin, "net-2"), "it decides anew")

    assert await versions(admin) == before


async def versions(client: HttpClient) -> dict[tuple[str, str], str]:
    """Return the version of each object, which changes with every write that changes anything."""
    return {
        (short, name): (await read(client, KINDS[short], name))["metadata"]["resourceVersion"]
        for short, name in sorted(await there(client))
    }
