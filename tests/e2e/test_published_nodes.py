# SPDX-License-Identifier: Apache-2.0
"""The MoneroNodeSet published in 2021, word for word: three mainnet nodes, where nobody of mainnet can be reached."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

from tests.support import journal, packets
from tests.support.waiting import until
from tools.kubectl import Kubectl

PUBLISHED = """
kind: MoneroNodeSet
apiVersion: utxo.com.br/v1alpha1
metadata: {name: nodes}
spec:
  replicas: 3
  hardAntiAffinity: true
  monerod:
    image: utxobr/monerod:v0.17.2.0
    args:
      - --public
      - --enable-dns-blocklist
      - --enforce-dns-checkpointing
      - --out-peers=1024
      - --in-peers=1024
      - --limit-rate=128000
"""


@pytest.mark.machines
def test_three_published_nodes_run_one_to_a_machine_and_say_why_they_are_not_ready(
    namespace: Kubectl, tmp_path: pathlib.Path
) -> None:
    """They ask for mainnet's peers, and nothing of that leaves the machine; a fourth finds no machine of its own."""
    with packets.watching(tmp_path) as witness:
        with journal.step("published YAML applied: one node to a machine, and the truth about their peers"):
            namespace.run("apply", "--filename", "-", stdin=PUBLISHED)
            until(lambda: _told(namespace, "Peered") == "NoPeers", seconds=180, what="that nobody has a peer is told")
        assert sorted(pod["spec"]["nodeName"] for pod in _pods(namespace)) == ["n1", "n2", "n3"]
        assert _told(namespace, "Ready") == "NotReady"
        assert _told(namespace, "Synced") == "Behind"
        with journal.step("scaled to four: the fourth waits for a machine"):
            namespace.run("scale", "moneronodeset", "nodes", "--replicas", "4")
            until(lambda: _told(namespace, "Progressing") == "TooFewMachines", seconds=60, what="too few machines")
        assert "nodes-3 waits for a machine of its own: 4 wanted, 3 machines" in _message(namespace, "Progressing")
        assert _status(namespace)["pendingReplicas"] == 1
        witness.count()
        assert any(witness.without_route.values()), "they dialed nobody"
        assert witness.outside() == []


def _pods(namespace: Kubectl) -> list[dict[str, Any]]:
    return namespace.items("pods", "--selector", "utxo.com.br/moneronodeset=nodes")


def _status(namespace: Kubectl) -> dict[str, Any]:
    found: dict[str, Any] = namespace.get("moneronodeset", "nodes").get("status", {})
    return found


def _condition(namespace: Kubectl, kind: str) -> dict[str, Any]:
    return next(found for found in _status(namespace)["conditions"] if found["type"] == kind)


def _told(namespace: Kubectl, kind: str) -> str:
    return str(_condition(namespace, kind)["reason"])


def _message(namespace: Kubectl, kind: str) -> str:
    return str(_condition(namespace, kind)["message"])
