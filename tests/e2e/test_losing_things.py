# SPDX-License-Identifier: Apache-2.0
"""Losing things: processes, pods, children, machines, the operator and the control plane; all of it comes back.

One network makes blocks all the time and is hit by one thing after the other, while a client asks its RPC Service.
What the journal prints stands in docs/explanation/recovery.md.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator import naming
from tests.support import journal, journeys, machines, subjects
from tests.support.subjects import Subject
from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl

OPERATOR = "deployment/monero-operator"
CHILDREN = "statefulsets,services,poddisruptionbudgets"
MACHINES = ("n2", "n3")
"""Those that may be lost; through the first one this very machine reaches Services."""
ETCD_PAUSE_SECONDS = 20.0
NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "lasting"},
    "spec": {
        "replicas": 3,
        "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}},
        "blocks": {"initial": 5, "interval": "2s"},
    },
}


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is disturbed: the operator and what it looks after."""

    client: Kubectl
    namespace: Kubectl
    operator: Kubectl
    network: Subject

    @property
    def all(self) -> tuple[Subject, ...]:
        """Return what has to become ready again."""
        return (self.network,)

    def are_ready(self) -> bool:
        """Tell whether everything is ready."""
        return all(subject.is_ready() for subject in self.all)

    def leader(self) -> str:
        """Return the name of the pod that holds the lease."""
        holder: str = self.operator.get("lease", "monero-operator").get("spec", {}).get("holderIdentity", "")
        return holder.rpartition("_")[0]

    @contextlib.contextmanager
    def recovering(self, what: str, *, was_whole: bool = True) -> Iterator[None]:
        """Lose something, wait until everything is ready again, and write down how long that took and who noticed."""
        for subject in self.all:
            if was_whole:
                until(subject.is_whole, seconds=120, what=f"{subject.name} is whole before: {what}")
            subject.visitor.forget()
        began = time.monotonic()
        yield
        for subject in self.all:
            until(subject.is_ready, seconds=240, what=f"{subject.name} is ready after: {what}")
            ready = time.monotonic() - began
            until(subject.is_whole, seconds=60, what=f"{subject.name} is whole after: {what}")
            whole = time.monotonic() - began
            noticed = subject.visitor.notes()
            journal.record(f"{what}: {subject.kind} ready (whole after {whole:.1f} s; {noticed})", ready)


@pytest.fixture(scope="module")
def scene(client: Kubectl) -> Iterator[Scene]:
    """Return a network that makes a block every two seconds, with a client that asks for its height all the time."""
    with journeys.living(client, "losing-things") as namespace:
        with journal.step("three peers ready"):
            namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
            namespace.run("wait", "moneronetwork/lasting", "--for=condition=Ready", "--timeout=3m", timeout_seconds=200)
        with subjects.visitor(namespace, "lasting").visiting() as visitor:
            network = Subject(namespace, "moneronetwork", "lasting", visitor)
            yield Scene(client, namespace, client.within(deploy.NAMESPACE), network)


@pytest.mark.machines
def test_a_killed_daemon_is_started_again_with_its_chain(scene: Scene) -> None:
    """The kubelet starts it again in its pod; it goes on where it was."""
    before, height = scene.network.pod(1), scene.network.visitor.height

    with scene.recovering("daemon killed"):
        machines.kill(machines.daemon(before, "monerod"))
        until(lambda: subjects.restarts(scene.network.pod(1), "monerod") == 1, seconds=60, what="it was started again")

    assert before["metadata"]["uid"] == scene.network.pod(1)["metadata"]["uid"]
    assert scene.network.visitor.height >= height


@pytest.mark.machines
def test_a_killed_exporter_is_started_again_and_its_daemon_is_not(scene: Scene) -> None:
    """The sidecar comes back by itself, beside a monerod that did not notice."""
    before = scene.network.pod(2)

    with scene.recovering("exporter killed"):
        machines.kill(machines.daemon(before, "exporter"))
        until(lambda: subjects.restarts(scene.network.pod(2), "exporter") == 1, seconds=60, what="it was started again")

    assert subjects.restarts(before, "monerod") == subjects.restarts(scene.network.pod(2), "monerod")


def test_deleted_pods_come_back_with_their_volume_or_the_chain_of_their_siblings(scene: Scene) -> None:
    """A pod keeps its volume; if that was deleted too, the chain is fetched again."""
    with scene.recovering("pod deleted"):
        _delete_pod(scene, 1)
    with scene.recovering("pod and its volume deleted"):
        claim = scene.network.pod(2)["spec"]["volumes"][0]["persistentVolumeClaim"]["claimName"]
        before = scene.namespace.get("pvc", claim)["metadata"]["uid"]
        scene.namespace.run("delete", "pvc", claim, "--wait=false")
        _delete_pod(scene, 2)
        until(lambda: scene.namespace.get("pvc", claim)["metadata"]["uid"] != before, seconds=60, what="a new volume")


