# SPDX-License-Identifier: Apache-2.0
"""The operator as it was installed: what it may do, what it tells, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from prometheus_client import parser

from tests.support import peers
from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl, KubectlFailed

ACCOUNT = "system:serviceaccount:monero-system:monero-operator"
NETWORK: dict[str, Any] = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "quiet"},
    "spec": {"replicas": 2, "template": {"spec": {"monerod": {"args": ["--regtest", "--fixed-difficulty=1"]}}}},
}


@pytest.fixture
def operator(client: Kubectl) -> Kubectl:
    """Return a kubectl for the operator's namespace."""
    return client.within(deploy.NAMESPACE)


def test_the_operator_may_do_what_it_must_and_no_more(client: Kubectl) -> None:
    """Its account writes children and Secrets of keys, and makes nothing that runs commands."""
    assert _may(client, "patch", "statefulsets.apps")
    assert _may(client, "patch", "secrets")
    assert not _may(client, "deletecollection", "secrets")
    assert not _may(client, "create", "pods")
    assert not _may(client, "create", "pods/exec")
    assert not _may(client, "patch", "moneronetworks.utxo.com.br")


def test_the_operator_tells_prometheus_what_it_does(operator: Kubectl) -> None:
    """The metrics Service serves the runtime's counts."""
    path = f"/api/v1/namespaces/{deploy.NAMESPACE}/services/monero-operator-metrics:metrics/proxy/metrics"
    names = {family.name for family in parser.text_string_to_metric_families(operator.run("get", "--raw", path))}

    assert {"controller_runtime_reconcile", "workqueue_depth", "rest_client_requests"} <= names


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"metadata": {"name": "a" * 41}}, "at most 40 characters"),
        ({"metadata": {"name": "1st"}}, "must start with a letter"),
        ({"spec": {"replicas": -1}}, "spec.replicas"),
        ({"spec": {"replicas": 65}}, "spec.replicas"),
        ({"spec": {"blocks": {"interval": "10ms"}}}, "interval must be 1s or longer"),
        ({"spec": {"blocks": {"address": "nonsense"}}}, "spec.blocks.address"),
        ({"spec": {"replica": 3}}, 'unknown field "spec.replica"'),
    ],
)
def test_wrong_specs_are_refused_in_words(namespace: Kubectl, change: dict[str, Any], said: str) -> None:
    """What the schema can see is wrong is refused by `kubectl apply` itself, naming the field or the rule."""
    with pytest.raises(KubectlFailed, match=said):
        namespace.run("create", "--validate=strict", "--filename", "-", stdin=json.dumps(NETWORK | change))


@pytest.mark.machines
def test_the_published_image_name_runs_on_our_machines(namespace: Kubectl) -> None:
    """The image that was published in 2021 is, on localkube alone, another name of ours."""
    monerod = NETWORK["spec"]["template"]["spec"]["monerod"] | {"image": "utxobr/monerod:v0.17.2.0"}
    spec = {"replicas": 1, "template": {"spec": {"monerod": monerod}}}
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK | {"spec": spec}))

    namespace.run("wait", "moneronetwork/quiet", "--for=condition=Ready", "--timeout=2m", timeout_seconds=130)

    version = until(lambda: peers.status(namespace, "quiet").get("version"), seconds=20, what="its version is known")
    assert version == "0.18.4.0"


def test_a_name_that_a_stranger_has_is_told_and_left_alone(namespace: Kubectl) -> None:
    """A Service of somebody else with the network's name is named in a condition, and stays as it is."""
    namespace.run("create", "service", "clusterip", "quiet", "--tcp=80")
    before = namespace.get("service", "quiet")
    namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))

    told = until(lambda: _condition_is_false(namespace, "ConfigValid"), seconds=30, what="the clash is told")

    assert "Service quiet exists already" in told["message"]
    assert namespace.get("service", "quiet") == before


def _may(client: Kubectl, verb: str, resource: str) -> bool:
    try:
        return client.run("auth", "can-i", verb, resource, "--as", ACCOUNT, "--all-namespaces").strip() == "yes"
    except KubectlFailed:
        return False


def _condition_is_false(namespace: Kubectl, kind: str) -> dict[str, Any] | None:
    found = peers.condition(namespace, "quiet", kind)
    return found if found["status"] == "False" else None
