# SPDX-License-Identifier: Apache-2.0
"""What of live objects becomes a fact."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec

from kubeloop.objects.metadata import Key
from kubeloop.testing.cluster import Cluster
from monero_operator import facts
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.sources import Informers

OWNER = {"apiVersion": "utxo.com.br/v1alpha1", "kind": "MoneroNetwork", "name": "net", "uid": "u1", "controller": True}
NETWORK = msgspec.json.decode(b'{"metadata":{"name":"net","namespace":"ns","uid":"u1"}}', type=MoneroNetwork)
STATEFULSET: dict[str, Any] = {
    "metadata": {"name": "net-0", "namespace": "ns", "uid": "s1", "generation": 2, "ownerReferences": [OWNER]},
    "spec": {
        "replicas": 1,
        "serviceName": "net-nodes",
        "podManagementPolicy": "Parallel",
        "revisionHistoryLimit": 2,
        "updateStrategy": {"type": "OnDelete"},
        "selector": {"matchLabels": {}},
        "template": {
            "metadata": {"labels": {}},
            "spec": {
                "containers": [],
                "terminationGracePeriodSeconds": 30,
                "enableServiceLinks": False,
                "automountServiceAccountToken": False,
                "securityContext": {
                    "runAsNonRoot": True,
                    "runAsUser": 1,
                    "runAsGroup": 1,
                    "fsGroup": 1,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
            },
        },
        "volumeClaimTemplates": [],
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Delete"},
    },
    "status": {"observedGeneration": 1, "updateRevision": "r1"},
}
POD: dict[str, Any] = {
    "metadata": {
        "name": "net-0-0",
        "namespace": "ns",
        "uid": "p1",
        "labels": {"controller-revision-hash": "r1"},
        "ownerReferences": [
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "net-0", "uid": "s1", "controller": True}
        ],
    },
    "status": {
        "podIP": "10.0.0.1",
        "conditions": [{"type": "Ready", "status": "False"}],
        "initContainerStatuses": [{"name": "exporter", "restartCount": 1, "state": {"running": {}}}],
        "containerStatuses": [
            {
                "name": "monerod",
                "restartCount": 4,
                "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
                "lastState": {
                    "terminated": {"startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:07Z"}
                },
            }
        ],
    },
}


def seen(statefulset: dict[str, Any], pod: dict[str, Any]) -> facts.NetworkFacts:
    """Return the facts of a network with these objects in the cache."""
    informers = Informers(Cluster(), None)
    for informer, content in ((informers.statefulsets, statefulset), (informers.pods, pod)):
        informer.replace([informer._decoder.entry(json.dumps(content).encode())])
    return cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles())


def test_a_crashing_pod_is_a_fact_with_its_last_run() -> None:
    """Restarts, the last run and the reason are those of the container that restarts most."""
    pod = seen(STATEFULSET, POD).pods[0]

    assert (pod.name, pod.is_ready, pod.restarts) == ("net-0-0", False, 4)
    assert pod.waiting == facts.Waiting(container="monerod", reason="CrashLoopBackOff", message="back-off")
    assert pod.last_run == facts.Run(
        started_at=datetime(2026, 1, 1, tzinfo=UTC), ended_at=datetime(2026, 1, 1, 0, 0, 7, tzinfo=UTC)
    )


def test_monerods_image_is_a_fact_whatever_stands_beside_it() -> None:
    """Others may inject containers, also in front of it."""
    containers = [{"name": "injected", "image": "other:1"}, {"name": "monerod", "image": "monerod:1"}]

    assert seen(STATEFULSET, POD | {"spec": {"containers": containers}}).pods[0].image == "monerod:1"


def test_a_revision_counts_only_when_its_controller_has_seen_the_newest_spec() -> None:
    """An old status says nothing about the new template."""
    assert seen(STATEFULSET, POD).statefulsets[0].update_revision == ""

    observed = STATEFULSET | {"status": {"observedGeneration": 2, "updateRevision": "r2"}}

    assert seen(observed, POD).statefulsets[0].update_revision == "r2"


def test_a_pod_of_a_former_statefulset_is_not_taken_for_the_ordinals_pod() -> None:
    """After a StatefulSet was made again, the pod of the one before it says nothing."""
    stranger = POD["metadata"] | {"ownerReferences": [POD["metadata"]["ownerReferences"][0] | {"uid": "old"}]}

    assert seen(STATEFULSET, POD | {"metadata": stranger}).pods == {}


def test_a_child_that_cannot_be_read_is_a_fact_and_not_absent() -> None:
    """A StatefulSet with a spec that we could not have made is named with its problem."""
    broken = STATEFULSET | {"spec": {"replicas": "many"}}

    (found,) = seen(broken, POD).unreadable

    assert (found.kind, found.name) == ("StatefulSet", "net-0")
    assert "replicas" in found.problem or "missing" in found.problem


def test_when_a_pod_turned_is_a_fact() -> None:
    """When it became ready or ceased to be; before that, when a machine took it on, or when it was made."""
    made = POD | {"metadata": POD["metadata"] | {"creationTimestamp": "2026-01-01T00:00:01Z"}, "status": {}}
    taken_on = made | {"status": {"startTime": "2026-01-01T00:00:02Z"}}
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:03Z"}
    turned = made | {"status": taken_on["status"] | {"conditions": [ready]}}

    moments = [seen(STATEFULSET, pod).pods[0].turned_at for pod in (made, taken_on, turned)]

    assert [datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC) for second in (1, 2, 3)] == moments


def test_what_an_older_operator_wrote_on_a_statefulset_is_a_fact() -> None:
    """For what its template was made, and whether it counts among those that are upgraded."""
    annotations = {"utxo.com.br/made-for": "7/today", "utxo.com.br/upgrading": "true"}
    written = STATEFULSET | {"metadata": STATEFULSET["metadata"] | {"annotations": annotations}}

    found = [seen(statefulset, POD).statefulsets[0] for statefulset in (STATEFULSET, written)]

    assert [(each.made_for, each.is_upgrading) for each in found] == [("", False), ("7/today", True)]


def informed(**contents: list[dict[str, Any]]) -> Informers:
    """Return informers that have seen these objects."""
    informers = Informers(Cluster(), None)
    for name, objects in contents.items():
        informer = getattr(informers, name)
        informer.replace([informer._decoder.entry(json.dumps(content).encode()) for content in objects])
    return informers


def labelled(name: str, **metadata: Any) -> dict[str, Any]:
    """Return an object of the network without a controller."""
    labels = {"utxo.com.br/moneronetwork": "net", "utxo.com.br/network": "regtest"}
    return {"metadata": {"name": name, "namespace": "ns", "uid": f"u-{name}", "labels": labels} | metadata}


def test_a_pod_that_runs_on_while_its_statefulset_is_made_again_is_still_a_fact() -> None:
    """Otherwise clients would be told that nobody serves; a stranger's pod of that name is none of ours."""
    stranger = labelled("net-1-0", labels={"app": "net"})
    informers = informed(pods=[labelled("net-0-0"), stranger])

    found = cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles())

    assert {ordinal: pod.name for ordinal, pod in found.pods.items()} == {0: "net-0-0"}
    assert [pod.name for pod in cluster.orphans(informers, OwnerKind.NETWORK, Key("ns", "net"))] == ["net-0-0"]


def test_a_pod_that_something_controls_is_no_orphan() -> None:
    """Its end is its controller's business."""
    informers = informed(pods=[POD])

    assert cluster.orphans(informers, OwnerKind.NETWORK, Key("ns", "net")) == ()


def test_claims_are_found_by_name_and_label_whoever_owns_them() -> None:
    """A volume that stayed has no owner, and the claim of a former resource is the one that a new pod gets."""
    spec = {"resources": {"requests": {"storage": "2Gi"}}}
    owned = labelled("data-net-1-0", ownerReferences=[OWNER], resourceVersion="7") | {"spec": spec}
    informers = informed(claims=[labelled("data-net-0-0"), owned, labelled("data-net-2-0", labels={}), labelled("x")])

    found = cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles()).claims

    assert {ordinal: claim.size for ordinal, claim in found.items()} == {0: "", 1: "2Gi"}
    assert (found[1].goes_with("u1"), found[1].version, found[1].network) == (True, "7", "regtest")
    assert not found[0].owners
