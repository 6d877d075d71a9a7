# SPDX-License-Identifier: Apache-2.0
"""What every reconcile does for a resource that is gone, on an API server in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiomonero import errors
from kubeloop.testing import clock
from kubeloop.testing.cluster import Cluster
from monero_operator import app, naming
from monero_operator.desired import shapes
from monero_operator.naming import OwnerKind
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters
from tests.support import build


class NoDaemons:
    """Nobody answers."""

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed(url)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed(url)


def play(cluster: Cluster, story: Callable[[], Awaitable[None]]) -> None:
    """Run a story beside an operator that starts with what is there."""

    async def all_of_it() -> None:
        stop = asyncio.Event()
        manager = app.assemble(Settings(images=build.IMAGES), cluster, NoDaemons(), Counters())
        running = asyncio.create_task(manager.run(stop))
        await asyncio.sleep(5)
        await story()
        stop.set()
        await running

    clock.run(all_of_it())


def put(cluster: Cluster, name: str, kind: OwnerKind, owner: str, **metadata: object) -> None:
    """Put a pod of a resource there."""
    labels = naming.labels(kind, owner)
    cluster.put(shapes.PODS, {"metadata": {"name": name, "namespace": "ns", "labels": labels} | metadata})


def test_pods_that_a_resource_left_without_a_controller_are_swept_when_an_operator_starts() -> None:
    """Those of a StatefulSet are not, nor is any claim, which may be a volume that is to stay."""
    cluster = Cluster()
    controller = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "kept", "uid": "s", "controller": True}
    put(cluster, "gone-0", OwnerKind.NODE_SET, "gone")
    put(cluster, "net-1-0", OwnerKind.NETWORK, "net")
    put(cluster, "kept-0", OwnerKind.NODE_SET, "kept", ownerReferences=[controller])
    labels = naming.labels(OwnerKind.NODE_SET, "gone")
    cluster.put(shapes.CLAIMS, {"metadata": {"name": "data-gone-0", "namespace": "ns", "labels": labels}})

    async def story() -> None:
        assert cluster.names(shapes.PODS) == ("kept-0",)
        assert cluster.names(shapes.CLAIMS) == ("data-gone-0",)

    play(cluster, story)
