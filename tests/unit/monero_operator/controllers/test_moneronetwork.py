# SPDX-License-Identifier: Apache-2.0
"""A network on an API server in memory: what is written, in which order, and what is left alone."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from aiomonero import errors
from aiomonero.types import health
from kubeloop import recorder
from kubeloop.objects.kind import Kind
from kubeloop.testing.cluster import Cluster
from monero_operator.controllers.reconciler import NEWS_SECONDS
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from monero_operator.settings import Images, Settings
from tests.support.stage import Stage

NETWORKS = parent.KINDS[OwnerKind.NETWORK]
SETTINGS = Settings(images=Images(monerod="monerod:1", exporter="operator:1"))
HEALTHY = health.Status(version="0.18.4.0", height=7, synced=True, ready=True, peers_in=1, peers_out=1)
NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "net", "namespace": "ns"},
    "spec": {"replicas": 2, "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}}},
}


class Exporters:
    """Every exporter says the same, as long as it answers."""

    status: health.Status | None = HEALTHY
    has_blocks_each_second = False
    asked = 0

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        self.asked += 1
        if self.status is None:
            raise errors.ConnectFailed("refused")
        if self.has_blocks_each_second:
            height = int(asyncio.get_running_loop().time())
            return health.encode(msgspec.structs.replace(self.status, height=height))
        return health.encode(self.status)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise errors.ConnectFailed("refused")


def staged() -> Stage[Exporters]:
    """Return a stage for a network of two peers."""
    return Stage(SETTINGS, Exporters(), NETWORKS, NETWORK)


async def allocate_addresses(stage: Stage[Exporters]) -> None:
    """Play the API server: give each peer's Service its cluster IP."""
    for number, name in enumerate(stage.cluster.names(shapes.SERVICES), start=1):
        service = stage.cluster.read(shapes.SERVICES, "ns", name)
        if name.endswith("-p2p"):
            service["spec"]["clusterIP"] = f"10.96.0.{number}"
            stage.cluster.put(shapes.SERVICES, service)
    await asyncio.sleep(1)


async def settle(stage: Stage[Exporters]) -> None:
    """Make the network and play everybody until its two peers run."""
    await stage.make()
    await allocate_addresses(stage)
    for number, name in enumerate(stage.cluster.names(shapes.STATEFULSETS), start=1):
        stage.run_pods(name, f"10.244.0.{number}")
    await asyncio.sleep(5)


def _written(cluster: Cluster, kind: Kind) -> list[str]:
    return [request.key.name for request in cluster.writes if request.kind == kind]


def test_services_come_first_and_peers_when_their_addresses_are_known() -> None:
    """No StatefulSet is written before the cluster IPs that its pod dials."""
    stage = staged()

    async def story() -> None:
        stage.cluster.put(NETWORKS, NETWORK)
        await asyncio.sleep(1)
        assert stage.cluster.names(shapes.SERVICES) == ("net", "net-0-p2p", "net-1-p2p", "net-nodes")
        assert stage.cluster.names(shapes.STATEFULSETS) == ()
        await allocate_addresses(stage)
        assert stage.cluster.names(shapes.STATEFULSETS) == ("net-0", "net-1")

    stage.play(story)


def test_a_settled_network_is_ready_and_costs_no_write() -> None:
    """Each child is written once, the status tells what runs, and a minute without changes writes nothing."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        assert stage.condition("Ready") == ("True", "AllReady")
        assert tuple(stage.status()[name] for name in ("replicas", "readyReplicas", "height")) == (2, 2, 7)
        assert _written(stage.cluster, shapes.STATEFULSETS) == ["net-0", "net-1"]
        before = len(stage.cluster.writes)
        await asyncio.sleep(120)
        assert len(stage.cluster.writes) == before

    stage.play(story)


def test_what_many_daemons_say_costs_one_status_per_delay() -> None:
    """New heights every second are told no more often than news may cost, and are told."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        stage.pods.has_blocks_each_second = True
        await asyncio.sleep(20)
        before, height = len(stage.cluster.writes), stage.status()["height"]
        await asyncio.sleep(60)
        assert len(stage.cluster.writes) - before <= 60 / NEWS_SECONDS + 1
        assert stage.status()["height"] >= height + 50

    stage.play(story)


def test_a_daemon_that_does_not_answer_changes_conditions_and_no_child() -> None:
    """An exporter that is silent makes Synced unknown; no child is written for it."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        written = len(_written(stage.cluster, shapes.STATEFULSETS))
        stage.pods.status = None
        await asyncio.sleep(60)
        assert stage.condition("Synced") == ("Unknown", "NoAnswer")
        assert len(_written(stage.cluster, shapes.STATEFULSETS)) == written

    stage.play(story)


def test_a_network_that_cannot_be_read_goes_on_as_it_is() -> None:
    """Its daemons are still asked, no child is written, and an event says what is wrong with it."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        children = len(_written(stage.cluster, shapes.STATEFULSETS))
        stage.cluster.put(NETWORKS, NETWORK | {"spec": {"replicas": "three"}})
        await asyncio.sleep(30)
        asked = stage.pods.asked
        await asyncio.sleep(60)
        assert stage.pods.asked > asked
        assert len(_written(stage.cluster, shapes.STATEFULSETS)) == children
        told = [stage.cluster.read(recorder.EVENTS, "ns", name) for name in stage.cluster.names(recorder.EVENTS)]
        assert "Unreadable" in {event["reason"] for event in told}

    stage.play(story)


def test_what_a_stranger_owns_is_named_and_not_touched() -> None:
    """A Service of somebody else with a child's name is a condition; the Service stays as it is."""
    stage = staged()
    foreign = {"metadata": {"name": "net", "namespace": "ns"}, "spec": {"selector": {"app": "shop"}}}

    async def story() -> None:
        before = stage.cluster.put(shapes.SERVICES, foreign)
        stage.cluster.put(NETWORKS, NETWORK)
        await asyncio.sleep(1)
        assert stage.condition("ConfigValid") == ("False", "NameClash")
        assert stage.cluster.read(shapes.SERVICES, "ns", "net") == before

    stage.play(story)


def test_a_network_that_is_deleted_is_forgotten() -> None:
    """After the deletion nothing is written any more, and nobody is asked."""
    stage = staged()

    async def story() -> None:
        await settle(stage)
        stage.cluster.remove(NETWORKS, "ns", "net")
        await asyncio.sleep(1)
        before = len(stage.cluster.writes), stage.pods.asked
        await asyncio.sleep(120)
        assert (len(stage.cluster.writes), stage.pods.asked) == before

    stage.play(story)
