# SPDX-License-Identifier: Apache-2.0
"""A node set that talks to nobody but Tor, on a real API server: who lets its pods in, and what an operator leaves.

No pod ever runs, and nobody collects garbage.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

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
NODE_SETS = parent.KINDS[OwnerKind.NODE_SET]
TRIES, PAUSE_SECONDS = 600, 0.05
CLOSED = {"args": ["--regtest", "--add-exclusive-node=192.0.2.1:18080"]}

Document = dict[str, Any]


class Lab:
    """A namespace of a test's own."""

    def __init__(self, client: HttpClient, namespace: str) -> None:
        self.client = client
        self.namespace = namespace

    async def apply(self, kind: Kind, name: str, content: Document, metadata: Document | None = None) -> None:
        """Apply an object as its user."""
        body = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": name} | (metadata or {})}
        namespace = self.namespace if kind.namespaced else ""
        await self.client.apply(kind, namespace, name, msgspec.json.encode(body | content), manager="user")

    async def level(self, level: str) -> None:
        """Let the namespace admit pods of one Pod Security level."""
        labels = {"labels": {"pod-security.kubernetes.io/enforce": level}}
        await self.apply(NAMESPACES, self.namespace, {}, labels)

    async def ask_for(self, **spec: Any) -> None:
        """Ask for a node set."""
        await self.apply(NODE_SETS, "nodes", {"spec": {"monerod": CLOSED} | spec})

    async def appears(self, kind: Kind, name: str, holds: str = "") -> Document:
        """Wait for an object in which this stands, and return it."""
        for _ in range(TRIES):
            with contextlib.suppress(errors.NotFound):
                found = await self.client.get(kind, self.namespace, name)
                if holds.encode() in found:
                    document: Document = msgspec.json.decode(found)
                    return document
            await asyncio.sleep(PAUSE_SECONDS)
        raise AssertionError(f"no {kind.name} {name} with {holds!r} within {TRIES * PAUSE_SECONDS:g} s")

    async def lets_in(self, name: str, statefulset: Document) -> bool:
        """Say whether the namespace admits a pod of a StatefulSet."""
        pod = statefulset["spec"]["template"]["spec"]
        # A claim's volume is what a StatefulSet's controller adds.
        claim = {"name": "data", "persistentVolumeClaim": {"claimName": "data-nodes-0"}}
        try:
            await self.apply(shapes.PODS, name, {"spec": pod | {"volumes": [*pod.get("volumes", []), claim]}})
        except errors.Forbidden as refusal:
            if "violates PodSecurity" not in refusal.message:
                raise
            return False
        return True

    async def versions(self) -> list[str]:
        """Return the version of each object that is made of a node set, which changes with every write."""
        objects = [(shapes.STATEFULSETS, "nodes"), (SECRETS, "nodes-tor"), (shapes.CONFIG_MAPS, "nodes-tor")]
        objects += [(shapes.CONFIG_MAPS, "nodes-config"), (shapes.SERVICES, "nodes")]
        return [(await self.appears(kind, name))["metadata"]["resourceVersion"] for kind, name in objects]


@pytest.fixture
async def lab(client: HttpClient, request: pytest.FixtureRequest) -> Lab:
    """Install our kinds, and make a namespace that lets in no pod with powers."""
    found = Lab(client, request.node.name.replace("_", "-")[:50].strip("-"))
    for definition in definitions.definitions():
        await found.apply(DEFINITIONS, definition["metadata"]["name"], {"spec": definition["spec"]})
    await found.level("restricted")
    for _ in range(TRIES):
        with contextlib.suppress(errors.NotFound):
            await client.list(NODE_SETS, found.namespace)
            return found
        await asyncio.sleep(PAUSE_SECONDS)
    pytest.fail("node sets are not served")


async def test_pods_with_tor_and_i2p_have_no_powers_unless_packet_rules_are_asked_for(lab: Lab) -> None:
    """The level `restricted` admits them; with `enforced` only `privileged` does, as the sentence says."""
    both = {"tor": {"enabled": True, "clearnet": "never"}, "i2p": {"enabled": True}}
    async with operator(lab.client):
        await lab.ask_for(**both)
        plain = await lab.appears(shapes.STATEFULSETS, "nodes")
        await lab.ask_for(**both | {"tor": {"enabled": True, "clearnet": "never", "enforced": True}})
        fenced = await lab.appears(shapes.STATEFULSETS, "nodes", '"NET_ADMIN"')

    assert await lab.lets_in("plain", plain)
    assert not await lab.lets_in("fenced", fenced)
    await lab.level("privileged")
    assert await lab.lets_in("fenced", fenced)


async def test_a_set_that_left_the_clearnet_is_put_right_and_left_alone(lab: Lab) -> None:
    """What somebody opens is closed again; an operator that starts anew finds nothing to write."""
    wanted = {"tor": {"enabled": True, "clearnet": "never", "p2p": "always"}}
    async with operator(lab.client):
        await lab.ask_for(**wanted)
        made = await lab.appears(shapes.STATEFULSETS, "nodes")
        right = (await lab.appears(shapes.CONFIG_MAPS, "nodes-tor"))["data"]
        (monerod,) = made["spec"]["template"]["spec"]["containers"]
        wrong = monerod | {"args": [word for word in monerod["args"] if "proxy" not in word]}
        patch = {"spec": {"template": {"spec": {"containers": [wrong]}}}}
        await lab.client.patch(shapes.STATEFULSETS, lab.namespace, "nodes", msgspec.json.encode(patch))
        await lab.appears(shapes.STATEFULSETS, "nodes", "--proxy=127.0.0.1:9052")
        await lab.client.delete(shapes.CONFIG_MAPS, lab.namespace, "nodes-tor")
        again = await lab.appears(shapes.CONFIG_MAPS, "nodes-tor", "utxo.com.br/locked")
        before = await lab.versions()
    async with operator(lab.client):
        await lab.ask_for(**wanted, update={"maxUnavailable": 2})
        generation = (await lab.appears(NODE_SETS, "nodes"))["metadata"]["generation"]
        await lab.appears(NODE_SETS, "nodes", f'"observedGeneration":{generation}')
        after = await lab.versions()

    assert right == again["data"]
    assert before == after


async def test_a_spec_that_would_lead_past_tor_is_refused_with_a_sentence(lab: Lab) -> None:
    """And nothing is made of it."""
    async with operator(lab.client):
        await lab.ask_for(monerod={"args": ["--enable-dns-blocklist"]}, tor={"enabled": True, "clearnet": "never"})
        refused = await lab.appears(NODE_SETS, "nodes", "ArgumentLeaks")

    (condition,) = [each for each in refused["status"]["conditions"] if each["type"] == "ConfigValid"]
    assert condition["status"] == "False"
    assert condition["message"].startswith("--enable-dns-blocklist would lead past Tor: remove it")
    with pytest.raises(errors.NotFound):
        await lab.client.get(shapes.STATEFULSETS, lab.namespace, "nodes")
