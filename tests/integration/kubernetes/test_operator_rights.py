# SPDX-License-Identifier: Apache-2.0
"""The operator with the roles that it is shipped with, and nothing more, against a real API server that asks them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.election.record import LEASES
from kubeloop.objects.kind import Kind
from monero_operator import app
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.cli import definitions
from monero_operator.desired import shapes
from tests.support import apiserver, operating, prometheus_operator
from tools import generate
from tools.generators import rbac

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
GROUP = "rbac.authorization.k8s.io"
ROLES = {
    "Role": Kind(GROUP, "v1", "roles", "Role"),
    "RoleBinding": Kind(GROUP, "v1", "rolebindings", "RoleBinding"),
    "ClusterRole": Kind(GROUP, "v1", "clusterroles", "ClusterRole", namespaced=False),
    "ClusterRoleBinding": Kind(GROUP, "v1", "clusterrolebindings", "ClusterRoleBinding", namespaced=False),
}
NETWORKS = MoneroNetwork.__resource__.identity
TRIES = 200
GUEST = {"kind": "User", "apiGroup": GROUP, "name": apiserver.GUEST_TOKEN}
"""Who the operator is here, in place of its service account."""


@pytest.fixture
def guest(server: apiserver.ApiServer, tmp_path: Path) -> Path:
    """Return the kubeconfig of a user who may do what roles say."""
    path = tmp_path / "kubeconfig"
    text = server.kubeconfig.read_text().replace(f"token: {apiserver.ADMIN_TOKEN}", f"token: {apiserver.GUEST_TOKEN}")
    path.write_text(text.replace("apiserver.crt", str(server.folder / "apiserver.crt")))
    return path


@pytest.fixture
async def administrator(client: HttpClient) -> AsyncIterator[HttpClient]:
    """Install the kinds, with those of Prometheus Operator; take every role away again that a test has given."""
    for definition in (*definitions.definitions(), *prometheus_operator.definitions()):
        await apply(client, DEFINITIONS, definition)
    for name in ("inside", "outside"):
        await apply(client, NAMESPACES, {"metadata": {"name": name}})
    for kind in (shapes.POD_MONITORS, shapes.PROMETHEUS_RULES):
        await await_kind(client, kind)
    # As in deploy/operator: a lease that is there and held by nobody needs no waiting.
    await apply(client, LEASES, {"metadata": {"name": app.LEASE}, "spec": {}}, "inside")
    yield client
    await client.delete(LEASES, "inside", app.LEASE)
    for kind, namespace in ((ROLES["ClusterRoleBinding"], ""), (ROLES["RoleBinding"], "inside")):
        with contextlib.suppress(errors.NotFound):
            await client.delete(kind, namespace, rbac.NAME)
    for definition in prometheus_operator.definitions():
        await client.delete(DEFINITIONS, "", definition["metadata"]["name"])


async def apply(client: HttpClient, kind: Kind, content: dict[str, Any], namespace: str = "") -> None:
    """Apply an object; the namespace counts, not the one that the object names."""
    metadata = {name: value for name, value in content["metadata"].items() if name != "namespace"}
    body = {"apiVersion": kind.api_version, "kind": kind.name} | content | {"metadata": metadata}
    await client.apply(kind, namespace, metadata["name"], json.dumps(body).encode(), manager="test")


async def grant(client: HttpClient, path: str, namespace: str) -> None:
    """Give the guest what a generated file gives the operator's account."""
    for content in yaml.safe_load_all(generate.files()[path]):
        kind = ROLES.get(content["kind"])
        if kind is not None:
            whom = {"subjects": [GUEST]} if "subjects" in content else {}
            await apply(client, kind, content | whom, namespace if kind.namespaced else "")


async def await_kind(client: HttpClient, kind: Kind) -> None:
    """Wait until a kind that was defined is served, or an operator would look for it a minute later."""
    for _ in range(TRIES):
        with contextlib.suppress(errors.NotFound):
            await client.list(kind, "inside")
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{kind.plural} are not served")


async def make_networks(client: HttpClient) -> None:
    """Ask for one network inside and one outside."""
    spec = {"replicas": 2, "template": {"spec": {"monerod": {"args": ["--regtest"]}}}}
    for namespace in ("inside", "outside"):
        for _ in range(TRIES):
            with contextlib.suppress(errors.NotFound):
                await apply(client, NETWORKS, {"metadata": {"name": "net"}, "spec": spec}, namespace)
                break
            await asyncio.sleep(0.05)