def test_children_that_were_deleted_or_edited_by_hand_are_as_before(scene: Scene) -> None:
    """Every kind of child is repaired; what others add is left alone; who was not stopped runs on."""
    before, births = _children(scene), _births(scene)
    scene.namespace.run("label", "statefulset", "lasting-0", "team=research")
    with scene.recovering("children deleted"):
        scene.namespace.run(
            "delete", "statefulset/lasting-2", "service/lasting-0-p2p", "service/lasting", "pdb/lasting"
        )
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")
    with scene.recovering("children edited"):
        _patch(scene, "statefulset/lasting-0", {"spec": {"template": {"spec": {"terminationGracePeriodSeconds": 60}}}})
        _patch(scene, "statefulset/lasting-1", {"spec": {"replicas": 0}})
        _patch(scene, "service/lasting-1-p2p", {"spec": {"selector": {naming.LABEL_ORDINAL: "2"}}})
        _patch(scene, "pdb/lasting", {"spec": {"minAvailable": 0}})
        until(lambda: _births(scene)["lasting-1-0"] != births["lasting-1-0"], seconds=60, what="the stopped peer")
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")

    assert scene.namespace.get("statefulset", "lasting-0")["metadata"]["labels"]["team"] == "research"
    assert births["lasting-0-0"] == _births(scene)["lasting-0-0"]


def test_what_happens_while_the_operator_is_away_is_repaired_and_nothing_else_written(scene: Scene) -> None:
    """Children that were deleted or edited are as before; the others were not written to."""
    before, written = _children(scene), _written(scene)
    scene.operator.run("scale", OPERATOR, "--replicas=0")
    try:
        until(lambda: not scene.operator.items("pods"), seconds=60, what="the operator is away")
        _delete(scene, "statefulset/lasting-2", "service/lasting-0-p2p", "pdb/lasting")
        _patch(scene, "service/lasting", {"spec": {"selector": {naming.LABEL_ORDINAL: "1"}}})
    finally:
        scene.operator.run("scale", OPERATOR, "--replicas=2")
    with scene.recovering("operator back, after children were deleted and edited while it was away", was_whole=False):
        until(lambda: _are_as(scene, before), seconds=60, what="every child is as before")
    changed = {name for name, what in _written(scene).items() if what != written[name]}
    assert changed == {
        "StatefulSet/lasting-2",
        "Service/lasting-0-p2p",
        "PodDisruptionBudget/lasting",
        "Service/lasting",
    }


@pytest.mark.machines
def test_a_leader_that_is_killed_is_replaced(scene: Scene) -> None:
    """Without a farewell the other one has to wait for the lease to run out."""
    with scene.recovering("leader killed"), _led_by_another(scene) as leader:
        machines.kill(machines.daemon(leader, "operator"))


def test_a_leader_that_is_stopped_is_replaced(scene: Scene) -> None:
    """It gives its lease back, so the other one need not wait."""
    with scene.recovering("leader stopped"), _led_by_another(scene) as leader:
        scene.operator.run("delete", "pod", leader["metadata"]["name"], "--wait=false")


@pytest.mark.machines
def test_a_leader_that_is_suspended_is_replaced_and_makes_way(scene: Scene) -> None:
    """The other one works on; the sleeper wakes as a standby."""
    with contextlib.ExitStack() as after, scene.recovering("leader suspended"), _led_by_another(scene) as leader:
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
        _repairs(scene)


@pytest.mark.machines
def test_etcd_stands_still(scene: Scene) -> None:
    """For longer than the operator may lead without renewing its lease."""
    with scene.recovering("etcd suspended for 20 s"):
        with machines.suspended(machines.program("etcd")):
            time.sleep(ETCD_PAUSE_SECONDS)
        _repairs(scene)


@pytest.mark.machines
def test_a_machine_is_cut_off_and_healed(scene: Scene) -> None:
    """Kubernetes gives its pods up, but does not replace them before it knows that they are gone."""
    machine = _busiest(scene)
    with scene.recovering("machine cut off, given up and healed"), contextlib.ExitStack() as healing:
        with journal.step("machine cut off: its pods are given up"):
            healing.enter_context(machines.cut(machine))
            until(lambda: _lost(scene, machine), seconds=90, what="its pods are given up")
        with journal.step("machine healed: its pods are gone"):
            healing.close()
            until(lambda: not _lost(scene, machine), seconds=90, what="its pods are gone")


