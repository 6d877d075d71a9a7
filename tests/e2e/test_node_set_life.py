# SPDX-License-Identifier: Apache-2.0
"""What happens to a node set and its volumes in real life: growing, shrinking, sleeping, going away, coming back."""

from __future__ import annotations

import json
from typing import Any

from monero_operator.plan.network.blocks import DEFAULT_ADDRESS
from tests.support import away, journal, peers
from tests.support.waiting import until
from tools.kubectl import Kubectl, KubectlFailed

API_VERSION = "utxo.com.br/v1alpha1"
MADE = 5
HEIGHT = 1 + MADE
MINE = f"""
import json, urllib.request
params = {{"amount_of_blocks": {MADE}, "wallet_address": "{DEFAULT_ADDRESS}"}}
body = json.dumps({{"jsonrpc": "2.0", "id": "0", "method": "generateblocks", "params": params}}).encode()
request = urllib.request.Request("http://127.0.0.1:18081/json_rpc", body, {{"Content-Type": "application/json"}})
print(urllib.request.urlopen(request, timeout=30).read().decode())
"""
CHILDREN = "statefulsets,services,configmaps,poddisruptionbudgets,controllerrevisions"
OURS = "app.kubernetes.io/managed-by=monero-operator"
SPEC: dict[str, Any] = {
    "replicas": 3,
    "monerod": {"args": ["--regtest", "--fixed-difficulty=1"]},
    "volume": {"retentionPolicy": {"whenScaled": "Delete", "whenDeleted": "Retain"}},
}


def test_a_node_set_grows_shrinks_sleeps_goes_and_comes_back(namespace: Kubectl, client: Kubectl) -> None:
    """Nobody restarts but those who must, and every volume does as its policy says."""
    with journal.step("three nodes at the same height"):
        _apply(namespace, "nodes", SPEC)
        _await_ready(namespace, 3)
        _mine(namespace, "nodes-0")
        _await_height(namespace, 3)
    with journal.step("three nodes grown to five; nobody restarted; the newcomers have the chain"):
        _grows(namespace)
    with journal.step("five nodes shrunk to two; the volumes of the others are gone"):
        _shrinks(namespace)
    with journal.step("two nodes scaled to zero and back to three, with the height they had"):
        _sleeps(namespace)
    with journal.step("volumes grown while three nodes run"):
        _gets_larger_volumes(namespace)
    with journal.step("smaller volumes and another storage class are refused in words"):
        _refuses(namespace)
    with journal.step("an autoscaler reads the scale"):
        _is_scaled_by_itself(namespace)
    with journal.step("deleted while the operator is away: volumes stay, and a new set of the name has the chain"):
        _goes_and_comes_back(namespace, client)
    with journal.step("another set starts with a snapshot of the chain"):
        _starts_with_a_snapshot(namespace)
    with journal.step("volumes that stayed are not given to another Monero network"):
        _keeps_networks_apart(namespace)


def _grows(namespace: Kubectl) -> None:
    before = _births(namespace)
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "5")
    _await_ready(namespace, 5)
    _await_height(namespace, 5)
    after = _births(namespace)
    assert before == {name: after[name] for name in before}


def _shrinks(namespace: Kubectl) -> None:
    before = _births(namespace)
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "2")
    _await_ready(namespace, 2)
    until(lambda: set(_volumes(namespace)) == {"data-nodes-0", "data-nodes-1"}, seconds=120, what="two volumes left")
    assert _births(namespace) == {name: before[name] for name in ("nodes-0", "nodes-1")}


def _sleeps(namespace: Kubectl) -> None:
    before = _volumes(namespace)
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "0")
    until(lambda: not _births(namespace), seconds=120, what="no node runs")
    assert _condition(namespace, "nodes", "Ready")["reason"] == "ScaledToZero"
    assert before == _volumes(namespace)
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "3")
    _await_ready(namespace, 3)
    _await_height(namespace, 3)
    after = _volumes(namespace)
    assert before == {name: after[name] for name in before}


