# SPDX-License-Identifier: Apache-2.0
"""What happens to a network in real life: growing, shrinking, mistakes and corrections."""

from __future__ import annotations

import json
from typing import Any

from tests.support import journal, peers
from tests.support.waiting import until
from tools.kubectl import Kubectl

NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "life"},
    "spec": {
        "replicas": 3,
        "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}},
        "blocks": {"initial": 5, "interval": "1h"},
    },
}


def test_a_network_grows_shrinks_and_is_corrected(namespace: Kubectl) -> None:
    """Growing restarts nobody, shrinking takes volumes along, mistakes are told."""
    with journal.step("three peers ready at height 6"):
        namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
        until(
            lambda: _heights(namespace) == {6} and _ready(namespace) == 3, seconds=180, what="three peers at height 6"
        )
    with journal.step("grown to five; nobody restarted; the newcomers have the chain"):
        _grows(namespace)
    with journal.step("shrunk to two; the volumes of the others are gone"):
        _shrinks(namespace)
    with journal.step("volumes grown while two peers run"):
        _gets_larger_volumes(namespace)
    with journal.step("a forbidden argument is refused in words and harms nobody"):
        _refuses(namespace)
    with journal.step("a new argument rolls out one peer at a time"):
        _rolls_out(namespace)
    with journal.step("three scaled to zero and back to two, with the height they had; the third's volume is gone"):
        _sleeps(namespace)
    with journal.step("told to keep volumes while nobody runs: the third's stays, and nothing owns any"):
        _keeps_volumes(namespace)


def _grows(namespace: Kubectl) -> None:
    before = _births(namespace)
    namespace.run("scale", "moneronetwork", "life", "--replicas", "5")
    until(lambda: _ready(namespace) == 5 and _heights(namespace) == {6}, seconds=180, what="five peers at height 6")
    after = _births(namespace)
    assert before == {name: after[name] for name in before}


def _shrinks(namespace: Kubectl) -> None:
    namespace.run("scale", "moneronetwork", "life", "--replicas", "2")
    until(lambda: set(peers.pods(namespace, "life")) == {"life-0-0", "life-1-0"}, seconds=120, what="two peers left")
    until(lambda: len(namespace.items("persistentvolumeclaims")) == 2, seconds=60, what="two volumes left")
    assert {"life-0-p2p", "life-1-p2p"} == {name for name in _services(namespace) if name.endswith("-p2p")}


def _gets_larger_volumes(namespace: Kubectl) -> None:
    births, volumes = _births(namespace), _volumes(namespace)
    patch = {"spec": {"template": {"spec": {"diskSize": "2Gi"}}}}
    namespace.run("patch", "moneronetwork", "life", "--type", "merge", "--patch", json.dumps(patch))
    until(lambda: _sizes(namespace) == {"2Gi"}, seconds=180, what="every volume and every claim template has 2Gi")
    until(lambda: _ready(namespace) == 2 and len(_owned_volumes(namespace)) == 2, seconds=60, what="both go with it")
    assert (births, volumes) == (_births(namespace), _volumes(namespace))


def _refuses(namespace: Kubectl) -> None:
    births = _births(namespace)
    _set_arguments(namespace, "--regtest", "--fixed-difficulty=1", "--data-dir=/tmp")
    refusal = until(lambda: _false(namespace, "ConfigValid"), seconds=30, what="the argument is refused")
    assert "--data-dir" in refusal["message"]
    _set_arguments(namespace, "--regtest", "--fixed-difficulty=1")
    until(lambda: peers.condition(namespace, "life", "ConfigValid")["status"] == "True", seconds=30, what="valid again")
    assert births == _births(namespace)


def _rolls_out(namespace: Kubectl) -> None:
    births = _births(namespace)
    _set_arguments(namespace, "--regtest", "--fixed-difficulty=1", "--log-level=1")
    fewest = 2

    def done() -> bool:
        nonlocal fewest
        now = _births(namespace)
        fewest = min(fewest, peers.status(namespace, "life")["readyReplicas"])
        return all(now.get(name, births[name]) != births[name] for name in births) and _ready(namespace) == 2

    until(done, seconds=180, what="both peers run with the new argument")
    assert fewest >= 1
    assert {"--log-level=1"} <= set(peers.pods(namespace, "life")["life-1-0"]["spec"]["containers"][0]["args"])


