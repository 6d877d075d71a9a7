# SPDX-License-Identifier: Apache-2.0
"""A network over Tor on a real API server, with keys that the operator makes: what there is of it, repaired, and off.

No pod ever runs, and nobody collects garbage.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.objects.kind import Kind
from monero_operator.cli import definitions
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from tests.support.mortal import operator

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
SECRETS = Kind("", "v1", "secrets", "Secret")
NETWORKS = parent.KINDS[OwnerKind.NETWORK]
RESTRICTED = {"pod-security.kubernetes.io/enforce": "restricted"}
TRIES, PAUSE_SECONDS = 600, 0.05
BALANCER = "net-onionbalance"

Document = dict[str, Any]
T = TypeVar("T")


class Hands:
    """What a user and a stranger do in a namespace of a test's own."""

    def __init__(self, client: HttpClient, namespace: str) -> None:
        self.client = client
        self.namespace = namespace

    async def apply(self, kind: Kind, content: Document) -> None:
        """Apply an object as its user."""
        body = msgspec.json.encode({"apiVersion": kind.api_version, "kind": kind.name} | content)
        namespace = self.namespace if kind.namespaced else ""
        await self.client.apply(kind, namespace, content["metadata"]["name"], body, manager="user")

    async def ask_for(self, **spec: Any) -> None:
        """Ask for a regtest network of two that is so."""
        template = {"spec": {"monerod": {"args": ["--regtest"]}} | spec.pop("node", {})}
        await self.apply(NETWORKS, {"metadata": {"name": "net"}, "spec": {"replicas": 2, "template": template} | spec})

    async def read(self, kind: Kind, name: str) -> Document:
        """Return an object, or nothing."""
        try:
            found: Document = msgspec.json.decode(await self.client.get(kind, self.namespace, name))
        except errors.NotFound:
            return {}
        return found

    async def until(self, look: Callable[[], Awaitable[T]], is_right: Callable[[T], bool], what: str) -> T:
        """Look again and again until what is seen is right; return it."""
        for _ in range(TRIES):
            if is_right(found := await look()):
                return found
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"not within {TRIES * PAUSE_SECONDS:g} s: {what}; there is {found}")

    async def appears(self, kind: Kind, name: str) -> Document:
        """Wait for an object and return it."""
        return await self.until(lambda: self.read(kind, name), bool, f"{kind.name} {name}")

    async def disappears(self, kind: Kind, name: str) -> None:
        """Wait until an object is gone."""
        await self.until(lambda: self.read(kind, name), lambda found: not found, f"no {kind.name} {name}")

    async def document(self, name: str, key: str) -> Document:
        """Return what agents are told."""
        document: Document = json.loads((await self.appears(shapes.CONFIG_MAPS, name))["data"][key])
        return document

    async def status(self, is_right: Callable[[Document], bool], what: str) -> Document:
        """Wait for a status and return it."""

        async def look() -> Document:
            found: Document = (await self.read(NETWORKS, "net")).get("status", {})
            return found

        return await self.until(look, is_right, what)

    async def versions(self) -> dict[str, str]:
        """Return the version of each object that the operator makes of Tor, which changes with every write."""
        objects = (
            (shapes.DEPLOYMENTS, BALANCER),
            (shapes.CONFIG_MAPS, BALANCER),
            (shapes.CONFIG_MAPS, "net-tor"),
            (SECRETS, "net-tor"),
            (shapes.STATEFULSETS, "net-0"),
        )
        return {f"{k.name} {name}": (await self.appears(k, name))["metadata"]["resourceVersion"] for k, name in objects}


@pytest.fixture
async def hands(client: HttpClient, request: pytest.FixtureRequest) -> Hands:
    """Install our kinds, and make a namespace that lets in no pod with powers."""
    found = Hands(client, request.node.name.replace("_", "-")[:50].strip("-"))
    for definition in definitions.definitions():
        await found.apply(DEFINITIONS, definition)
    await found.apply(NAMESPACES, {"metadata": {"name": found.namespace, "labels": RESTRICTED}})

    async def is_served() -> bool:
        try:
            await client.list(NETWORKS, found.namespace)
        except errors.NotFound:
            return False
        return True

    await found.until(is_served, bool, "networks are served")
    return found


