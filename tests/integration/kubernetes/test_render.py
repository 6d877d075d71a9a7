# SPDX-License-Identifier: Apache-2.0
"""`monero-operator render` beside the running operator: what it prints is what is there."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
import yaml

from monero_operator.cli import render
from tests.support import operating
from tests.support.waiting import until
from tools.kubectl import Kubectl

NAMESPACE = "rendered"
RESOURCES: list[dict[str, Any]] = [
    {"kind": "MoneroNodeSet", "metadata": {"name": "nodes"}, "spec": {"replicas": 2, "service": {"type": "NodePort"}}},
    {"kind": "MoneroNodeSet", "metadata": {"name": "offline"}, "spec": {"monerod": {"args": ["--regtest"]}}},
    {
        "kind": "MoneroMiningNodeSet",
        "metadata": {"name": "miners"},
        "spec": {"replicas": 2, "xmrig": {"args": ["-o", "pool.example:5556", "-u", "wallet.$(id)"]}},
    },
    {
        "kind": "MoneroNetwork",
        "metadata": {"name": "closed"},
        "spec": {"replicas": 3, "template": {"spec": {"monerod": {"args": ["--regtest"]}}}},
    },
]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource["metadata"]["name"])
def test_what_is_rendered_is_what_the_operator_applies(server, tmp_path, kubectl, resource) -> None:
    """Applied over the operator's work, under its name, the rendered text changes nothing."""
    text = json.dumps({"apiVersion": "utxo.com.br/v1alpha1"} | resource)
    rendered = list(yaml.safe_load_all(_render(text)))
    kubectl.run("apply", "--filename", "-", stdin=text)
    with operating.running_within(server, tmp_path, NAMESPACE):
        until(lambda: _all_there(kubectl, rendered), seconds=20, what="the operator has made what was rendered")

    filled = "---\n".join(json.dumps(_filled(kubectl, resource, each)) + "\n" for each in rendered)

    flags = ("--server-side", "--force-conflicts", "--field-manager=monero-operator")
    assert kubectl.run("diff", *flags, "--filename", "-", stdin=filled) == ""


@pytest.fixture(scope="module")
def kubectl(server) -> Kubectl:
    """Return a kubectl for a namespace in which all kinds are installed."""
    return operating.prepare(server, NAMESPACE)


def _render(text: str) -> str:
    command = [
        sys.executable,
        "-m",
        "monero_operator",
        "render",
        "--namespace",
        NAMESPACE,
        *operating.IMAGES,
        "-f",
        "-",
    ]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def _all_there(kubectl: Kubectl, rendered: list[dict[str, Any]]) -> bool:
    return all(_live(kubectl, each["kind"], each["metadata"]["name"]) for each in rendered)


def _live(kubectl: Kubectl, kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = kubectl.get(kind, name)
    return found


def _filled(kubectl: Kubectl, resource: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """Return a rendered child with what only the server knew: uid, addresses, and the fingerprint of those."""
    uid = _live(kubectl, resource["kind"], resource["metadata"]["name"])["metadata"]["uid"]
    live = _live(kubectl, child["kind"], child["metadata"]["name"])
    filled = _fill(child, live)
    filled["metadata"]["ownerReferences"][0]["uid"] = uid
    return filled


def _fill(shown: Any, live: Any) -> Any:
    if isinstance(shown, dict):
        return {name: _fill(item, live.get(name) if isinstance(live, dict) else None) for name, item in shown.items()}
    if isinstance(shown, list):
        beside = live if isinstance(live, list) and len(live) == len(shown) else [None] * len(shown)
        return [_fill(item, other) for item, other in zip(shown, beside, strict=True)]
    return live if render.ALLOCATED in str(shown) else shown