def _sleeps(namespace: Kubectl) -> None:
    before = _three_stopped(namespace)
    namespace.run("scale", "moneronetwork", "life", "--replicas", "2")
    until(lambda: _ready(namespace) == 2 and _heights(namespace) == {6}, seconds=180, what="both peers at their height")
    kept = {name: before[name] for name in ("data-life-0-0", "data-life-1-0")}
    until(lambda: _volumes(namespace) == kept, seconds=60, what="two volumes left, the same as before")


def _keeps_volumes(namespace: Kubectl) -> None:
    before = _three_stopped(namespace)
    patch = {"spec": {"volume": {"retentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"}}, "replicas": 2}}
    namespace.run("patch", "moneronetwork", "life", "--type", "merge", "--patch", json.dumps(patch))
    until(lambda: _ready(namespace) == 2, seconds=180, what="both peers again")
    until(lambda: len(namespace.items("statefulsets")) == 2, seconds=60, what="the third is gone")
    until(lambda: not _owned_volumes(namespace), seconds=60, what="no volume goes with anything")
    assert before == _volumes(namespace)


def _three_stopped(namespace: Kubectl) -> dict[str, str]:
    """Let three peers run and stop them all; return their volumes, which must be the same after that."""
    namespace.run("scale", "moneronetwork", "life", "--replicas", "3")
    until(lambda: _ready(namespace) == 3 and _heights(namespace) == {6}, seconds=180, what="three peers at height 6")
    before = _volumes(namespace)
    namespace.run("scale", "moneronetwork", "life", "--replicas", "0")
    until(lambda: not peers.pods(namespace, "life"), seconds=120, what="no peer runs")
    assert peers.condition(namespace, "life", "Ready")["reason"] == "ScaledToZero"
    assert len(before) == 3
    assert before == _volumes(namespace)
    return before


def _set_arguments(namespace: Kubectl, *arguments: str) -> None:
    patch = {"spec": {"template": {"spec": {"monerod": {"args": arguments}}}}}
    namespace.run("patch", "moneronetwork", "life", "--type", "merge", "--patch", json.dumps(patch))


def _ready(namespace: Kubectl) -> int:
    ready: int = peers.status(namespace, "life").get("readyReplicas", 0)
    return ready


def _volumes(namespace: Kubectl) -> dict[str, str]:
    claims = namespace.items("persistentvolumeclaims")
    return {claim["metadata"]["name"]: claim["metadata"]["uid"] for claim in claims}


def _sizes(namespace: Kubectl) -> set[str]:
    capacities = {claim["status"]["capacity"]["storage"] for claim in namespace.items("persistentvolumeclaims")}
    sets = [found["spec"]["volumeClaimTemplates"][0]["spec"] for found in namespace.items("statefulsets")]
    return capacities | {template["resources"]["requests"]["storage"] for template in sets} if len(sets) == 2 else set()


def _owned_volumes(namespace: Kubectl) -> list[str]:
    claims = namespace.items("persistentvolumeclaims")
    return [claim["metadata"]["name"] for claim in claims if claim["metadata"].get("ownerReferences")]


def _heights(namespace: Kubectl) -> set[int]:
    return {height for height, _ in peers.tops(namespace, "life").values()}


def _births(namespace: Kubectl) -> dict[str, str]:
    return {name: pod["metadata"]["uid"] for name, pod in peers.pods(namespace, "life").items()}


def _services(namespace: Kubectl) -> dict[str, dict[str, Any]]:
    return {service["metadata"]["name"]: service for service in namespace.items("services")}


def _false(namespace: Kubectl, kind: str) -> dict[str, Any] | None:
    found = peers.condition(namespace, "life", kind)
    return found if found["status"] == "False" else None
