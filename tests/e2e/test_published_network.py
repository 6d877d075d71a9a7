# SPDX-License-Identifier: Apache-2.0
"""The MoneroNetwork published in 2021, word for word: twenty peers, from nothing to nothing."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
from collections.abc import Iterator

import pytest

from tests.support import journal, packets, peers
from tests.support.waiting import until
from tools import cluster
from tools.kubectl import Kubectl

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "01-regtest-network"
BLOCKS = {"spec": {"blocks": {"interval": "10s", "initial": 10}}}
PEERS = 20


@pytest.fixture(scope="module")
def witness(client: Kubectl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[packets.Witness]:
    """Watch what pods send from before the network's birth; on an existing cluster there is nowhere to watch."""
    with contextlib.ExitStack() as stack:
        folder = tmp_path_factory.mktemp("packets")
        yield packets.Blind() if cluster.is_existing() else stack.enter_context(packets.watching(folder))


def test_twenty_peers_from_nothing_to_nothing(witness: packets.Witness, namespace: Kubectl) -> None:
    """Twenty peers mesh, mine together, survive the loss of one, and leave nothing when they are deleted."""
    with journal.step("published YAML applied: twenty peers ready and meshed"):
        namespace.run("apply", "--filename", str(EXAMPLE / "network.yaml"))
        _verify(namespace)
    with journal.step("full mesh, as each peer itself says"):
        assert {PEERS - 1} == {_connections(namespace, pod) for pod in peers.pods(namespace, "regtest")}
    with journal.step("blocks switched on by a patch: all at one top hash beyond height 11"):
        namespace.run("patch", "moneronetwork", "regtest", "--type", "merge", "--patch", json.dumps(BLOCKS))
        until(lambda: _agreed(namespace, above=11), seconds=120, what="twenty peers at one top hash")
    witness.count()
    with journal.step("one pod killed comes back to the height of the others"):
        _lose_a_peer(namespace)
    witness.count()
    with journal.step("network deleted, volumes included"):
        namespace.run("delete", "--filename", str(EXAMPLE / "network.yaml"))
        until(lambda: not _leftovers(namespace), seconds=180, what="nothing is left of the network")


@pytest.mark.machines
def test_none_of_the_twenty_ever_tried_to_reach_anybody_outside(witness: packets.Witness) -> None:
    """In the whole life of the network above no pod sent, or tried to send, a packet out of the cluster."""
    assert len(witness.without_route) > PEERS
    assert {pod: count for pod, count in witness.without_route.items() if count} == {}
    assert witness.outside() == []
    assert [name for name in witness.queried_names() if not name.endswith(".cluster.local")] == []


def _verify(namespace: Kubectl) -> None:
    subprocess.run(
        [EXAMPLE / "verify.sh", namespace.command[-1]],
        env=os.environ | {"KUBECTL": " ".join(namespace.command[:-2])},
        check=True,
        timeout=600,
    )


def _connections(namespace: Kubectl, pod: str) -> int:
    answer = peers.ask(namespace, pod, "get_connections")
    return len({connection["host"] for connection in answer.get("connections", [])})


def _agreed(namespace: Kubectl, above: int) -> bool:
    tops = peers.tops(namespace, "regtest")
    return len(tops) == PEERS and len(set(tops.values())) == 1 and next(iter(tops.values()))[0] > above


def _lose_a_peer(namespace: Kubectl) -> None:
    lost = peers.pods(namespace, "regtest")["regtest-7-0"]["metadata"]["uid"]
    height, _ = peers.tops(namespace, "regtest")["regtest-7-0"]
    namespace.run("delete", "pod", "regtest-7-0", "--grace-period=0", "--force")
    until(
        lambda: (
            peers.pods(namespace, "regtest")["regtest-7-0"]["metadata"]["uid"] != lost and _agreed(namespace, height)
        ),
        seconds=120,
        what="the killed peer is back at the height of the others",
    )


def _leftovers(namespace: Kubectl) -> list[str]:
    kinds = "moneronetworks,statefulsets,services,pods,persistentvolumeclaims,poddisruptionbudgets,endpointslices"
    found = [f"{item['kind']}/{item['metadata']['name']}" for item in namespace.items(kinds)]
    name = namespace.command[-1]
    volumes = namespace.items("persistentvolumes")
    return found + [volume["metadata"]["name"] for volume in volumes if volume["spec"]["claimRef"]["namespace"] == name]