async def condition(client: HttpClient, namespace: str) -> str:
    """Wait for the network's status and return ConfigValid's."""
    for _ in range(TRIES):
        seen = msgspec.json.decode(await client.get(NETWORKS, namespace, "net"), type=MoneroNetwork)
        for each in seen.status.conditions:
            if each.type == "ConfigValid":
                return each.status
        await asyncio.sleep(0.05)
    raise AssertionError(f"no status in {namespace}")


async def await_statefulsets(client: HttpClient, namespace: str, expected: set[str]) -> None:
    """Wait until a namespace has these StatefulSets and no others."""
    for _ in range(TRIES):
        found = await names_of(client, shapes.STATEFULSETS, namespace)
        if found == expected:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"still {found}")


async def names_of(client: HttpClient, kind: Kind, namespace: str) -> set[str]:
    """Return the names of the objects of one kind."""
    page = await client.list(kind, namespace)
    return {msgspec.json.decode(item)["metadata"]["name"] for item in page.items}


async def monitors(client: HttpClient, namespace: str) -> tuple[set[str], set[str]]:
    """Return the names of the PodMonitors and PrometheusRules; the status, which is told, comes after them."""
    return (
        await names_of(client, shapes.POD_MONITORS, namespace),
        await names_of(client, shapes.PROMETHEUS_RULES, namespace),
    )


async def scale_down(client: HttpClient, namespace: str) -> None:
    """Scale to one node and wait until the other one's StatefulSet is deleted, once its controller has seen it."""
    seen = json.dumps({"status": {"replicas": 0, "observedGeneration": 1, "updateRevision": "new"}}).encode()
    await client.patch(shapes.STATEFULSETS, namespace, "net-1", seen, subresource="status")
    await client.patch(NETWORKS, namespace, "net", b'{"spec": {"replicas": 1}}')
    await await_statefulsets(client, namespace, {"net-0"})


async def clear(client: HttpClient) -> None:
    """Delete the networks and what was made of them, which no garbage collector does here."""
    for namespace in ("inside", "outside"):
        await client.delete(NETWORKS, namespace, "net")
        for kind in (shapes.STATEFULSETS, shapes.SERVICES, shapes.DISRUPTION_BUDGETS):
            for name in await names_of(client, kind, namespace):
                await client.delete(kind, namespace, name)


async def test_the_role_of_a_namespace_suffices_there_and_nothing_is_touched_elsewhere(
    server, administrator, guest, tmp_path
):
    """Children, status and scaling down inside; outside, not even a list is asked for."""
    await grant(administrator, "deploy/namespaced/role.yaml", "inside")
    await make_networks(administrator)
    flags = ("--watch-namespace=inside", "--lease-namespace=inside")
    with operating.running(server, tmp_path, *flags, kubeconfig=guest) as operator:
        assert await condition(administrator, "inside") == "True"
        await await_statefulsets(administrator, "inside", {"net-0", "net-1"})
        assert await monitors(administrator, "inside") == ({"net"}, {"net"})
        await scale_down(administrator, "inside")
        forbidden = operator.total("rest_client_requests_total", code="403")

    assert await names_of(administrator, shapes.STATEFULSETS, "outside") == set()
    assert forbidden == 0
    await clear(administrator)


async def test_the_cluster_role_suffices_everywhere(server, administrator, guest, tmp_path):
    """Lists and watches of all namespaces, and children in each."""
    await grant(administrator, "deploy/rbac/operator.yaml", "inside")
    await make_networks(administrator)
    with operating.running(server, tmp_path, "--lease-namespace=inside", kubeconfig=guest) as operator:
        for namespace in ("inside", "outside"):
            assert await condition(administrator, namespace) == "True"
            await await_statefulsets(administrator, namespace, {"net-0", "net-1"})
            assert await monitors(administrator, namespace) == ({"net"}, {"net"})
        await scale_down(administrator, "outside")
        forbidden = operator.total("rest_client_requests_total", code="403")

    assert forbidden == 0
    await clear(administrator)
