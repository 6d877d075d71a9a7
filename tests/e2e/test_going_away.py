# SPDX-License-Identifier: Apache-2.0
"""Going away without the operator: nothing waits for it."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.support import away, journal, journeys
from tests.support.waiting import until
from tools.kubectl import Kubectl

API_VERSION = "utxo.com.br/v1alpha1"
NAMESPACE = "gone-without-us"
GONE_SECONDS = 120.0
"""A regtest node ends within its 30 s of grace, and the namespace controller looks again after half of it."""
NODE: dict[str, Any] = {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}
SPECS: dict[str, dict[str, Any]] = {
    "MoneroNodeSet": {"replicas": 2, **NODE},
    "MoneroNetwork": {"replicas": 2, "template": {"spec": NODE}},
}


def test_a_namespace_goes_in_the_usual_time_while_the_operator_is_away(client: Kubectl) -> None:
    """There are no finalizers of ours, and daemons end by themselves."""
    with journeys.living(client, NAMESPACE) as namespace:
        for kind, spec in SPECS.items():
            content = {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": kind.lower()}, "spec": spec}
            namespace.run("apply", "--filename", "-", stdin=json.dumps(content))
        for kind in SPECS:
            each = f"{kind}/{kind.lower()}"
            namespace.run("wait", each, "--for=condition=Ready", "--timeout=4m", timeout_seconds=260)
        with away.operator(client):
            began = time.monotonic()
            client.run("delete", "namespace", NAMESPACE, "--wait=false")
            until(lambda: not _exists(client), seconds=GONE_SECONDS, what="the namespace is gone")
            journal.record("a namespace with a node set and a network, without an operator", time.monotonic() - began)
        # What tidies up after the test looks for it.
        client.run("create", "namespace", NAMESPACE)


def _exists(client: Kubectl) -> bool:
    return bool(client.run("get", "namespace", NAMESPACE, "--ignore-not-found", "--output", "name").strip())
