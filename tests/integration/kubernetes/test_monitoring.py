# SPDX-License-Identifier: Apache-2.0
"""PodMonitors and PrometheusRules on a real API server, with Prometheus Operator's own definitions, and without them.

The definitions come and go while the operator runs. No pod ever runs, and nobody collects garbage.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

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
NETWORKS = parent.KINDS[OwnerKind.NETWORK]
MINING_SETS = parent.KINDS[OwnerKind.MINING_SET]
TRIES, PAUSE_SECONDS = 600, 0.05
ALL = {("monitor", "net"), ("rules", "net"), ("monitor", "work-xmrig"), ("rules", "work-xmrig")}

Document = dict[str, Any]
T = TypeVar("T")


class Hands:
    """What a user, a stranger, and whoever installs Prometheus Operator do, in a namespace of a test's own."""

    def __init__(self, client: HttpClient, namespace: str) -> None:
        self.client = client
        self.namespace = namespace

    async def apply(self, kind: Kind, content: Document) -> None:
        """Apply an object as its user; the API server refuses a field that the kind does not have."""
        body = msgspec.json.encode({"apiVersion": kind.api_version, "kind": kind.name} | content)
        namespace = self.namespace if kind.namespaced else ""
        await self.client.apply(kind, namespace, content["metadata"]["name"], body, manager="user")

    async def patch(self, kind: Kind, name: str, change: Document) -> None:
        """Edit an object."""
        await self.client.patch(kind, self.namespace, name, msgspec.json.encode(change))

    async def read(self, kind: Kind, name: str) -> Document:
        """Return an object."""
        found: Document = msgspec.json.decode(await self.client.get(kind, self.namespace, name))
        return found

    async def names(self, kind: Kind) -> set[str] | None:
        """Return the names of all objects of a kind, or None if there is no such kind."""
        try:
            page = await self.client.list(kind, self.namespace)
        except errors.NotFound:
            return None
        return {msgspec.json.decode(item)["metadata"]["name"] for item in page.items}

    async def install_kinds(self) -> None:
        """Install Prometheus Operator's definitions."""
        for definition in prometheus_operator.definitions():
            await self.apply(DEFINITIONS, definition)

    async def remove_kinds(self) -> None:
        """Take its definitions away, and all objects with them."""
        for definition in prometheus_operator.definitions():
            with contextlib.suppress(errors.NotFound):
                await self.client.delete(DEFINITIONS, "", definition["metadata"]["name"])
        for kind in KINDS.values():
            await until(lambda kind=kind: self.names(kind), lambda names: names is None, f"no {kind.plural}")

    async def make_resources(self, monitor: Document | None = None) -> None:
        """Ask for a network, and for miners with metrics."""
        metrics = {"enabled": True} | ({"monitor": monitor} if monitor else {})
        nodes = {"monerod": {"args": ["--regtest"]}, "metrics": metrics}
        await self.apply(NETWORKS, {"metadata": {"name": "net"}, "spec": {"template": {"spec": nodes}}})
        spec = {"xmrig": {"args": ["-o", "pool:3333"]}, "metrics": metrics}
        await self.apply(MINING_SETS, {"metadata": {"name": "work"}, "spec": spec})

    async def monitors(self) -> set[tuple[str, str]]:
        """Return what there is of Prometheus Operator's kinds."""
        return {(short, name) for short, kind in KINDS.items() for name in await self.names(kind) or ()}

    async def await_monitors(self, expected: set[tuple[str, str]]) -> None:
        """Wait until exactly these are there."""
        await until(self.monitors, lambda found: found == expected, f"exactly {sorted(expected)}")

    async def await_node(self, name: str) -> None:
        """Wait until a node of the network has its StatefulSet."""
        await until(lambda: self.names(shapes.STATEFULSETS), lambda names: name in names, f"StatefulSet {name}")

    async def await_release(self, expected: str | None) -> None:
        """Wait until monitor and rules have this label, by which kube-prometheus-stack chooses them, or none."""

        async def found() -> set[str | None]:
            labels = [(await self.read(kind, "net"))["metadata"]["labels"] for kind in KINDS.values()]
            return {each.get("release") for each in labels}

        await until(found, lambda labels: labels == {expected}, f"release: {expected}")

    async def await_port(self, expected: str) -> None:
        """Wait until the network's monitor is about this port alone."""

        async def found() -> list[str]:
            endpoints = (await self.read(shapes.POD_MONITORS, "net"))["spec"]["podMetricsEndpoints"]
            return [endpoint["port"] for endpoint in endpoints]

        await until(found, lambda ports: ports == [expected], f"port {expected}")

    async def versions(self) -> dict[tuple[str, str], str]:
        """Return the version of each monitor, which changes with every write that changes anything."""
        return {
            (short, name): (await self.read(KINDS[short], name))["metadata"]["resourceVersion"]
            for short, name in sorted(await self.monitors())
        }


