# SPDX-License-Identifier: Apache-2.0
"""The operator without any right outside one namespace, as deploy/namespaced installs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import away, journal, journeys
from tools import deploy
from tools.kubectl import Kubectl, KubectlFailed

NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "alone"},
    "spec": {"replicas": 1, "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}}},
}


@pytest.fixture
def operator_away(client: Kubectl) -> Iterator[None]:
    """Stop the operator of the whole cluster: two operators would do the same work twice."""
    with away.operator(client):
        yield


@pytest.fixture
def elsewhere(client: Kubectl) -> Iterator[Kubectl]:
    """Return another namespace."""
    with journeys.living(client, "elsewhere") as found:
        yield found


@pytest.mark.usefixtures("operator_away")
def test_it_serves_its_namespace_and_touches_no_other(client: Kubectl, namespace: Kubectl, elsewhere: Kubectl) -> None:
    """A network beside it becomes ready; the same network in another namespace is nobody's business."""
    name = namespace.get("serviceaccount", "default")["metadata"]["namespace"]
    elsewhere.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
    with journal.step("an operator of one namespace"):
        deploy.up_within(client, name, _references(client))
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))

    with journal.step("its network ready"):
        namespace.run("wait", "moneronetwork/alone", "--for=condition=Ready", "--timeout=2m", timeout_seconds=130)

    assert elsewhere.items("statefulsets,services,poddisruptionbudgets") == []
    assert elsewhere.get("moneronetwork", "alone").get("status", {}) == {}
    account = f"system:serviceaccount:{name}:monero-operator"
    assert _may(namespace, account, "patch", "statefulsets.apps")
    assert not _may(elsewhere, account, "list", "pods")


def _references(client: Kubectl) -> dict[str, str]:
    """Return the images that the cluster's operator was installed with."""
    pod = client.within(deploy.NAMESPACE).get("deployment", "monero-operator")["spec"]["template"]["spec"]
    [container] = pod["containers"]
    images = (each for each in container["env"] if each["name"].endswith("_IMAGE"))
    named = {each["name"].split("_")[2].lower(): each["value"] for each in images}
    return named | {"operator": container["image"]}


def _may(inside: Kubectl, account: str, verb: str, resource: str) -> bool:
    try:
        return inside.run("auth", "can-i", verb, resource, "--as", account).strip() == "yes"
    except KubectlFailed:
        return False
