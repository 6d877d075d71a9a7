# SPDX-License-Identifier: Apache-2.0
"""deploy/observability, as an administrator applies it, on a real API server with Prometheus Operator's definitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from localkube import components
from monero_operator.desired import shapes
from tests.support import apiserver, prometheus_operator
from tools.kubectl import Kubectl

ROOT = Path(__file__).resolve().parents[3]
NAMESPACE = "monero-system"
CONFIG_MAP_BYTES = 1024 * 1024
"""The most that a ConfigMap holds."""


@pytest.fixture
def kubectl(server: apiserver.ApiServer) -> Iterator[Kubectl]:
    """Return a kubectl for the operator's namespace; the kinds are there while the test lasts."""
    client = Kubectl((str(components.binaries() / "kubectl"), "--kubeconfig", str(server.kubeconfig)))
    kinds = (shapes.PROMETHEUS_RULES, prometheus_operator.SERVICE_MONITORS)
    definitions = json.dumps(
        {"apiVersion": "v1", "kind": "List", "items": [prometheus_operator.definition(kind) for kind in kinds]}
    )
    client.run("create", "namespace", NAMESPACE)
    client.run("apply", "--server-side", "--filename", "-", stdin=definitions)
    names = [f"crd/{kind.plural}.{kind.group}" for kind in kinds]
    client.run("wait", "--for=condition=Established", *names)
    yield client.within(NAMESPACE)
    client.run("delete", *names)


def test_all_of_it_is_accepted_word_for_word(kubectl: Kubectl) -> None:
    """No field is unknown, every dashboard is found by Grafana's sidecar, and all of them fit into one ConfigMap."""
    kubectl.run("apply", "--server-side", "--validate=strict", "--kustomize", str(ROOT / "deploy" / "observability"))

    dashboards = kubectl.get("configmap", "monero-dashboards")
    files = {path.name for path in (ROOT / "deploy" / "observability" / "dashboards").glob("*.json")}
    assert dashboards["data"].keys() == files
    assert dashboards["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert sum(len(text.encode()) for text in dashboards["data"].values()) < CONFIG_MAP_BYTES
    (monitor,) = kubectl.items("servicemonitors")
    (rules,) = kubectl.items("prometheusrules")
    (endpoint,) = monitor["spec"]["endpoints"]
    assert endpoint["honorLabels"] is True
    assert endpoint["metricRelabelings"][0]["sourceLabels"] == ["exported_namespace"]
    assert rules["spec"]["groups"][0]["rules"]
