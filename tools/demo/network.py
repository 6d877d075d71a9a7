# SPDX-License-Identifier: Apache-2.0
"""The demo's network: apply the example, follow it until its peers agree, ask each peer itself."""

from __future__ import annotations

import json
import pathlib
import time
from collections.abc import Callable
from typing import Any

import msgspec

from tools.demo.stopwatch import Stopwatch
from tools.kubectl import Kubectl, KubectlFailed

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
MANIFEST = EXAMPLES / "02-block-production" / "network.yaml"
NAMESPACE = "monero-demo"
OURS = {"utxo.com.br/demo": "true"}
NAME = "demo"
PEERS = 5
INITIAL_HEIGHT = 11
READY_SECONDS = 180
AGREEMENT_SECONDS = 90
POLL_SECONDS = 0.5


class NotReached(Exception):
    """The network did not get where it should within its time."""


class Peer(msgspec.Struct, frozen=True):
    """One peer as the demo shows it; height and hash are its own answer, the rest is the operator's status."""

    pod: str
    machine: str
    height: int
    top_hash: str
    peers_in: int
    peers_out: int


def apply(client: Kubectl) -> None:
    """Apply the example in a namespace of its own, also over what somebody tried on it since the last demo."""
    if _namespaces(client) and not _namespaces(client, "--selector", "utxo.com.br/demo"):
        raise NotReached(f"the namespace {NAMESPACE} exists and is not the demo's: rename or delete it")
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": OURS}}
    client.run("apply", "--server-side", "--filename", "-", stdin=json.dumps(namespace))
    client.within(NAMESPACE).run("apply", "--server-side", "--force-conflicts", "--filename", str(MANIFEST))


def delete(client: Kubectl) -> None:
    """Delete the demo's namespace and everything in it; another's of the same name is left alone."""
    if _namespaces(client, "--selector", "utxo.com.br/demo"):
        kinds = "moneronetworks,moneronodesets,monerominingnodesets"
        client.within(NAMESPACE).run("delete", kinds, "--all", "--cascade=foreground")
        client.run("delete", "namespace", NAMESPACE, timeout_seconds=READY_SECONDS)


def wait_ready(client: Kubectl, watch: Stopwatch) -> None:
    """Wait until the status says that all peers are ready, and say how many are meanwhile."""
    seen: set[str] = set()
    until(lambda: _ready(client, watch, seen), READY_SECONDS, "the peers are not all ready", client)


def wait_one_hash(client: Kubectl, watch: Stopwatch) -> list[Peer]:
    """Wait until the peers are meshed and every one itself names the same top hash, beyond the initial blocks."""
    found: list[Peer] = []

    def agreed() -> bool:
        client.within(NAMESPACE).run("wait", f"moneronetwork/{NAME}", "--for=condition=Meshed", "--timeout=5s")
        found[:] = peers(client)
        return len(found) == PEERS and len({peer.top_hash for peer in found}) == 1 and found[0].height > INITIAL_HEIGHT

    until(agreed, AGREEMENT_SECONDS, "the peers do not agree on one top hash", client)
    watch.say(f"height {found[0].height}, top hash {found[0].top_hash[:16]}… at all {PEERS} peers")
    return found


def peers(client: Kubectl) -> list[Peer]:
    """Ask every peer for its height and top hash, through the API server."""
    pods = client.within(NAMESPACE).items("pods", "--selector", f"utxo.com.br/moneronetwork={NAME}")
    nodes = {node["name"]: node for node in status(client).get("nodes", [])}
    return [_peer(client, pod, nodes.get(pod["metadata"]["name"], {})) for pod in pods]


def status(client: Kubectl) -> dict[str, Any]:
    """Return the status that the operator reports."""
    found: dict[str, Any] = client.within(NAMESPACE).get("moneronetwork", NAME).get("status", {})
    return found


def _namespaces(client: Kubectl, *options: str) -> bool:
    found = client.items("namespaces", "--field-selector", f"metadata.name={NAMESPACE}", *options)
    return bool(found)


def _peer(client: Kubectl, pod: dict[str, Any], node: dict[str, Any]) -> Peer:
    name = pod["metadata"]["name"]
    answer = json.loads(
        client.run("get", "--raw", f"/api/v1/namespaces/{NAMESPACE}/pods/{name}:18089/proxy/get_height")
    )
    return Peer(
        pod=name,
        machine=pod["spec"].get("nodeName", "?"),
        height=answer["height"],
        top_hash=answer["hash"],
        peers_in=node.get("peersIn", 0),
        peers_out=node.get("peersOut", 0),
    )


def _ready(client: Kubectl, watch: Stopwatch, seen: set[str]) -> bool:
    now = status(client)
    line = f"{now.get('readyReplicas', 0)} of {PEERS} peers ready, height {now.get('height', 'unknown')}"
    if line not in seen:
        seen.add(line)
        watch.say(line)
    return bool(now.get("readyReplicas") == PEERS)


def until(reached: Callable[[], bool], seconds: float, complaint: str, client: Kubectl) -> None:
    """Wait until it is so; raises `NotReached` with the complaint and what the operator says of the network."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if reached():
                return
        except KubectlFailed:
            pass  # a peer that does not answer yet is one more reason to wait
        time.sleep(POLL_SECONDS)
    conditions = json.dumps(status(client).get("conditions", []), indent=2)
    raise NotReached(f"{complaint} after {seconds:g} s; the operator says:\n{conditions}")