async def test_a_network_over_tor_has_addresses_before_anything_runs(hands: Hands) -> None:
    """Keys, what they stand for in the documents, and the status agree; there is no address in the cluster."""
    async with operator(hands.client):
        await hands.ask_for(transport="tor")
        told = await hands.document("net-tor", "tor.json")
        balanced = await hands.document(BALANCER, "balancer.json")
        status = await hands.status(lambda found: "address" in found.get("tor", {}), "an address in the status")

    keys = await hands.read(SECRETS, "net-tor")
    onions = {
        name.removesuffix(".hostname"): msgspec.json.decode(f'"{value}"'.encode(), type=bytes).decode().strip()
        for name, value in keys["data"].items()
        if name.endswith(".hostname")
    }
    assert told["maps"] == {f"10.192.0.{i}": onions[f"p2p-{i}"] for i in range(2)}
    assert told["services"][1]["masters"] == [onions["rpc"]]
    assert balanced["backends"] == [onions["rpc-0"], onions["rpc-1"]]
    assert (status["tor"]["address"], status["tor"]["rpcURL"]) == (onions["rpc"], f"http://{onions['rpc']}:18089")
    assert {"TorReady", "OnionPeersAvailable", "KeysValid"} <= {found["type"] for found in status["conditions"]}
    assert not await hands.read(shapes.SERVICES, "net-0-p2p")


async def test_what_publishes_the_shared_onion_is_put_right_and_made_again(hands: Hands) -> None:
    """Its pod is let in where no pod may have powers, and an operator that starts anew finds nothing to write."""
    async with operator(hands.client):
        await hands.ask_for(transport="tor")
        made = await hands.appears(shapes.DEPLOYMENTS, BALANCER)
        template = made["spec"]["template"]
        right = {name: made["spec"][name] for name in ("replicas", "strategy")}
        await hands.apply(
            shapes.PODS, {"metadata": {"name": "like-it", "labels": template["metadata"]["labels"]}, **_of(template)}
        )

        for strategy in ({"type": "Recreate", "rollingUpdate": None}, {"rollingUpdate": {"maxSurge": "100%"}}):
            wrong = {"spec": {"replicas": 0, "strategy": strategy}}
            await hands.client.patch(shapes.DEPLOYMENTS, hands.namespace, BALANCER, msgspec.json.encode(wrong))

            async def spec() -> Document:
                found: Document = (await hands.appears(shapes.DEPLOYMENTS, BALANCER))["spec"]
                return {name: found[name] for name in ("replicas", "strategy")}

            await hands.until(spec, lambda found: found == right, "one pod, and then another")
        await hands.client.delete(shapes.DEPLOYMENTS, hands.namespace, BALANCER)
        await hands.client.delete(shapes.CONFIG_MAPS, hands.namespace, BALANCER)
        await hands.appears(shapes.CONFIG_MAPS, BALANCER)
        await hands.appears(shapes.DEPLOYMENTS, BALANCER)
        await hands.appears(shapes.STATEFULSETS, "net-1")

    before = await hands.versions()
    async with operator(hands.client):
        await hands.ask_for(transport="tor", replicas=3)
        await hands.appears(shapes.STATEFULSETS, "net-2")
        after = await hands.versions()
    assert {name for name in before if before[name] != after[name]} == {
        f"ConfigMap {BALANCER}",
        "ConfigMap net-tor",
        "Secret net-tor",
    }


def _of(template: Document) -> Document:
    return {"spec": template["spec"]}


async def test_off_again_takes_everything_but_the_keys(hands: Hands) -> None:
    """Nodes are told nothing of Tor any more; the keys wait, as nobody said otherwise."""
    async with operator(hands.client):
        await hands.ask_for(node={"tor": {"enabled": True}, "i2p": {"enabled": True}})
        await hands.appears(shapes.CONFIG_MAPS, "net-i2p")
        await hands.appears(shapes.STATEFULSETS, "net-1")
        # What nobody wrote before is no other transport.
        await hands.ask_for(transport="clearnet")

        for kind, name in (
            (shapes.DEPLOYMENTS, BALANCER),
            (shapes.CONFIG_MAPS, BALANCER),
            (shapes.CONFIG_MAPS, "net-tor"),
            (shapes.CONFIG_MAPS, "net-i2p"),
        ):
            await hands.disappears(kind, name)
        await hands.status(lambda found: "tor" not in found and "i2p" not in found, "nothing of Tor in the status")

    pod = (await hands.read(shapes.STATEFULSETS, "net-1"))["spec"]["template"]["spec"]
    address = (await hands.read(shapes.SERVICES, "net-0-p2p"))["spec"]["clusterIP"]
    assert [each["name"] for each in pod["initContainers"]] == ["exporter"]
    assert f"--add-exclusive-node={address}:18080" in pod["containers"][0]["args"]
    assert not [word for word in pod["containers"][0]["args"] if "proxy" in word]
    assert "rpc.secret_key" in (await hands.read(SECRETS, "net-tor"))["data"]