async def until(look: Callable[[], Awaitable[T]], is_right: Callable[[T], bool], what: str) -> None:
    """Look again and again until what is seen is right."""
    for _ in range(TRIES):
        if is_right(await look()):
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise AssertionError(f"not within {TRIES * PAUSE_SECONDS:g} s: {what}")


@pytest.fixture
async def hands(
    client: HttpClient, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Hands]:
    """Install our kinds; Prometheus Operator's, which are looked for often, are taken away at the end."""
    monkeypatch.setattr(reflector, "ABSENT_SECONDS", 0.3)
    found = Hands(client, request.node.name.replace("_", "-")[:50].strip("-"))
    for definition in definitions.definitions():
        await found.apply(DEFINITIONS, definition)
    await found.apply(prometheus_operator.NAMESPACES, {"metadata": {"name": found.namespace}})
    for kind in parent.KINDS.values():
        await until(lambda kind=kind: found.names(kind), lambda names: names is not None, kind.plural)
    yield found
    await found.remove_kinds()


async def test_monitors_come_with_their_kinds_follow_the_spec_and_go(hands: Hands) -> None:
    """Made when the kinds come, put right and made again, with a user's labels, deleted when nobody wants them."""
    async with operator(hands.client):
        await hands.make_resources()
        await hands.await_node("net-0")
        await hands.install_kinds()
        await hands.await_monitors(ALL)

        await hands.client.delete(shapes.PROMETHEUS_RULES, hands.namespace, "net")
        await hands.await_monitors(ALL)
        await hands.patch(shapes.POD_MONITORS, "net", {"spec": {"podMetricsEndpoints": [{"port": "theirs"}]}})
        await hands.await_port("metrics")

        await hands.make_resources({"labels": {"release": "stack"}, "interval": "1m30s"})
        await hands.await_release("stack")
        await hands.patch(shapes.POD_MONITORS, "net", {"metadata": {"labels": {"release": "theirs"}}})
        await hands.await_release("stack")
        await hands.make_resources()
        await hands.await_release(None)

        await hands.patch(NETWORKS, "net", {"spec": {"template": {"spec": {"metrics": {"rules": {"enabled": False}}}}}})
        await hands.await_monitors(ALL - {("rules", "net")})
        await hands.patch(MINING_SETS, "work", {"spec": {"metrics": {"enabled": False}}})
        await hands.await_monitors({("monitor", "net")})


async def test_kinds_that_go_while_the_operator_runs_stop_nothing(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    """It goes on without them, and makes their objects anew when they are back."""
    await hands.install_kinds()
    async with operator(hands.client):
        await hands.make_resources()
        await hands.await_monitors(ALL)
        await hands.remove_kinds()
        await hands.patch(NETWORKS, "net", {"spec": {"replicas": 4}})
        await hands.await_node("net-3")
        await hands.install_kinds()
        await hands.await_monitors(ALL)

    assert [record.message for record in caplog.records if "unexpectedly" in record.message] == []


async def test_an_operator_that_is_started_anew_finds_all_as_it_is_and_writes_nothing(hands: Hands) -> None:
    """What the API server makes of monitor and rules is what was applied, so nothing is drift."""
    await hands.install_kinds()
    async with operator(hands.client):
        await hands.make_resources({"labels": {"release": "stack"}, "interval": "15s"})
        await hands.await_monitors(ALL)
    before = await hands.versions()

    async with operator(hands.client):
        await hands.patch(NETWORKS, "net", {"spec": {"replicas": 4}})
        await hands.await_node("net-3")

    assert await hands.versions() == before