@pytest.mark.machines
def test_a_machine_dies(scene: Scene) -> None:
    """Somebody has to say that it is off; then its peers start elsewhere, with their volumes."""
    machine = _busiest(scene)
    with scene.recovering("machine dead and back"), machines.dead(scene.client, machine):
        with journal.step("machine dead: its pods are given up"):
            until(lambda: _lost(scene, machine), seconds=90, what="its pods are given up")
        machines.declare_dead(scene.client, machine)
        with journal.step("machine declared dead: all ready elsewhere"):
            until(scene.are_ready, seconds=120, what="all run elsewhere")


@pytest.mark.machines
def test_a_machine_is_drained(scene: Scene) -> None:
    """One peer after the other moves, with its volume."""
    with scene.recovering("machine drained"), machines.drained(scene.client, _busiest(scene)):
        until(scene.are_ready, seconds=120, what="all run elsewhere")


def _delete_pod(scene: Scene, ordinal: int) -> None:
    before = scene.network.pod(ordinal)["metadata"]
    scene.namespace.run("delete", "pod", before["name"], "--wait=false")
    until(
        lambda: scene.network.pod(ordinal)["metadata"]["uid"] != before["uid"],
        seconds=90,
        what=f"a new {before['name']}",
    )


def _delete(scene: Scene, *children: str) -> None:
    scene.namespace.run("delete", *children)


def _patch(scene: Scene, child: str, change: dict[str, Any]) -> None:
    scene.namespace.run("patch", child, "--type", "merge", "--patch", json.dumps(change))


def _births(scene: Scene) -> dict[str, str]:
    return {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in scene.network.pods()}


def _children(scene: Scene) -> dict[str, Any]:
    """Return what matters of each child: what it says, and who owns it; not the addresses that clients look up."""
    return {f"{item['kind']}/{item['metadata']['name']}": _shown(item) for item in scene.namespace.items(CHILDREN)}


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    spec = dict(item["spec"])
    if not item["metadata"]["name"].endswith("-p2p"):
        spec |= {"clusterIP": "", "clusterIPs": []}
    metadata = item["metadata"]
    ours = {key: value for key, value in metadata["labels"].items() if key.startswith(naming.OWN_LABEL_PREFIXES)}
    return {"spec": spec, "labels": ours, "owners": metadata["ownerReferences"]}


def _are_as(scene: Scene, before: dict[str, Any]) -> bool:
    now = _children(scene)
    differing = {name: (now.get(name), before.get(name)) for name in now | before if now.get(name) != before.get(name)}
    assert not differing
    return True


def _written(scene: Scene) -> dict[str, tuple[str, list[str]]]:
    """Return each child's uid, and when the operator wrote it."""
    found = {}
    for item in scene.namespace.items(CHILDREN, "--show-managed-fields"):
        metadata = item["metadata"]
        times = [each["time"] for each in metadata["managedFields"] if each["manager"] == naming.FIELD_MANAGER]
        found[f"{item['kind']}/{metadata['name']}"] = (metadata["uid"], times)
    return found


@contextlib.contextmanager
def _led_by_another(scene: Scene) -> Iterator[dict[str, Any]]:
    """Take the leader away in the block; after it another one repairs what is lost meanwhile, and makes blocks."""
    scene.operator.run("rollout", "status", OPERATOR, "--timeout=60s")
    before = until(scene.leader, seconds=30, what="one leads")
    yield scene.operator.get("pod", before)
    began = time.monotonic()
    until(lambda: scene.leader() not in ("", before), seconds=30, what="another one leads")
    journal.record("another leader", time.monotonic() - began)
    _repairs(scene)
    height = scene.network.visitor.height
    until(lambda: scene.network.visitor.height > height, seconds=30, what="the next block")
    journal.record("another leader's first block", time.monotonic() - began)


def _repairs(scene: Scene) -> None:
    """See somebody repair what is lost now, which shows that somebody leads."""
    before = until(
        lambda: scene.namespace.get("poddisruptionbudget", "lasting")["metadata"]["uid"], seconds=60, what="an answer"
    )
    scene.namespace.run("delete", "poddisruptionbudget", "lasting", "--wait=false")
    until(
        lambda: scene.namespace.get("poddisruptionbudget", "lasting")["metadata"]["uid"] != before,
        seconds=60,
        what="a deleted child is back",
    )


def _on(scene: Scene, machine: str) -> list[dict[str, Any]]:
    """Return the pods on a machine."""
    pods = [pod for subject in scene.all for pod in subject.pods()]
    return [pod for pod in pods if pod["spec"].get("nodeName") == machine]


def _busiest(scene: Scene) -> str:
    """Return the machine whose loss hits most, of those that may be lost."""
    return max(MACHINES, key=lambda machine: len(_on(scene, machine)))


def _lost(scene: Scene, machine: str) -> bool:
    """Tell whether Kubernetes has given up the pods of a machine, which it cannot reach to end them."""
    return any(subjects.is_terminating(pod) for pod in _on(scene, machine))
