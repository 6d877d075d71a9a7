# SPDX-License-Identifier: Apache-2.0
"""Wrong custom resources on a whole cluster: told in words, and nothing that runs is touched."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import journal
from tests.support.waiting import until
from tests.support.wrong_input import told
from tests.support.wrong_input.case import KINDS, Case
from tools.kubectl import Kubectl

WORDS = ["--regtest", "--fixed-difficulty=1"]
NODES = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNodeSet",
    "metadata": {"name": "running"},
    "spec": {"replicas": 1, "monerod": {"args": WORDS}},
}
CASES = [
    next(case for case in told.CASES if case.id == wanted)
    for wanted in (
        "network-seeds-of-mainnet-of-network",
        "nodeset-an-open-template-of-nodeset",
        "miners-a-variable-of-nobody-of-miners",
    )
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_wrong_resource_is_told_and_makes_nothing(namespace: Kubectl, case: Case) -> None:
    """No child is made, and `kubectl describe` shows the sentence."""
    namespace.run("apply", "--filename", "-", stdin=json.dumps(case.manifest(case.spec)))
    name = case.manifest({})["metadata"]["name"]

    until(lambda: _config_valid(namespace, KINDS[case.kind], name) == "False", seconds=30, what="it is told")

    assert case.says in namespace.run("describe", KINDS[case.kind], name)
    assert namespace.items("statefulsets,services,poddisruptionbudgets") == []


def test_a_node_set_that_is_spoilt_runs_on_and_is_repaired(namespace: Kubectl) -> None:
    """Its pod is the same one through the mistake and its correction; the correction's wish is carried out."""
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NODES))
    with journal.step("a node set ready"):
        namespace.run("wait", "moneronodeset/running", "--for=condition=Ready", "--timeout=3m", timeout_seconds=190)
    before = _uids(namespace)
    _patch(namespace, args=[*WORDS, "--data-dir=/tmp"])
    until(lambda: _config_valid(namespace, "moneronodeset", "running") == "False", seconds=30, what="it is told")

    assert before == _uids(namespace)
    _patch(namespace, args=WORDS)
    namespace.run("wait", "moneronodeset/running", "--for=condition=ConfigValid", "--timeout=30s")
    namespace.run("wait", "moneronodeset/running", "--for=condition=Ready", "--timeout=30s")
    assert before == _uids(namespace)


def _patch(namespace: Kubectl, **monerod: Any) -> None:
    change = {"spec": {"monerod": monerod}}
    namespace.run("patch", "moneronodeset", "running", "--type=merge", "--patch", json.dumps(change))


def _uids(namespace: Kubectl) -> set[str]:
    return {item["metadata"]["uid"] for item in namespace.items("pods")}


def _config_valid(namespace: Kubectl, kind: str, name: str) -> str:
    conditions = namespace.get(kind, name).get("status", {}).get("conditions", ())
    return next((each["status"] for each in conditions if each["type"] == "ConfigValid"), "")
