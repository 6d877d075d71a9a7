# SPDX-License-Identifier: Apache-2.0
"""Volumes that grow, against a real API server with Kubernetes' own controllers of StatefulSets and garbage.

The operator is killed after each of its writes in turn. The test plays the one who binds claims; no pod ever runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.objects.kind import Kind
from monero_operator.cli import definitions
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from tests.support import apiserver, controllers
from tests.support.mortal import operator

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
CLASSES = Kind("storage.k8s.io", "v1", "storageclasses", "StorageClass", namespaced=False)
NAMESPACE = "growth"
PATIENCE_SECONDS = 60.0
MOST_WRITES = 30
NODE = {"monerod": {"args": ["--regtest"]}, "storageClass": "grows"}

Document = dict[str, Any]


@pytest.fixture(scope="module")
def kubernetes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[apiserver.ApiServer]:
    """Run an API server of our own, as garbage collection would trouble the other tests.

    The kinds come first: the garbage collector stands still while it gets to know new ones.
    """
    with apiserver.running(tmp_path_factory.mktemp("growth")) as server:
        asyncio.run(prepared(server))
        with controllers.running(server):
            yield server


async def prepared(server: apiserver.ApiServer) -> None:
    """Install the kinds, a class that can expand and one that cannot, and a namespace."""
    async with HttpClient(server.access) as client:
        for definition in definitions.definitions():
            await apply(client, DEFINITIONS, "", definition)
        await apply(client, NAMESPACES, "", {"metadata": {"name": NAMESPACE}})
        for name, may_grow in (("grows", True), ("rigid", False)):
            content = {"metadata": {"name": name}, "provisioner": "none.example", "allowVolumeExpansion": may_grow}
            await apply(client, CLASSES, "", content)
        for kind in parent.KINDS.values():
            await until(functools.partial(served, client, kind), f"{kind.plural} are served")


@pytest.fixture
async def admin(kubernetes: apiserver.ApiServer) -> AsyncIterator[HttpClient]:
    """Talk to the API server as an administrator."""
    async with HttpClient(kubernetes.access) as client:
        yield client


async def apply(client: HttpClient, kind: Kind, namespace: str, content: Document) -> Document:
    """Apply an object as its user."""
    body = msgspec.json.encode({"apiVersion": kind.api_version, "kind": kind.name} | content)
    answer = await client.apply(kind, namespace, content["metadata"]["name"], body, manager="user")
    found: Document = msgspec.json.decode(answer)
    return found


async def served(client: HttpClient, kind: Kind) -> bool:
    """Say whether a kind can be listed."""
    with contextlib.suppress(errors.NotFound):
        await client.list(kind, NAMESPACE)
        return True
    return False


async def items(client: HttpClient, kind: Kind, name: str) -> dict[str, Document]:
    """Return what there is of a kind with names that begin so, or hold `-NAME-`."""
    page = await client.list(kind, NAMESPACE)
    found = {each["metadata"]["name"]: each for each in map(msgspec.json.decode, page.items)}
    return {key: value for key, value in found.items() if f"-{name}-" in f"-{key}-"}


async def until(check: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Wait for something that is true."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while not (found := await check()):
        assert asyncio.get_running_loop().time() < deadline, f"not within {PATIENCE_SECONDS:g} s: {what}"
        await asyncio.sleep(0.05)
    return found


class Set:
    """Two nodes of one kind, and the claims that the test binds for them."""

    def __init__(self, client: HttpClient, kind: OwnerKind, name: str, *, storage_class: str = "grows") -> None:
        self.client, self.kind, self.name = client, kind, name
        self.storage_class = storage_class

    async def ask(self, size: str, *, replicas: int = 2, when_deleted: str = "Delete") -> None:
        """Ask for volumes of this size that go with a node that is scaled away, and by default with the resource."""
        node = NODE | {"diskSize": size, "storageClass": self.storage_class}
        policy = {"whenDeleted": when_deleted, "whenScaled": "Delete"}
        kept = {"replicas": replicas, "volume": {"retentionPolicy": policy}}
        spec = kept | ({"template": {"spec": node}} if self.kind is OwnerKind.NETWORK else node)
        await apply(self.client, parent.KINDS[self.kind], NAMESPACE, {"metadata": {"name": self.name}, "spec": spec})

    async def bind(self) -> bool:
        """Play the volume controller; say whether both claims are bound."""
        claims = await self.claims()
        for name, claim in claims.items():
            if claim["status"].get("phase") != "Bound":
                await self._patch(name, {"spec": {"volumeName": f"volume-{name}"}})
                await self._patch(name, {"status": {"phase": "Bound"}}, subresource="status")
        return len(claims) == 2

    async def _patch(self, name: str, content: Document, **options: Any) -> None:
        await self.client.patch(shapes.CLAIMS, NAMESPACE, name, msgspec.json.encode(content), **options)

    async def claims(self) -> dict[str, Document]:
        """Return the claims by name."""
        return await items(self.client, shapes.CLAIMS, self.name)

    async def pods(self) -> dict[str, tuple[str, str]]:
        """Return uid and revision of each pod."""
        found = await items(self.client, shapes.PODS, self.name)
        return {
            name: (pod["metadata"]["uid"], pod["metadata"]["labels"]["controller-revision-hash"])
            for name, pod in found.items()
        }

    async def has_grown(self, size: str) -> bool:
        """Say whether all claims and templates ask for a size, and everything has the owners that it is to have."""
        sets = {
            found["metadata"]["uid"]: found
            for found in (await items(self.client, shapes.STATEFULSETS, self.name)).values()
        }
        templates = [each["spec"]["volumeClaimTemplates"][0]["spec"]["resources"] for each in sets.values()]
        claims = (await self.claims()).values()
        asked = [claim["spec"]["resources"] for claim in claims]
        owned = [*claims, *(await items(self.client, shapes.PODS, self.name)).values()]
        owners = [[owner["uid"] for owner in each["metadata"].get("ownerReferences", [])] for each in owned]
        is_asked = all(each["requests"]["storage"] == size for each in (*templates, *asked))
        return is_asked and bool(templates) and all(len(each) == 1 and each[0] in sets for each in owners)

    async def settle(self, size: str) -> None:
        """Wait until it has grown."""
        await until(lambda: self.has_grown(size), f"{self.name} has grown to {size}")


async def made(client: HttpClient, kind: OwnerKind, name: str) -> Set:
    """Make a set of 1Gi and wait until its claims are bound."""
    there = Set(client, kind, name)
    await there.ask("1Gi")
    async with operator(client):
        await until(there.bind, f"both claims of {name} are bound")
        await there.settle("1Gi")
    return there


@pytest.mark.parametrize("kind", [OwnerKind.NODE_SET, OwnerKind.NETWORK])
async def test_an_operator_that_is_killed_after_any_write_is_made_good(admin: HttpClient, kind: OwnerKind) -> None:
    """In the end every claim and every template has the new size, and the very same pods have their old revision."""
    there = await made(admin, kind, "killed" if kind is OwnerKind.NODE_SET else "murdered")
    before = await there.pods()

    for writes in range(1, MOST_WRITES):
        size = f"{1 + writes}Gi"
        await there.ask(size)
        async with operator(admin, lives=writes) as first:
            finished = asyncio.create_task(there.settle(size))
            died = asyncio.create_task(first.died.wait())
            await asyncio.wait([finished, died], return_when=asyncio.FIRST_COMPLETED)
            finished.cancel()
            died.cancel()
        was_killed = first.died.is_set()
        async with operator(admin):
            await there.settle(size)
        assert before == await there.pods()
        if not was_killed:
            break

    assert not was_killed, "the last operator needed fewer writes than it had"
    assert writes > len(before) * 2
    await until(lambda: has_adopted_revisions(there), "each revision has a StatefulSet")


async def has_adopted_revisions(there: Set) -> bool:
    """Say whether the StatefulSets control every revision; a controller whose cache lags takes another look for it."""
    sets = {each["metadata"]["uid"] for each in (await items(there.client, shapes.STATEFULSETS, there.name)).values()}
    revisions = (await items(there.client, shapes.REVISIONS, there.name)).values()
    return sets == {
        owner["uid"] for each in revisions for owner in each["metadata"].get("ownerReferences", [{"uid": ""}])
    }


@pytest.mark.parametrize("kind", [OwnerKind.NODE_SET, OwnerKind.NETWORK])
async def test_a_resource_that_goes_while_nobody_looks_leaves_nothing(admin: HttpClient, kind: OwnerKind) -> None:
    """Its StatefulSets were being made again: claims go by themselves, pods and revisions when an operator is back."""
    there = await made(admin, kind, "left" if kind is OwnerKind.NODE_SET else "lost")
    await there.ask("2Gi")
    async with operator(admin, lives=MOST_WRITES) as first:
        await until(lambda: orphaned(there), "a StatefulSet is being made again")
        first.died.set()
    await until(lambda: none_of(there, shapes.STATEFULSETS, most=1), "the StatefulSet is gone")

    await admin.delete(parent.KINDS[kind], NAMESPACE, there.name)
    await until(lambda: none_of(there, shapes.CLAIMS), "the claims have gone with it")
    async with operator(admin):
        for left in (shapes.PODS, shapes.REVISIONS):
            await until(lambda left=left: none_of(there, left), f"no {left.plural} are left")


async def orphaned(there: Set) -> bool:
    """Say whether a StatefulSet is going, or gone."""
    sets = await items(there.client, shapes.STATEFULSETS, there.name)
    expected = 1 if there.kind is OwnerKind.NODE_SET else 2
    return len(sets) < expected or any(found["metadata"].get("deletionTimestamp") for found in sets.values())


async def none_of(there: Set, kind: Kind, *, most: int = 0) -> bool:
    """Say whether nothing of a kind is left, or hardly anything."""
    return len(await items(there.client, kind, there.name)) <= most


@pytest.mark.parametrize("kind", [OwnerKind.NODE_SET, OwnerKind.NETWORK])
async def test_a_set_that_sleeps_keeps_its_volumes_whatever_is_asked_later(admin: HttpClient, kind: OwnerKind) -> None:
    """Kubernetes' controller sees a policy that changes now, and would do nothing about volumes without a pod."""
    there = await made(admin, kind, "asleep" if kind is OwnerKind.NODE_SET else "dormant")
    before = uids(await there.claims())
    async with operator(admin):
        await there.ask("1Gi", replicas=0)
        await until(lambda: none_of(there, shapes.PODS), "no pod is left")
        assert before == uids(await there.claims())

        await there.ask("1Gi", replicas=0, when_deleted="Retain")
        await until(lambda: none_owned(there), "nothing takes the volumes along")
    await admin.delete(parent.KINDS[kind], NAMESPACE, there.name)
    await until(lambda: none_of(there, shapes.STATEFULSETS), "nothing is left but volumes")

    assert before == uids(await there.claims())


