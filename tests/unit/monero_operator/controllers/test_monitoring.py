# SPDX-License-Identifier: Apache-2.0
"""Monitors on an API server in memory, where Prometheus Operator's kinds come while the operator runs, or never do."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest

from kubeloop.informer import reflector
from kubeloop.testing.cluster import Cluster
from monero_operator.cli import definitions
from monero_operator.desired import parent, shapes
from monero_operator.naming import OwnerKind
from monero_operator.settings import Settings
from tests.support import build, prometheus_operator
from tests.support.mortal import NoDaemons
from tests.support.stage import Stage

SPECS: dict[OwnerKind, dict[str, Any]] = {
    OwnerKind.NODE_SET: {"monerod": {"args": ["--regtest"]}},
    OwnerKind.NETWORK: {"replicas": 1, "template": {"spec": {"monerod": {"args": ["--regtest"]}}}},
    OwnerKind.MINING_SET: {"xmrig": {"args": ["-o", "pool:3333"]}, "metrics": {"enabled": True}},
}
WRITES = {
    OwnerKind.NODE_SET: {"Service": 2, "PodDisruptionBudget": 1, "StatefulSet": 1},
    OwnerKind.NETWORK: {"Service": 3, "PodDisruptionBudget": 1, "StatefulSet": 1},
    OwnerKind.MINING_SET: {"StatefulSet": 1},
}
MONITORS = {"PodMonitor": 1, "PrometheusRule": 1}
SETTINGS = Settings(images=build.IMAGES)


def staged(owner: OwnerKind, settings: Settings = SETTINGS) -> Stage[NoDaemons]:
    """Return a stage whose API server serves the kinds that are defined, and no others."""
    resource = {
        "apiVersion": "utxo.com.br/v1alpha1",
        "kind": owner.value,
        "metadata": {"name": "one", "namespace": "ns"},
        "spec": SPECS[owner],
    }
    stage = Stage(settings, NoDaemons(), parent.KINDS[owner], resource)
    stage.cluster = Cluster(is_strict=True)
    stage.cluster.put(prometheus_operator.NAMESPACES, {"metadata": {"name": "ns"}})
    for definition in definitions.definitions():
        stage.cluster.define(definition)
    return stage


def written(stage: Stage[NoDaemons]) -> Counter[str]:
    """Return how many children of each kind were written so far."""
    mine = (request for request in stage.cluster.writes if not request.subresource)
    return Counter(request.kind.name for request in mine if request.kind.name != "Event")


@pytest.mark.parametrize("owner", list(OwnerKind))
def test_without_the_kinds_nothing_more_is_written_and_little_is_asked(owner: OwnerKind) -> None:
    """Each of the two kinds is looked for once a minute."""
    stage = staged(owner)

    async def story() -> None:
        await stage.make()
        await asyncio.sleep(10 * reflector.ABSENT_SECONDS)

    stage.play(story)

    asked = Counter(request.verb for request in stage.cluster.requests if request.kind.name in MONITORS)
    assert written(stage) == WRITES[owner]
    assert asked.keys() == {"list"}
    assert asked["list"] == pytest.approx(2 * 11, abs=4)


@pytest.mark.parametrize("owner", list(OwnerKind))
def test_kinds_that_come_while_it_runs_get_their_objects_and_nothing_else_is_touched(owner: OwnerKind) -> None:
    """One write each; what stands is not written again, and an edit is put right."""
    stage = staged(owner)

    async def story() -> None:
        await stage.make()
        for definition in prometheus_operator.slim():
            stage.cluster.define(definition)
        await asyncio.sleep(2 * reflector.ABSENT_SECONDS)
        assert written(stage) == WRITES[owner] | MONITORS
        (name,) = stage.cluster.names(shapes.POD_MONITORS)
        edited = stage.cluster.read(shapes.POD_MONITORS, "ns", name)
        edited["spec"]["selector"] = {"matchLabels": {"app": "theirs"}}
        stage.cluster.put(shapes.POD_MONITORS, edited)
        stage.cluster.remove(shapes.PROMETHEUS_RULES, "ns", name)
        await asyncio.sleep(5)
        assert written(stage) == WRITES[owner] | {"PodMonitor": 2, "PrometheusRule": 2}

    stage.play(story)


@pytest.mark.parametrize("owner", list(OwnerKind))
def test_alerts_lead_to_where_the_operator_was_told_that_their_pages_stand(owner: OwnerKind) -> None:
    """One setting holds for the rules of every kind."""
    stage = staged(owner, Settings(images=build.IMAGES, runbooks_url="https://example.org/alerts"))
    for definition in prometheus_operator.slim():
        stage.cluster.define(definition)

    stage.play(stage.make)

    (name,) = stage.cluster.names(shapes.PROMETHEUS_RULES)
    assert "https://example.org/alerts/MoneroExporterDown.md" in str(
        stage.cluster.read(shapes.PROMETHEUS_RULES, "ns", name)
    )
