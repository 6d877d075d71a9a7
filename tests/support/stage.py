# SPDX-License-Identifier: Apache-2.0
"""The operator on an API server in memory and in virtual time; a test plays the controllers of Kubernetes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from aiomonero.transport import base
from kubeloop.objects.kind import Kind
from kubeloop.testing import clock
from kubeloop.testing.cluster import Cluster
from monero_operator import app, naming
from monero_operator.desired import shapes
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters

T = TypeVar("T", bound=base.Transport)


class Stage(Generic[T]):
    """One custom resource of the namespace "ns", and `pods`, which answer for whatever runs."""

    def __init__(self, settings: Settings, pods: T, kind: Kind, resource: dict[str, Any]) -> None:
        self.cluster = Cluster()
        self.pods = pods
        self._settings = settings
        self._kind = kind
        self._resource = resource

    def play(self, story: Callable[[], Awaitable[None]]) -> None:
        """Run a story beside the operator."""

        async def all_of_it() -> None:
            stop = asyncio.Event()
            manager = app.assemble(self._settings, self.cluster, self.pods, Counters())
            running = asyncio.create_task(manager.run(stop))
            await clock.settle(500)
            await story()
            stop.set()
            await running

        clock.run(all_of_it())

    async def make(self) -> None:
        """Make the resource, and let the operator see it."""
        self.cluster.put(self._kind, self._resource)
        await asyncio.sleep(1)

    def run_pods(self, statefulset: str, *addresses: str) -> None:
        """Play the StatefulSet's controller and the kubelet: a ready pod for each address."""
        found = self.cluster.read(shapes.STATEFULSETS, "ns", statefulset)
        status = {"observedGeneration": found["metadata"]["generation"], "updateRevision": "r1"}
        self.cluster.put(shapes.STATEFULSETS, found | {"status": status})
        for ordinal, address in enumerate(addresses):
            self.cluster.put(shapes.PODS, _pod(found, ordinal, address))

    def status(self) -> dict[str, Any]:
        """Return the resource's status."""
        found: dict[str, Any] = self.cluster.read(self._kind, "ns", self._resource["metadata"]["name"])["status"]
        return found

    def condition(self, kind: str) -> tuple[str, str]:
        """Return status and reason of a condition."""
        (found,) = [each for each in self.status()["conditions"] if each["type"] == kind]
        return found["status"], found["reason"]


def _pod(statefulset: dict[str, Any], ordinal: int, address: str) -> dict[str, Any]:
    metadata = statefulset["metadata"]
    owner = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": metadata["name"], "uid": metadata["uid"]}
    return {
        "metadata": {
            "name": f"{metadata['name']}-{ordinal}",
            "namespace": "ns",
            "labels": statefulset["spec"]["template"]["metadata"]["labels"] | {naming.LABEL_REVISION: "r1"},
            "ownerReferences": [owner | {"controller": True}],
        },
        "status": {"podIP": address, "conditions": [{"type": "Ready", "status": "True"}]},
    }