def uids(found: dict[str, Document]) -> dict[str, str]:
    """Return the uid of each object that is not going."""
    kept = {name: each["metadata"] for name, each in found.items() if "deletionTimestamp" not in each["metadata"]}
    return {name: metadata["uid"] for name, metadata in kept.items()}


async def none_owned(there: Set) -> bool:
    """Say whether no claim has an owner."""
    return not any(claim["metadata"].get("ownerReferences") for claim in (await there.claims()).values())


async def test_a_class_that_cannot_expand_is_told_in_its_own_words(admin: HttpClient) -> None:
    """And the StatefulSet stays as it is."""
    there = Set(admin, OwnerKind.NODE_SET, "rigid", storage_class="rigid")
    await there.ask("1Gi")
    async with operator(admin):
        await until(there.bind, "both claims are bound")
        await there.settle("1Gi")
        await there.ask("2Gi")

        told = await until(lambda: refusal(there), "the refusal is told")

    assert "data-rigid-" in told
    assert "must support resize" in told
    (statefulset,) = (await items(admin, shapes.STATEFULSETS, "rigid")).values()
    assert statefulset["spec"]["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"] == "1Gi"


async def refusal(there: Set) -> str:
    """Return what is told about a claim that cannot grow, or nothing."""
    resource = msgspec.json.decode(await there.client.get(parent.KINDS[there.kind], NAMESPACE, there.name))
    conditions = {each["type"]: each for each in resource.get("status", {}).get("conditions", [])}
    found = conditions.get("ConfigValid", {})
    return found.get("message", "") if found.get("reason") == "ChildRefused" else ""
