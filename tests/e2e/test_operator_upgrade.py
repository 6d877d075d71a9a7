# SPDX-License-Identifier: Apache-2.0
"""A newer operator takes over while sets run: its own changes roll by the rules, a few sets at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from monero_operator import naming
from monero_operator.observe import slots
from tests.support import journal
from tests.support.waiting import until
from tools import cluster, deploy, publish
from tools.kubectl import Kubectl

pytestmark = pytest.mark.machines

PREVIOUS = "localhost/monero-operator:previous"
"""A second name of the operator's image: to a pod's template, another image."""
SETS = ("first", "second", "third", "fourth", "fifth")
NETWORK = "lab"
REGTEST = ("--regtest", "--fixed-difficulty=1")


@pytest.fixture
def operators(client: Kubectl) -> Iterator[dict[str, dict[str, str]]]:
    """Return the images of the previous operator and of the one that was built, which is there again afterwards."""
    built = publish.build_for_cluster(*deploy.IMAGES, "monerod-bookworm")
    cluster.load(built["operator"]["archive"], PREVIOUS)
    references = publish.provide(built)
    current = {name: references[name] for name in deploy.IMAGES}
    previous = current | {"monerod": references["monerod-bookworm"], "operator": PREVIOUS}
    yield {"previous": previous, "current": current}
    deploy.up(client, current)


def test_a_newer_operator_changes_a_few_sets_at_a_time(
    client: Kubectl, namespace: Kubectl, operators: dict[str, dict[str, str]]
) -> None:
    """Who names no image keeps it, who is paused keeps everything, and no more than a few sets change at once."""
    with journal.step("five node sets and a network of a previous operator"):
        deploy.up(client, operators["previous"])
        _make(namespace)
    before = _pods(namespace)

    with journal.step("the same operator anew restarts nobody"):
        client.within(deploy.NAMESPACE).run("rollout", "restart", "deployment/monero-operator")
        _await_work(client, namespace)
        assert _uids(before) == _uids(_pods(namespace))

    with journal.step("a newer one changes each set's sidecar, a few sets at a time"):
        namespace.run("patch", "moneronodeset", SETS[0], "--type", "merge", "--patch", '{"spec":{"paused":true}}')
        deploy.up(client, operators["current"])
        most, waited, fewest_peers = _watch(namespace, operators["current"]["operator"])

    after = _pods(namespace)
    assert {f"{SETS[0]}-0"} == {name for name in before if _uids(before)[name] == _uids(after)[name]}
    assert {operators["previous"]["monerod"]} == {_image(pod, "containers") for pod in after.values()}
    assert 1 < most <= slots.MAX_AT_ONCE
    assert waited
    assert fewest_peers == 1


def _make(namespace: Kubectl) -> None:
    monerod = {"monerod": {"args": REGTEST}}
    made = [_resource("MoneroNodeSet", name, monerod) for name in SETS]
    made.append(_resource("MoneroNetwork", NETWORK, {"replicas": 2, "template": {"spec": monerod}}))
    namespace.run("apply", "--filename", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": made}))
    namespace.run("wait", "monero", "--all", "--for=condition=Ready", "--timeout=4m", timeout_seconds=250)


def _resource(kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "utxo.com.br/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def _await_work(client: Kubectl, namespace: Kubectl) -> None:
    """Wait until the operator has looked at everything: it puts back a child that is deleted now."""
    client.within(deploy.NAMESPACE).run("rollout", "status", "deployment/monero-operator", "--timeout=110s")
    for name in (*SETS, NETWORK):
        namespace.run("delete", "poddisruptionbudget", name)
    until(
        lambda: len(namespace.items("poddisruptionbudgets", "--selector", naming.SELECT_MANAGED)) == len(SETS) + 1,
        seconds=60,
        what="the operator works again",
    )


def _watch(namespace: Kubectl, image: str) -> tuple[int, bool, int]:
    """Wait until all but the paused set run the image.

    Return how many sets were changing at once, whether one said that it waits, and how many peers served at least.
    """
    most, waited, fewest_peers = 0, False, 2
    deadline = time.monotonic() + 420

    def done() -> bool:
        nonlocal most, waited, fewest_peers
        pods = _pods(namespace)
        most = max(most, len(_changing(namespace)))
        waited = waited or "AwaitingUpgrade" in _progressing(namespace)
        peers = [pod for name, pod in pods.items() if name.startswith(f"{NETWORK}-")]
        fewest_peers = min(fewest_peers, sum(_is_ready(pod) for pod in peers))
        changed = [name for name, pod in pods.items() if _image(pod, "initContainers") == image and _is_ready(pod)]
        return len(changed) == len(SETS) - 1 + 2

    until(done, seconds=deadline - time.monotonic(), what="all but the paused set have the newer sidecar")
    until(lambda: not _changing(namespace), seconds=60, what="no set is changing any more")
    return most, waited, fewest_peers


def _changing(namespace: Kubectl) -> set[str]:
    found = namespace.items("statefulsets", "--selector", naming.SELECT_MANAGED)
    changing = (each for each in found if naming.ANNOTATION_UPGRADING in each["metadata"].get("annotations", {}))
    return {each["metadata"]["labels"][naming.LABEL_INSTANCE] for each in changing}


def _progressing(namespace: Kubectl) -> set[str]:
    conditions = (each["status"]["conditions"] for each in namespace.items("monero"))
    return {one["reason"] for each in conditions for one in each if one["type"] == "Progressing"}


def _pods(namespace: Kubectl) -> dict[str, dict[str, Any]]:
    return {pod["metadata"]["name"]: pod for pod in namespace.items("pods", "--selector", naming.SELECT_MANAGED)}


def _uids(pods: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: pod["metadata"]["uid"] for name, pod in pods.items()}


def _image(pod: dict[str, Any], containers: str) -> str:
    image: str = pod["spec"][containers][0]["image"]
    return image


def _is_ready(pod: dict[str, Any]) -> bool:
    conditions = pod["status"].get("conditions", ())
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