def _gets_larger_volumes(namespace: Kubectl) -> None:
    before, revisions, small = _births(namespace), _revisions(namespace), _free(namespace, "nodes-1")
    _patch(namespace, "nodes", {"diskSize": "2Gi"})
    until(lambda: _template_size(namespace) == "2Gi", seconds=120, what="the StatefulSet was made again")
    until(lambda: set(_capacities(namespace)) == {"2Gi"}, seconds=180, what="the volumes are larger")
    until(lambda: _free(namespace, "nodes-1") > 1.5 * small, seconds=120, what="nodes-1 sees a larger volume")
    _await_ready(namespace, 3)
    assert (before, revisions) == (_births(namespace), _revisions(namespace))


def _refuses(namespace: Kubectl) -> None:
    assert "diskSize can only grow" in _refusal(namespace, {"diskSize": "1Gi"})
    assert "storageClass cannot be changed" in _refusal(namespace, {"storageClass": "other"})


def _is_scaled_by_itself(namespace: Kubectl) -> None:
    namespace.run("autoscale", "moneronodeset", "nodes", "--min=3", "--max=4", "--cpu-percent=95")
    until(
        lambda: namespace.get("horizontalpodautoscaler", "nodes").get("status", {}).get("currentReplicas") == 3,
        seconds=90,
        what="the autoscaler has read the scale",
    )
    namespace.run("delete", "horizontalpodautoscaler", "nodes")


def _goes_and_comes_back(namespace: Kubectl, client: Kubectl) -> None:
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "3")
    _await_ready(namespace, 3)
    before = _volumes(namespace)
    with away.operator(client):
        namespace.run("delete", "moneronodeset", "nodes", "--timeout=60s")
        until(lambda: not _births(namespace), seconds=120, what="no node runs")
        until(lambda: not namespace.items(CHILDREN, "--selector", OURS), seconds=60, what="nothing is left")
    assert before == _volumes(namespace)
    _apply(namespace, "nodes", SPEC)
    _await_ready(namespace, 3)
    _await_height(namespace, 3)
    assert before == _volumes(namespace)
    assert set(_capacities(namespace)) == {"2Gi"}


def _starts_with_a_snapshot(namespace: Kubectl) -> None:
    namespace.run("scale", "moneronodeset", "nodes", "--replicas", "0")
    until(lambda: not _births(namespace), seconds=120, what="no node writes")
    snapshot = {
        "apiVersion": "snapshot.storage.k8s.io/v1",
        "kind": "VolumeSnapshot",
        "metadata": {"name": "chain"},
        "spec": {"source": {"persistentVolumeClaimName": "data-nodes-0"}},
    }
    namespace.run("apply", "--filename", "-", stdin=json.dumps(snapshot))
    namespace.run("wait", "volumesnapshot/chain", "--for=jsonpath={.status.readyToUse}=true", "--timeout=60s")
    source = {"kind": "VolumeSnapshot", "name": "chain"}
    volume = {"dataSource": source, "retentionPolicy": {"whenDeleted": "Delete"}}
    _apply(namespace, "copy", SPEC | {"replicas": 1, "diskSize": "2Gi", "volume": volume})
    until(lambda: _status(namespace, "copy").get("height") == HEIGHT, seconds=180, what="the copy has the chain")
    namespace.run("delete", "moneronodeset", "copy", "--timeout=60s")
    until(lambda: "data-copy-0" not in _volumes(namespace), seconds=120, what="its volume went with it")


def _keeps_networks_apart(namespace: Kubectl) -> None:
    namespace.run("delete", "moneronodeset", "nodes", "--timeout=60s")
    _apply(namespace, "nodes", {"replicas": 0, "network": "stagenet"})
    told = until(lambda: _false(namespace, "nodes", "ConfigValid"), seconds=60, what="the network is refused")
    assert told["reason"] == "VolumeOfOtherNetwork"
    assert "data-nodes-0" in told["message"]


