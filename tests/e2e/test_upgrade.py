# SPDX-License-Identifier: Apache-2.0
"""Changes of running nodes: from one version to the next, wrong ones and their correction, some only, none for now."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator.naming import OwnerKind
from tests.support import chain, journal, subjects
from tests.support.subjects import Subject
from tests.support.waiting import until
from tools import publish
from tools.kubectl import Kubectl

pytestmark = pytest.mark.machines

REGTEST = ("--regtest", "--fixed-difficulty=1")
MISSING_IMAGE, IMPOSSIBLE_IMAGE = "localhost/monerod:no-such-version", "localhost/MONEROD:0.18"
HEIGHT = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Versions:
    """References of the older and the newer monerod."""

    older: str
    newer: str


@pytest.fixture(scope="module")
def versions(client: Kubectl) -> Versions:
    """Return two versions of monerod that the machines have."""
    found = publish.provide(publish.build_for_cluster("monerod-bookworm", "monerod"))
    return Versions(found["monerod-bookworm"], found["monerod"])


@pytest.fixture
def node_set(namespace: Kubectl, versions: Versions) -> Iterator[Subject]:
    """Return three nodes of the older version with a chain, and a client that is answered all the time."""
    spec = {"replicas": 3, "monerod": {"image": versions.older, "args": REGTEST}}
    _apply(namespace, "MoneroNodeSet", "nodes", spec)
    visitor = subjects.visitor(namespace, "nodes")
    found = Subject(namespace, OwnerKind.NODE_SET, "nodes", visitor)
    with journal.step("three nodes of the older version with a chain"):
        _await_whole(found)
        chain.grow(visitor.look_up(), HEIGHT)
        until(lambda: [height for height, _ in _chains(found)] == [HEIGHT], seconds=60, what="all have the chain")
    with visitor.visiting():
        yield found


def test_a_node_set_is_upgraded_corrected_and_restarted_while_a_client_asks(
    node_set: Subject, versions: Versions
) -> None:
    """One node at a time, each in sync before the next, the same chain before and after, and no request fails."""
    before = _chains(node_set)
    with journal.step("the newer version, one node at a time"):
        _is_upgraded(node_set, versions)
    with journal.step("a bad argument, an image that nobody has, one that cannot be: only the first node is lost"):
        _stops_at_the_first(node_set)
    with journal.step("the correction repairs it"):
        _change(node_set, monerod={"image": versions.newer, "args": [*REGTEST, "--log-level=1"]})
        _await_whole(node_set)
    with journal.step("a restart of those above the partition, then of the others"):
        _restarts_in_parts(node_set)
    with journal.step("paused, nothing changes, and the status is told"):
        _is_paused(node_set)
    assert _chains(node_set) == before
    assert node_set.visitor.notes() == f"none of {node_set.visitor.asked} requests failed"


def test_a_change_during_the_first_sync_is_applied_at_once(namespace: Kubectl, versions: Versions) -> None:
    """Nodes that find no peers serve nobody, so none of them waits for another."""
    small = {"requests": {"cpu": "20m", "memory": "300Mi"}}
    spec = {"replicas": 2, "network": "stagenet", "diskSize": "1Gi", "update": {"progressDeadline": "10s"}}
    _apply(namespace, "MoneroNodeSet", "lost", spec | {"monerod": {"image": versions.older, "resources": small}})
    lost = Subject(namespace, OwnerKind.NODE_SET, "lost", subjects.visitor(namespace, "lost"))
    with journal.step("two nodes without a peer run"):
        until(lambda: _running_versions(lost) == ["0.18.0.0"] * 2, seconds=120, what="two nodes run")
    before = lost.births()
    with journal.step("that they do not get on is told"):
        late = ("Progressing", "False", "ProgressDeadlineExceeded")
        until(lambda: _is(lost, *late), seconds=60, what="the deadline is missed")

    with journal.step("both have the newer version"):
        _change(lost, monerod={"image": versions.newer})
        until(lambda: _running_versions(lost) == ["0.18.4.0"] * 2, seconds=120, what="both are changed")

    assert _condition(lost, "Ready")["status"] == "False"
    assert not before.items() & lost.births().items()
    first, second = (pod["metadata"]["creationTimestamp"] for pod in lost.pods())
    assert abs(_seconds(first) - _seconds(second)) < 15


def test_two_versions_in_one_network(namespace: Kubectl, versions: Versions) -> None:
    """Each node runs what it is told, blocks go on, and only a node whose override changes is restarted."""
    old = {"ordinal": 1, "image": versions.older, "args": ["--log-level=1"]}
    spec = {
        "replicas": 3,
        "template": {"spec": {"monerod": {"image": versions.newer, "args": REGTEST}}},
        "blocks": {"interval": "2s"},
        "overrides": [old],
    }
    _apply(namespace, "MoneroNetwork", "mixed", spec)
    network = Subject(namespace, OwnerKind.NETWORK, "mixed", subjects.visitor(namespace, "mixed"))
    with journal.step("two versions in one network"):
        _await_whole(network)
        mixed = ["0.18.4.0", "0.18.0.0", "0.18.4.0"]
        until(lambda: _running_versions(network) == mixed, seconds=30, what="each runs its version")
        assert "--log-level=1" in network.pod(1)["spec"]["containers"][0]["args"]
    before, height = network.births(), _status(network)["height"]

    with journal.step("blocks go on, and a wrong override is told by its ordinal"):
        _change(network, overrides=[old | {"args": ["--testnet"]}])
        refused = until(lambda: _is(network, "ConfigValid", "False"), seconds=30, what="the override is refused")
        until(lambda: _status(network)["height"] > height + 3, seconds=60, what="more blocks")
    with journal.step("without the override only its node is restarted"):
        _change(network, overrides=[])
        until(lambda: _running_versions(network) == ["0.18.4.0"] * 3, seconds=120, what="one version")
        _await_whole(network)

    assert "node 1" in refused["message"]
    assert {"mixed-1-0"} == {name for name, uid in network.births().items() if uid != before[name]}


def _is_upgraded(nodes: Subject, versions: Versions) -> None:
    before, fewest = nodes.births(), 3
    _change(nodes, monerod={"image": versions.newer, "args": REGTEST})

    def done() -> bool:
        nonlocal fewest
        fewest = min(fewest, sum(_serves(pod) for pod in nodes.pods()))
        return _running_versions(nodes) == ["0.18.4.0"] * 3 and subjects.WHOLE in nodes.state()

    until(done, seconds=240, what="all nodes have the newer version")
    assert fewest == 2
    assert not before.items() & nodes.births().items()
    born = [_seconds(pod["metadata"]["creationTimestamp"]) for pod in nodes.pods()]
    # Seldom in another order than from the top: who is behind the others for a moment may go before.
    assert len(set(born)) == len(born)


def _stops_at_the_first(nodes: Subject) -> None:
    before = nodes.births()
    _change(nodes, monerod={"args": [*REGTEST, "--no-such-flag"]})
    _await_stop(nodes, "CrashLoopBackOff")
    _change(nodes, monerod={"image": MISSING_IMAGE, "args": REGTEST})
    _await_stop(nodes, "ImagePull")
    _change(nodes, monerod={"image": IMPOSSIBLE_IMAGE, "args": REGTEST})
    _await_stop(nodes, "InvalidImageName")
    assert {"nodes-2"} == {name for name, uid in nodes.births().items() if uid != before[name]}


def _await_stop(nodes: Subject, cause: str) -> None:
    def stopped() -> bool:
        told = _condition(nodes, "Progressing")
        return told["reason"] == "RolloutStopped" and "nodes-2" in told["message"] and cause in told["message"]

    until(stopped, seconds=120, what=f"the rollout stops: {cause}")


def _restarts_in_parts(nodes: Subject) -> None:
    before = nodes.births()
    _change(nodes, update={"partition": 2})
    nodes.namespace.run("annotate", "moneronodeset", "nodes", "utxo.com.br/restart=once")
    until(lambda: _is(nodes, "Progressing", "True", "Partitioned"), seconds=120, what="the one above is restarted")
    assert {"nodes-2"} == {name for name, uid in nodes.births().items() if uid != before[name]}
    _change(nodes, update={"partition": 0})
    until(lambda: not before.items() & nodes.births().items(), seconds=180, what="the others are restarted")
    _await_whole(nodes)


def _is_paused(nodes: Subject) -> None:
    before = nodes.births()
    _change(nodes, paused=True, replicas=2)
    until(lambda: _is(nodes, "Progressing", "Unknown", "Paused"), seconds=30, what="it is paused")
    assert nodes.namespace.get("statefulset", "nodes")["spec"]["replicas"] == 3
    _change(nodes, paused=False)
    until(lambda: len(nodes.pods()) == 2, seconds=60, what="what was asked for meanwhile is done")
    _await_whole(nodes)
    assert nodes.births().items() <= before.items()


def _apply(namespace: Kubectl, kind: str, name: str, spec: dict[str, Any]) -> None:
    found = {"apiVersion": "utxo.com.br/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}
    namespace.run("apply", "--filename", "-", stdin=json.dumps(found))


def _change(subject: Subject, **spec: Any) -> None:
    patch = json.dumps({"spec": spec})
    subject.namespace.run("patch", subject.kind.lower(), subject.name, "--type", "merge", "--patch", patch)


def _await_whole(subject: Subject) -> None:
    until(lambda: subjects.WHOLE in subject.state(), seconds=240, what=f"{subject.name} is whole")


def _status(subject: Subject) -> dict[str, Any]:
    found: dict[str, Any] = subject.namespace.get(subject.kind.lower(), subject.name)["status"]
    return found


def _condition(subject: Subject, kind: str) -> dict[str, Any]:
    return next(found for found in _status(subject)["conditions"] if found["type"] == kind)


def _is(subject: Subject, kind: str, status: str, reason: str | None = None) -> dict[str, Any] | None:
    found = _condition(subject, kind)
    return found if found["status"] == status and reason in (None, found["reason"]) else None


def _running_versions(subject: Subject) -> list[str]:
    return [node.get("version", "") for node in _status(subject).get("nodes", ())]


def _chains(subject: Subject) -> set[tuple[int, str]]:
    """Return height and top hash as the nodes themselves report them: one, if they agree."""
    found = set()
    for pod in subject.pods():
        metadata = pod["metadata"]
        path = (
            f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}:{subjects.RPC_PORT}/proxy/get_height"
        )
        answer = json.loads(subject.namespace.run("get", "--raw", path))
        found.add((answer["height"], answer["hash"]))
    return found


def _serves(pod: dict[str, Any]) -> bool:
    conditions = pod["status"].get("conditions", ())
    is_ready = any(found["type"] == "Ready" and found["status"] == "True" for found in conditions)
    return is_ready and not subjects.is_terminating(pod)


def _seconds(moment: str) -> float:
    return dt.datetime.fromisoformat(moment).timestamp()
