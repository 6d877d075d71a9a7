# SPDX-License-Identifier: Apache-2.0
"""Miners: the MoneroMiningNodeSet published in 2021, word for word, and miners that find blocks."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from monero_operator.plan.network.blocks import DEFAULT_ADDRESS as ADDRESS
from tests.support import journal, miners, peers
from tests.support.waiting import until
from tools import cluster
from tools.kubectl import Kubectl

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "04-miners" / "miners.yaml"
PUBLISHED = """
kind: MoneroMiningNodeSet                # ten miners; patching the pool rolls the change out
apiVersion: utxo.com.br/v1alpha1
metadata: {name: miners}
spec:
  replicas: 10
  hardAntiAffinity: true
  xmrig:
    args: [-o, "cryptonote.social:5556", -u, "891B5keCnwXN14hA9FoAzGFtaWmcuLjTDT5aRTp65juBLkbNpEhLNfgcBn6aWdGuBqBnSThqMPsGRjWVQadCrhoAT6CnSL3.node-$(id)", --tls]
"""  # noqa: E501 - as it was published
POOL = "cryptonote.social:5556"
REPLICAS = 10
TOGETHER = {
    "spec": {
        "hardAntiAffinity": False,
        # There is no pool, so nobody builds a data set; the machines of a test have no room for ten reservations.
        "xmrig": {"resources": {"requests": {"memory": "64Mi"}}},
    }
}

# Nobody finds a block at this difficulty, so the miner is always busy.
NODES: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "nodes"},
    "spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1000000"]}},
}
BUSY: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroMiningNodeSet",
    "metadata": {"name": "busy"},
    "spec": {
        "xmrig": {
            "args": ["--daemon", "--coin=monero", "--url=nodes:18089", f"--user={ADDRESS}", "--randomx-mode=light"],
        }
    },
}


def test_the_published_miners(namespace: Kubectl) -> None:
    """As many run as there are machines, the others are counted; then all run, each with its number."""
    machines = len(namespace.items("nodes"))
    with journal.step("published miners applied: one for each machine runs, the others are told"):
        namespace.run("apply", "--filename", "-", stdin=PUBLISHED)
        until(
            lambda: miners.counts(namespace, "miners") == (machines, REPLICAS - machines, 0),
            seconds=120,
            what="one miner for each machine",
        )
        _say_what_is_missing(namespace, machines)
    with journal.step("no miner needs a machine of its own any more: ten run"):
        namespace.run("patch", "monerominingnodeset", "miners", "--type", "merge", "--patch", json.dumps(TOGETHER))
        until(lambda: miners.counts(namespace, "miners") == (REPLICAS, 0, 0), seconds=180, what="ten miners")
        namespace.run("wait", "monerominingnodeset/miners", "--for=condition=Ready", "--timeout=60s")
    if not cluster.is_existing():
        users = {line[line.index("-u") + 1].rpartition(".")[2] for line in miners.arguments(POOL)}
        assert users == {f"node-{ordinal}" for ordinal in range(REPLICAS)}
    with journal.step("published miners deleted"):
        namespace.run("delete", "monerominingnodeset", "miners")
        until(lambda: not miners.pods(namespace, "miners"), seconds=60, what="no miner is left")


def _say_what_is_missing(namespace: Kubectl, machines: int) -> None:
    status, reason, message = miners.condition(namespace, "miners", "Progressing")
    assert (status, reason) == ("True", "TooFewMachines")
    assert message.endswith(f"{REPLICAS} wanted, {machines} machines.")
    assert miners.condition(namespace, "miners", "Ready")[:2] == ("False", "NotReady")
    until(
        lambda: miners.condition(namespace, "miners", "Connected")[:2] == ("False", "Disconnected"),
        seconds=60,
        what="miners without a pool say so",
    )


def test_miners_find_blocks_and_follow_their_pool(namespace: Kubectl) -> None:
    """Blocks for an address from a Secret; a pool that goes away is told; a new pool is rolled out."""
    with journal.step("miners of a network have found two blocks"):
        namespace.run("apply", "--filename", str(EXAMPLE))
        _apply_second_network(namespace)
        until(lambda: _height(namespace, "mined") > 2, seconds=300, what="blocks that miners found")
        until(lambda: miners.counts(namespace, "miners") == (2, 0, 2), seconds=60, what="two miners at work")
        assert miners.condition(namespace, "miners", "Connected")[:2] == ("True", "Connected")
    with journal.step("the network is stopped: its miners say so, and run on"):
        before = miners.births(namespace, "miners")
        namespace.run("scale", "moneronetwork", "mined", "--replicas", "0")
        until(lambda: miners.counts(namespace, "miners") == (2, 0, 0), seconds=120, what="nobody to work for")
        assert miners.condition(namespace, "miners", "Connected")[:2] == ("False", "Disconnected")
        assert miners.condition(namespace, "miners", "Ready")[:2] == ("True", "AllReady")
        assert before == miners.births(namespace, "miners")
    with journal.step("their pool is patched: they roll over to the other network, and find its blocks"):
        _work_for(namespace, "second:18089")
        until(lambda: _height(namespace, "second") > 2, seconds=240, what="blocks of the other network")
        until(lambda: miners.counts(namespace, "miners") == (2, 0, 2), seconds=60, what="two miners at work again")
        assert not before.items() & miners.births(namespace, "miners").items()


def _apply_second_network(namespace: Kubectl) -> None:
    second = {
        "apiVersion": "utxo.com.br/v1alpha1",
        "kind": "MoneroNetwork",
        "metadata": {"name": "second"},
        "spec": {
            "replicas": 1,
            "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=100"]}}},
        },
    }
    namespace.run("apply", "--filename", "-", stdin=json.dumps(second))


def _height(namespace: Kubectl, network: str) -> int:
    found: int = peers.status(namespace, network).get("height", 0)
    return found


def _work_for(namespace: Kubectl, pool: str) -> None:
    arguments: list[str] = namespace.get("monerominingnodeset", "miners")["spec"]["xmrig"]["args"]
    (place,) = (index for index, argument in enumerate(arguments) if argument.startswith("--url="))
    patch: list[dict[str, Any]] = [{"op": "replace", "path": f"/spec/xmrig/args/{place}", "value": f"--url={pool}"}]
    namespace.run("patch", "monerominingnodeset", "miners", "--type", "json", "--patch", json.dumps(patch))


def test_an_autoscaler_moves_miners_and_nodes(namespace: Kubectl) -> None:
    """A HorizontalPodAutoscaler finds pods and their use by the scale subresource, and changes the replicas."""
    kinds = {"moneronodeset": NODES, "monerominingnodeset": BUSY}
    with journal.step("autoscalers: miners and nodes that use more than they should become two"):
        for kind, resource in kinds.items():
            namespace.run("apply", "--filename", "-", stdin=json.dumps(resource))
            namespace.run("apply", "--filename", "-", stdin=json.dumps(_autoscaler(kind, resource)))
        until(
            lambda: [_ready(namespace, kind, resource) for kind, resource in kinds.items()] == [2, 2],
            seconds=360,
            what="two miners and two nodes",
        )


def _autoscaler(kind: str, resource: dict[str, Any]) -> dict[str, Any]:
    """Return one that wants another pod as soon as there is any use worth the name."""
    target = {"apiVersion": resource["apiVersion"], "kind": resource["kind"], "name": resource["metadata"]["name"]}
    use = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 1}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": kind},
        "spec": {
            "scaleTargetRef": target,
            "minReplicas": 1,
            "maxReplicas": 2,
            "metrics": [{"type": "Resource", "resource": use}],
        },
    }


def _ready(namespace: Kubectl, kind: str, resource: dict[str, Any]) -> int:
    found: int = namespace.get(kind, resource["metadata"]["name"]).get("status", {}).get("readyReplicas", 0)
    return found
