# SPDX-License-Identifier: Apache-2.0
"""Peers outside of the cluster reach each node of a set, come with their own address, and are told the right port."""

from __future__ import annotations

import asyncio
import json
import pathlib
from typing import Any

import pytest

from aiomonero.p2p.client import Client
from localkube import settings
from tests.support import journal, outside, peers
from tests.support.waiting import until
from tools.kubectl import Kubectl

FIVE, REPLICAS = 5, 3
P2P_PORT = 18080
# One connection from each address, as on mainnet: with any other's address in between only one peer would be let in.
NODE_SET: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "open"},
    "spec": {
        "replicas": REPLICAS,
        "hardAntiAffinity": True,
        "monerod": {"args": ["--regtest", "--fixed-difficulty=1", "--max-connections-per-ip=1"]},
        "p2p": {"expose": "NodePort"},
    },
}
HOST_PORT = {"spec": {"p2p": {"expose": "HostPort"}}}
PRIVILEGED = "pod-security.kubernetes.io/enforce=privileged"


@pytest.mark.machines
def test_peers_from_outside_come_in_by_node_port_and_by_host_port(namespace: Kubectl, tmp_path: pathlib.Path) -> None:
    """Five of them at once, each with its own address."""
    with journal.step("three exposed nodes ready"):
        namespace.run("apply", "--filename", "-", stdin=json.dumps(NODE_SET))
        namespace.run("wait", "moneronodeset/open", "--for=condition=Ready", "--timeout=3m", timeout_seconds=200)
    with journal.step("five peers from outside by NodePort, and the port that the node tells them"):
        port = namespace.get("service", "open-2-p2p")["spec"]["ports"][0]["nodePort"]
        _let_in(namespace, "open-2", port, tmp_path / "node-port")
    with journal.step("HostPort in a namespace that does not allow it is told in words"):
        namespace.run("patch", "moneronodeset", "open", "--type=merge", "--patch", json.dumps(HOST_PORT))
        until(lambda: "privileged" in _progressing(namespace), seconds=90, what="the refusal is told")
    with journal.step("allowed: the change rolls on, one node at a time"):
        namespace.run("label", "namespace", namespace.command[-1], PRIVILEGED, "--overwrite")
        until(lambda: _serving_on_hosts(namespace) == REPLICAS, seconds=240, what="three nodes on their hosts' ports")
    with journal.step("five peers from outside by HostPort"):
        _let_in(namespace, "open-0", P2P_PORT, tmp_path / "host-port")


def _let_in(namespace: Kubectl, pod: str, port: int, folder: pathlib.Path) -> None:
    """Connect from outside, and look at the node's own list of who came."""
    machine = next(node for node in settings.load().nodes if node.name == _machine(namespace, pod))
    assert port == asyncio.run(Client(machine.address, port).handshake()).node.port
    with outside.dialing(f"{machine.address}:{port}", FIVE, folder) as addresses:
        until(
            lambda: set(addresses) <= _came_in(namespace, pod),
            seconds=60,
            what=f"{pod} has connections from {', '.join(addresses)}",
        )


def _came_in(namespace: Kubectl, pod: str) -> set[str]:
    connections = peers.ask(namespace, pod, "get_connections").get("connections", [])
    return {each["host"] for each in connections if each["incoming"]}


def _machine(namespace: Kubectl, pod: str) -> str:
    name: str = namespace.get("pod", pod)["spec"]["nodeName"]
    return name


def _progressing(namespace: Kubectl) -> str:
    told = namespace.get("moneronodeset", "open")["status"]["conditions"]
    return next(str(each["message"]) for each in told if each["type"] == "Progressing")


def _serving_on_hosts(namespace: Kubectl) -> int:
    """Return how many nodes are ready and have the port of their machine."""
    found = namespace.items("pods", "--selector", "utxo.com.br/moneronodeset=open")
    return sum(_has_host_port(pod) and _is_ready(pod) for pod in found)


def _has_host_port(pod: dict[str, Any]) -> bool:
    return any("hostPort" in port for each in pod["spec"]["containers"] for port in each.get("ports", ()))


def _is_ready(pod: dict[str, Any]) -> bool:
    return any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", ()))
