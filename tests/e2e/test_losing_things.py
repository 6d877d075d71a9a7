# SPDX-License-Identifier: Apache-2.0
"""Losing things: processes, pods, children, machines, the operator and the control plane; all of it comes back.

A network makes blocks all the time and a node set follows its chain. Both are hit by one thing after the other, while
clients ask their RPC Services. What the journal prints stands in docs/explanation/recovery.md.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator import naming
from monero_operator.naming import OwnerKind
from tests.support import children, journal, journeys, machines, subjects
from tests.support.scene import OPERATOR, Scene
from tests.support.subjects import Subject
from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl

ETCD_PAUSE_SECONDS = 20.0
API_VERSION = f"{naming.GROUP}/{naming.VERSION}"
REGTEST = ["--regtest", "--fixed-difficulty=1"]
NETWORK: dict[str, Any] = {
    "apiVersion": API_VERSION,
    "kind": "MoneroNetwork",
    "metadata": {"name": "net"},
    "spec": {
        "replicas": 3,
        "template": {"spec": {"monerod": {"args": REGTEST}}},
        "blocks": {"initial": 5, "interval": "2s"},
    },
}


@pytest.fixture(scope="module")
def scene(client: Kubectl) -> Iterator[Scene]:
    """Return a network that makes a block every two seconds and a node set beside it, with a client of each."""
    with journeys.living(client, "losing-things") as namespace:
        with journal.step("three peers and three nodes ready"):
            _apply(namespace, NETWORK)
            address = until(lambda: namespace.get("service", "net-0-p2p"), seconds=30, what="an address")
            _apply(namespace, _node_set(address["spec"]["clusterIP"]))
            for each in ("moneronetwork/net", "moneronodeset/set"):
                namespace.run("wait", each, "--for=condition=Ready", "--timeout=3m", timeout_seconds=200)
        network = _visited(namespace, OwnerKind.NETWORK, "net")
        node_set = _visited(namespace, OwnerKind.NODE_SET, "set")
        with network.visitor.visiting(), node_set.visitor.visiting():
            yield Scene(client, namespace, client.within(deploy.NAMESPACE), network, node_set)


@pytest.mark.machines
def test_a_killed_daemon_is_started_again_with_its_chain(scene: Scene) -> None:
    """The kubelet starts it again in its pod; it goes on where it was."""
    before = [subject.pod(1) for subject in scene.all]

    with scene.recovering("daemon killed"):
        for pod in before:
            machines.kill(machines.daemon(pod, "monerod"))
        until(lambda: _restarts(scene, 1, "monerod") == [1, 1], seconds=60, what="both were started again")

    assert _uids(before) == _uids([subject.pod(1) for subject in scene.all])


@pytest.mark.machines
def test_a_killed_exporter_is_started_again_and_its_daemon_is_not(scene: Scene) -> None:
    """The sidecar comes back by itself, beside a monerod that did not notice."""
    with scene.recovering("exporter killed"):
        for subject in scene.all:
            machines.kill(machines.daemon(subject.pod(2), "exporter"))
        until(lambda: _restarts(scene, 2, "exporter") == [1, 1], seconds=60, what="both were started again")

    assert _restarts(scene, 2, "monerod") == [0, 0]


def test_deleted_pods_come_back_with_their_volume_or_the_chain_of_their_siblings(scene: Scene) -> None:
    """A pod keeps its volume; if that was deleted too, the chain is fetched again."""
    with scene.recovering("pod deleted"):
        _replace_pods(scene, 1)
    with scene.recovering("pod and its volume deleted"):
        claims = [f"pvc/{subjects.claim(subject.pod(2))}" for subject in scene.all]
        before = {claim: scene.namespace.get(claim)["metadata"]["uid"] for claim in claims}
        scene.namespace.run("delete", *claims, "--wait=false")
        _replace_pods(scene, 2)
        for claim, uid in before.items():
            assert scene.namespace.get(claim)["metadata"]["uid"] != uid


def test_children_that_were_deleted_or_edited_by_hand_are_as_before(scene: Scene) -> None:
    """Every kind of child is repaired; what others add is left alone; who was not stopped runs on."""
    before, births = children.contents(scene.namespace), scene.network.births()
    scene.namespace.run("label", "statefulset", "net-0", "team=research")
    with scene.recovering("children deleted"):
        _delete(scene, "statefulset/net-2", "service/net-0-p2p", "service/net", "pdb/net")
        _delete(scene, "statefulset/set", "configmap/set-config", "service/set", "pdb/set")
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")
    with scene.recovering("children edited"):
        _edit_children(scene)
        until(lambda: scene.network.births()["net-1-0"] != births["net-1-0"], seconds=60, what="the stopped peer")
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")

    assert scene.namespace.get("statefulset", "net-0")["metadata"]["labels"]["team"] == "research"
    assert births["net-0-0"] == scene.network.births()["net-0-0"]


def test_what_happens_while_the_operator_is_away_is_repaired_and_nothing_else_written(scene: Scene) -> None:
    """Children that were deleted or edited are as before; the others were not written to."""
    before, written = children.contents(scene.namespace), children.writes(scene.namespace)
    scene.operator.run("scale", OPERATOR, "--replicas=0")
    try:
        until(lambda: not scene.operator.items("pods"), seconds=60, what="the operator is away")
        _delete(scene, "statefulset/net-2", "service/net-0-p2p", "pdb/net", "service/set-1-p2p", "pdb/set")
        _patch(scene, "configmap/set-config", {"data": {"0.conf": ""}})
        for service in ("service/net", "service/set"):
            _patch(scene, service, {"spec": {"selector": {"app": "other"}}})
    finally:
        scene.operator.run("scale", OPERATOR, "--replicas=2")
    with scene.recovering("operator back, after children were deleted and edited", was_whole=False):
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")

    gone = {"StatefulSet/net-2", "Service/net-0-p2p", "PodDisruptionBudget/net"}
    gone |= {"Service/set-1-p2p", "PodDisruptionBudget/set"}
    edited = {"ConfigMap/set-config", "Service/net", "Service/set"}
    assert children.differing(children.writes(scene.namespace), written) == gone | edited


@pytest.mark.machines
def test_a_leader_that_is_killed_is_replaced(scene: Scene) -> None:
    """Without a farewell the other one has to wait for the lease to run out."""
    with scene.recovering("leader killed"), scene.led_by_another() as leader:
        machines.kill(machines.daemon(leader, "operator"))


def test_a_leader_that_is_stopped_is_replaced(scene: Scene) -> None:
    """It gives its lease back, so the other one need not wait."""
    with scene.recovering("leader stopped"), scene.led_by_another() as leader:
        scene.operator.run("delete", "pod", leader["metadata"]["name"], "--wait=false")


@pytest.mark.machines
def test_a_leader_that_is_suspended_is_replaced_and_makes_way(scene: Scene) -> None:
    """The other one works on; the sleeper wakes as a standby."""
    with contextlib.ExitStack() as after, scene.recovering("leader suspended"), scene.led_by_another() as leader:
        after.enter_context(machines.suspended(machines.daemon(leader, "operator")))
    scene.operator.run("rollout", "status", OPERATOR, "--timeout=60s")
    assert scene.leader() != leader["metadata"]["name"]


@pytest.mark.machines
def test_the_api_server_restarts(scene: Scene) -> None:
    """Daemons and clients notice nothing, and the operator works on."""
    with scene.recovering("API server killed"):
        killed = machines.program("kube-apiserver")
        machines.kill(killed)
        until(lambda: machines.program("kube-apiserver") != killed, seconds=30, what="another API server")
        scene.repairs()


@pytest.mark.machines
def test_etcd_stands_still(scene: Scene) -> None:
    """For longer than the operator may lead without renewing its lease."""
    with scene.recovering("etcd suspended for 20 s"):
        with machines.suspended(machines.program("etcd")):
            time.sleep(ETCD_PAUSE_SECONDS)
        scene.repairs()


@pytest.mark.machines
def test_a_machine_is_cut_off_and_healed(scene: Scene) -> None:
    """Kubernetes gives its pods up, but does not replace them before it knows that they are gone."""
    machine = scene.busiest()
    with contextlib.ExitStack() as healing:
        with journal.step("machine cut off: its pods are given up"):
            healing.enter_context(machines.cut(machine))
            until(lambda: scene.is_given_up(machine), seconds=90, what="its pods are given up")
        with scene.recovering("machine healed", was_whole=False):
            healing.close()
            until(lambda: not scene.is_given_up(machine), seconds=90, what="its pods are gone")


@pytest.mark.machines
def test_a_machine_dies(scene: Scene) -> None:
    """Somebody has to say that it is off; then its pods start elsewhere, with their volumes."""
    machine = scene.busiest()
    with scene.recovering("machine dead and back"), machines.dead(scene.client, machine):
        with journal.step("machine dead: its pods are given up"):
            until(lambda: scene.is_given_up(machine), seconds=90, what="its pods are given up")
        machines.declare_dead(scene.client, machine)
        with journal.step("machine declared dead: all ready elsewhere"):
            until(lambda: scene.are(subjects.READY), seconds=120, what="all run elsewhere")


@pytest.mark.machines
def test_a_machine_is_drained(scene: Scene) -> None:
    """One pod of each set after the other moves, with its volume."""
    with scene.recovering("machine drained"), machines.drained(scene.client, scene.busiest()):
        until(lambda: scene.are(subjects.READY), seconds=120, what="all run elsewhere")


def _node_set(address: str) -> dict[str, Any]:
    """Return a node set whose nodes get their chain from the network."""
    monerod = {"args": [*REGTEST, f"--add-exclusive-node={address}:18080"]}
    spec = {"replicas": 3, "monerod": monerod}
    return {"apiVersion": API_VERSION, "kind": "MoneroNodeSet", "metadata": {"name": "set"}, "spec": spec}


def _apply(namespace: Kubectl, wanted: dict[str, Any]) -> None:
    namespace.run("apply", "--filename", "-", stdin=json.dumps(wanted))


def _visited(namespace: Kubectl, kind: OwnerKind, name: str) -> Subject:
    return Subject(namespace, kind, name, subjects.visitor(namespace, name))


def _restarts(scene: Scene, ordinal: int, container: str) -> list[int]:
    return [subjects.restarts(subject.pod(ordinal), container) for subject in scene.all]


def _uids(pods: list[dict[str, Any]]) -> list[str]:
    return [pod["metadata"]["uid"] for pod in pods]


def _replace_pods(scene: Scene, ordinal: int) -> None:
    """Delete one pod of each set, and wait for the next of their name."""
    before = [subject.pod(ordinal) for subject in scene.all]
    scene.namespace.run("delete", *(f"pod/{pod['metadata']['name']}" for pod in before), "--wait=false")
    for subject, uid in zip(scene.all, _uids(before), strict=True):
        until(lambda: subject.pod(ordinal)["metadata"]["uid"] != uid, seconds=90, what="a new pod")  # noqa: B023


def _edit_children(scene: Scene) -> None:
    grace = {"spec": {"template": {"spec": {"terminationGracePeriodSeconds": 60}}}}
    _patch(scene, "statefulset/net-0", grace)
    _patch(scene, "statefulset/net-1", {"spec": {"replicas": 0}})
    _patch(scene, "statefulset/set", grace)
    _patch(scene, "configmap/set-config", {"data": {"1.conf": ""}})
    for name in ("net", "set"):
        _patch(scene, f"service/{name}-1-p2p", {"spec": {"selector": {"app": "other"}}})
        _patch(scene, f"pdb/{name}", {"spec": {"selector": {"matchLabels": {"app": "other"}}}})


def _delete(scene: Scene, *names: str) -> None:
    scene.namespace.run("delete", *names)


def _patch(scene: Scene, child: str, change: dict[str, Any]) -> None:
    scene.namespace.run("patch", child, "--type", "merge", "--patch", json.dumps(change))


def _are_as(scene: Scene, before: dict[str, Any]) -> bool:
    assert not children.differing(children.contents(scene.namespace), before)
    return True