def _apply(namespace: Kubectl, name: str, spec: dict[str, Any]) -> None:
    content = {"apiVersion": API_VERSION, "kind": "MoneroNodeSet", "metadata": {"name": name}, "spec": spec}
    namespace.run("apply", "--filename", "-", stdin=json.dumps(content))


def _patch(namespace: Kubectl, name: str, spec: dict[str, Any]) -> None:
    namespace.run("patch", "moneronodeset", name, "--type", "merge", "--patch", json.dumps({"spec": spec}))


def _refusal(namespace: Kubectl, spec: dict[str, Any]) -> str:
    try:
        _patch(namespace, "nodes", spec)
    except KubectlFailed as refused:
        return str(refused)
    return ""


def _mine(namespace: Kubectl, pod: str) -> None:
    answer = namespace.run("exec", pod, "--container", "exporter", "--", "python3", "-c", MINE)
    assert len(json.loads(answer)["result"]["blocks"]) == MADE


def _free(namespace: Kubectl, pod: str) -> int:
    """Return how much room a node itself sees in its volume."""
    free: int = peers.ask(namespace, pod, "get_info")["free_space"]
    return free


def _await_ready(namespace: Kubectl, replicas: int) -> None:
    def is_ready() -> bool:
        status = _status(namespace, "nodes")
        return status.get("readyReplicas") == replicas == status.get("replicas") and _is_true(namespace, "Ready")

    until(is_ready, seconds=240, what=f"{replicas} nodes are ready")


def _await_height(namespace: Kubectl, replicas: int) -> None:
    until(lambda: _heights(namespace) == [HEIGHT] * replicas, seconds=120, what=f"{replicas} nodes at height {HEIGHT}")


def _heights(namespace: Kubectl) -> list[int | None]:
    return [node.get("height") for node in _status(namespace, "nodes").get("nodes", [])]


def _status(namespace: Kubectl, name: str) -> dict[str, Any]:
    found: dict[str, Any] = namespace.get("moneronodeset", name).get("status", {})
    return found


def _condition(namespace: Kubectl, name: str, kind: str) -> dict[str, Any]:
    return next((each for each in _status(namespace, name).get("conditions", []) if each["type"] == kind), {})


def _is_true(namespace: Kubectl, kind: str) -> bool:
    return bool(_condition(namespace, "nodes", kind).get("status") == "True")


def _false(namespace: Kubectl, name: str, kind: str) -> dict[str, Any] | None:
    found = _condition(namespace, name, kind)
    return found if found.get("status") == "False" else None


def _pods(namespace: Kubectl) -> list[dict[str, Any]]:
    return namespace.items("pods", "--selector", "utxo.com.br/moneronodeset=nodes")


def _births(namespace: Kubectl) -> dict[str, str]:
    return {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in _pods(namespace)}


def _revisions(namespace: Kubectl) -> dict[str, str]:
    return {pod["metadata"]["name"]: pod["metadata"]["labels"]["controller-revision-hash"] for pod in _pods(namespace)}


def _volumes(namespace: Kubectl) -> dict[str, str]:
    claims = namespace.items("persistentvolumeclaims")
    return {claim["metadata"]["name"]: claim["metadata"]["uid"] for claim in claims}


def _capacities(namespace: Kubectl) -> list[str]:
    return [claim["status"]["capacity"]["storage"] for claim in namespace.items("persistentvolumeclaims")]


def _template_size(namespace: Kubectl) -> str:
    if not _exists(namespace, "statefulset/nodes"):
        return ""
    (template,) = namespace.get("statefulset", "nodes")["spec"]["volumeClaimTemplates"]
    return str(template["spec"]["resources"]["requests"]["storage"])


def _exists(client: Kubectl, name: str) -> bool:
    return bool(client.run("get", name, "--ignore-not-found", "--output", "name").strip())
