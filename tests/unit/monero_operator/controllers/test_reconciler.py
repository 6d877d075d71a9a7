# SPDX-License-Identifier: Apache-2.0
"""What reconciles of different resources share, on an API server in memory."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from aiomonero import errors
from kubeloop.testing import clock
from kubeloop.testing.cluster import Cluster
from monero_operator import app, naming
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from monero_operator.observe.slots import MAX_AT_ONCE
from monero_operator.settings import Images, Settings
from monero_operator.telemetry.counters import Counters

MINUTE_SECONDS = 60.0
MONEROD: dict[str, Any] = {"monerod": {"args": ["--regtest", "--fixed-difficulty=1", "--offline"]}}
SPECS = {
    OwnerKind.NODE_SET: MONEROD,
    OwnerKind.NETWORK: {
        "replicas": 1,
        "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}},
    },
}


class Silent:
    """A network in which nobody answers."""

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")


async def operate(cluster: Cluster, image: str, seconds: float) -> None:
    """Run an operator of this image for a while."""
    stop = asyncio.Event()
    settings = Settings(images=Images(monerod="monerod:1", exporter=image))
    running = asyncio.create_task(app.assemble(settings, cluster, Silent(), Counters()).run(stop))
    await asyncio.sleep(seconds)
    stop.set()
    await running


def changed(cluster: Cluster, image: str) -> set[str]:
    """Return the StatefulSets whose pods have a sidecar of this image."""
    found = {name: cluster.read(shapes.STATEFULSETS, "ns", name) for name in cluster.names(shapes.STATEFULSETS)}
    sidecars = {name: each["spec"]["template"]["spec"]["initContainers"][0] for name, each in found.items()}
    return {name for name, sidecar in sidecars.items() if sidecar["image"] == image}


def put(cluster: Cluster, owner: OwnerKind, name: str) -> None:
    """Make a custom resource."""
    metadata = {"name": name, "namespace": "ns", "uid": f"uid-{name}", "generation": 1}
    api_version = f"{naming.GROUP}/{naming.VERSION}"
    content = {"apiVersion": api_version, "kind": owner.value, "metadata": metadata, "spec": SPECS[owner]}
    cluster.put(parent.KINDS[owner], content)


@pytest.mark.parametrize("owner", list(SPECS))
def test_a_newer_operator_changes_a_few_owners_at_a_time(owner: OwnerKind) -> None:
    """Whoever takes over goes on with the same; when one is gone the next has its turn."""
    cluster = Cluster()
    names = [f"set-{letter}" for letter in "abcdef"]

    async def story() -> list[set[str]]:
        for name in names:
            put(cluster, owner, name)
        await operate(cluster, "operator:1", MINUTE_SECONDS)
        seen = [changed(cluster, "operator:1")]
        for _ in range(2):
            await operate(cluster, "operator:2", MINUTE_SECONDS)
            seen.append(changed(cluster, "operator:2"))
        gone = min(seen[-1])
        going_on = asyncio.create_task(operate(cluster, "operator:2", 2 * MINUTE_SECONDS))
        await asyncio.sleep(MINUTE_SECONDS)
        cluster.remove(parent.KINDS[owner], "ns", gone[: len(names[0])])
        await going_on
        return [*seen, changed(cluster, "operator:2") - {gone}]

    before, first, again, later = clock.run(story())

    assert (len(before), len(first)) == (len(names), MAX_AT_ONCE)
    assert first == again
    assert len(later) == MAX_AT_ONCE
    assert len(first & later) == MAX_AT_ONCE - 1


def leave(cluster: Cluster, name: str, kind: OwnerKind, owner: str, **metadata: object) -> None:
    """Put a pod there whose resource is gone."""
    labels = naming.labels(kind, owner)
    cluster.put(shapes.PODS, {"metadata": {"name": name, "namespace": "ns", "labels": labels} | metadata})


def test_pods_that_a_resource_left_without_a_controller_are_swept_when_an_operator_starts() -> None:
    """Those of a StatefulSet are not, nor is any claim, which may be a volume that is to stay."""
    cluster = Cluster()
    controller = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "kept", "uid": "s", "controller": True}
    leave(cluster, "gone-0", OwnerKind.NODE_SET, "gone")
    leave(cluster, "net-1-0", OwnerKind.NETWORK, "net")
    leave(cluster, "kept-0", OwnerKind.NODE_SET, "kept", ownerReferences=[controller])
    labels = naming.labels(OwnerKind.NODE_SET, "gone")
    cluster.put(shapes.CLAIMS, {"metadata": {"name": "data-gone-0", "namespace": "ns", "labels": labels}})

    clock.run(operate(cluster, "operator:1", 5))

    assert cluster.names(shapes.PODS) == ("kept-0",)
    assert cluster.names(shapes.CLAIMS) == ("data-gone-0",)
