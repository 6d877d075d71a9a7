# SPDX-License-Identifier: Apache-2.0
"""Miners on an API server in memory: what is written, what is asked, and what is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiomonero import errors
from kubeloop.testing import clock
from kubeloop.testing.cluster import Cluster
from monero_operator import app, naming
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from monero_operator.settings import Images, Settings
from monero_operator.telemetry.counters import Counters
from tests.support import vectors

SETTINGS = Settings(images=Images(xmrig="xmrig:1"))
MINING_SETS = parent.KINDS[OwnerKind.MINING_SET]
MINERS: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroMiningNodeSet",
    "metadata": {"name": "miners", "namespace": "ns"},
    "spec": {"replicas": 2, "xmrig": {"args": ["-o", "pool:3333"]}},
}


class Xmrigs:
    """Every miner says the same."""

    def __init__(self) -> None:
        self.says = "mining"
        self.asked: set[str] = set()

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        self.asked.add(url)
        return vectors.summary("6.22.2", self.says)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")


class Stage:
    """The operator on an API server in memory; the test plays the controllers of Kubernetes."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.xmrigs = Xmrigs()

    def play(self, story: Callable[[], Awaitable[None]]) -> None:
        """Run a story beside the operator."""

        async def all_of_it() -> None:
            stop = asyncio.Event()
            manager = app.assemble(SETTINGS, self.cluster, self.xmrigs, Counters())
            running = asyncio.create_task(manager.run(stop))
            await clock.settle(500)
            await story()
            stop.set()
            await running

        clock.run(all_of_it())

    async def settle(self) -> None:
        """Make the miners, and play everybody until two pods run."""
        self.cluster.put(MINING_SETS, MINERS)
        await asyncio.sleep(1)
        statefulset = self.cluster.read(shapes.STATEFULSETS, "ns", "miners-xmrig")
        status = {"observedGeneration": statefulset["metadata"]["generation"], "updateRevision": "r1"}
        self.cluster.put(shapes.STATEFULSETS, statefulset | {"status": status})
        for ordinal in range(2):
            self.cluster.put(shapes.PODS, _pod(statefulset, ordinal))
        await asyncio.sleep(5)

    def condition(self, kind: str) -> tuple[str, str]:
        """Return status and reason of a condition."""
        status = self.cluster.read(MINING_SETS, "ns", "miners")["status"]
        (found,) = [each for each in status["conditions"] if each["type"] == kind]
        return found["status"], found["reason"]


def _pod(statefulset: dict[str, Any], ordinal: int) -> dict[str, Any]:
    metadata = statefulset["metadata"]
    owner = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": metadata["name"], "uid": metadata["uid"]}
    return {
        "metadata": {
            "name": f"{metadata['name']}-{ordinal}",
            "namespace": "ns",
            "labels": statefulset["spec"]["template"]["metadata"]["labels"] | {naming.LABEL_REVISION: "r1"},
            "ownerReferences": [owner | {"controller": True}],
        },
        "status": {"podIP": f"10.0.0.{ordinal}", "conditions": [{"type": "Ready", "status": "True"}]},
    }


def test_miners_are_asked_and_their_pool_that_goes_away_is_told() -> None:
    """One child; each pod is asked at its own address; the condition follows what they say."""
    stage = Stage()

    async def story() -> None:
        await stage.settle()
        assert stage.cluster.names(shapes.STATEFULSETS) == ("miners-xmrig",)
        assert stage.xmrigs.asked == {"http://10.0.0.0:8600/2/summary", "http://10.0.0.1:8600/2/summary"}
        assert stage.condition("Ready") == ("True", "AllReady")
        assert stage.condition("Connected") == ("True", "Connected")
        stage.xmrigs.says = "idle"
        await asyncio.sleep(2 * SETTINGS.poll_interval_seconds)
        assert stage.condition("Connected") == ("False", "Disconnected")
        assert stage.condition("Ready") == ("True", "AllReady")

    stage.play(story)


def test_settled_miners_cost_no_write() -> None:
    """A minute without changes writes nothing."""
    stage = Stage()

    async def story() -> None:
        await stage.settle()
        before = len(stage.cluster.writes)
        await asyncio.sleep(60)
        assert len(stage.cluster.writes) == before

    stage.play(story)


def test_miners_that_are_gone_are_not_asked_any_more() -> None:
    """Nor is anything written for them."""
    stage = Stage()

    async def story() -> None:
        await stage.settle()
        stage.cluster.remove(MINING_SETS, "ns", "miners")
        await asyncio.sleep(1)
        stage.xmrigs.asked.clear()
        await asyncio.sleep(60)
        assert stage.xmrigs.asked == set()

    stage.play(story)
