# SPDX-License-Identifier: Apache-2.0
"""What of live objects becomes a fact."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from monero_operator import facts
from monero_operator.desired import shapes
from monero_operator.observe import views
from tests.support.live_objects import DEPLOYMENT_SPEC, POD, STATEFULSET


def pod_of(document: dict[str, Any]) -> facts.Pod:
    """Return what is kept of a pod."""
    return views.of_pod(msgspec.convert(document, views.LivePod))


def statefulset_of(document: dict[str, Any]) -> facts.StatefulSet:
    """Return what is kept of a StatefulSet."""
    return views.of_statefulset(msgspec.convert(document, views.LiveStatefulSet))


def test_a_crashing_pod_is_a_fact_with_its_last_run() -> None:
    """Restarts, the last run and the reason are those of the container that restarts most."""
    pod = pod_of(POD)

    assert (pod.name, pod.is_ready, pod.restarts) == ("net-0-0", False, 4)
    assert pod.waiting == facts.Waiting(container="monerod", reason="CrashLoopBackOff", message="back-off")
    assert pod.last_run == facts.Run(
        started_at=datetime(2026, 1, 1, tzinfo=UTC), ended_at=datetime(2026, 1, 1, 0, 0, 7, tzinfo=UTC)
    )


def test_monerods_image_is_a_fact_whatever_stands_beside_it() -> None:
    """Others may inject containers, also in front of it."""
    containers = [{"name": "injected", "image": "other:1"}, {"name": "monerod", "image": "monerod:1"}]

    assert pod_of(POD | {"spec": {"containers": containers}}).image == "monerod:1"


@pytest.mark.parametrize(("argument", "expected"), [("--proxy=127.0.0.1:9052", True), ("--offline", False)])
def test_that_a_pod_reaches_everybody_by_tor_is_a_fact(argument: str, expected: bool) -> None:
    """Its template may say something else by now."""
    containers = [{"name": "monerod", "args": ["--no-igd", argument]}, {"name": "injected"}]

    assert pod_of(POD | {"spec": {"containers": containers}}).is_locked == expected


def test_a_revision_counts_only_when_its_controller_has_seen_the_newest_spec() -> None:
    """An old status says nothing about the new template."""
    assert statefulset_of(STATEFULSET).update_revision == ""

    observed = STATEFULSET | {"status": {"observedGeneration": 2, "updateRevision": "r2"}}

    assert statefulset_of(observed).update_revision == "r2"


def test_when_a_pod_turned_is_a_fact() -> None:
    """When it became ready or ceased to be; before that, when a machine took it on, or when it was made."""
    made = POD | {"metadata": POD["metadata"] | {"creationTimestamp": "2026-01-01T00:00:01Z"}, "status": {}}
    taken_on = made | {"status": {"startTime": "2026-01-01T00:00:02Z"}}
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:03Z"}
    turned = made | {"status": taken_on["status"] | {"conditions": [ready]}}

    moments = [pod_of(pod).turned_at for pod in (made, taken_on, turned)]

    assert [datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC) for second in (1, 2, 3)] == moments
    assert pod_of(made).started_at == moments[0]
    assert pod_of(taken_on).started_at == pod_of(turned).started_at == moments[1]


def test_what_an_older_operator_wrote_on_a_statefulset_is_a_fact() -> None:
    """For what its template was made, and whether it counts among those that are upgraded."""
    annotations = {"utxo.com.br/made-for": "7/today", "utxo.com.br/upgrading": "true"}
    written = STATEFULSET | {"metadata": STATEFULSET["metadata"] | {"annotations": annotations}}

    found = [statefulset_of(statefulset) for statefulset in (STATEFULSET, written)]

    assert [(each.made_for, each.is_upgrading) for each in found] == [("", False), ("7/today", True)]


def test_a_deployment_is_available_while_a_pod_of_it_is() -> None:
    """So much is known of the one that publishes the onion of all nodes; without a status it is not."""
    document = {"metadata": {"name": "net-onionbalance", "namespace": "ns", "uid": "d1"}, "spec": DEPLOYMENT_SPEC}
    known = [
        views.of_deployment(msgspec.convert(document | told, views.LiveDeployment))
        for told in ({}, {"status": {"availableReplicas": 1}})
    ]

    assert [facts.Deployment(name="net-onionbalance", uid="d1", is_available=is_up) for is_up in (False, True)] == known


def test_a_config_map_may_say_that_its_set_has_left_the_clearnet() -> None:
    """Whatever else is written there."""
    metadata = {"name": "net-tor", "uid": "c1", "annotations": {"utxo.com.br/locked": "2026-01-01T00:00:00Z"}}

    found = views.of_config_map(msgspec.convert({"metadata": metadata}, shapes.ConfigMap))

    assert facts.ConfigMap(name="net-tor", uid="c1", is_locked=True) == found
