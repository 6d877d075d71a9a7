# SPDX-License-Identifier: Apache-2.0
"""The operator as it was installed: what it may do, what it tells, and that losing it harms nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from prometheus_client import parser

from monero_operator import naming
from tests.support import journal, peers
from tests.support.waiting import until
from tools import deploy
from tools.kubectl import Kubectl, KubectlFailed

ACCOUNT = "system:serviceaccount:monero-system:monero-operator"
CHILDREN = "statefulsets,services,poddisruptionbudgets"
FAILOVER_SECONDS = 20.0
"""Fifteen until the other one leads, and then its work."""
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
    """Its account writes children, and reads neither Secrets nor ConfigMaps, nor anything that runs commands."""
    assert _may(client, "patch", "statefulsets.apps")
    assert not _may(client, "get", "secrets")
    assert not _may(client, "list", "configmaps")
    assert not _may(client, "create", "pods")
    assert not _may(client, "create", "pods/exec")
    assert not _may(client, "patch", "moneronetworks.utxo.com.br")


def test_the_operator_tells_prometheus_what_it_does(operator: Kubectl) -> None:
    """The metrics Service serves the runtime's counts."""
    path = f"/api/v1/namespaces/{deploy.NAMESPACE}/services/monero-operator-metrics:metrics/proxy/metrics"
    names = {family.name for family in parser.text_string_to_metric_families(operator.run("get", "--raw", path))}

    assert {"controller_runtime_reconcile", "workqueue_depth", "rest_client_requests"} <= names


def test_a_restarted_operator_writes_nothing_and_repairs_what_happened_meanwhile(
    namespace: Kubectl, operator: Kubectl
) -> None:
    """No child changes because the operator is restarted; what was deleted while it was away comes back."""
    with journal.step("two quiet peers ready"):
        namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
        namespace.run("wait", "moneronetwork/quiet", "--for=condition=Ready", "--timeout=3m", timeout_seconds=200)
    before = _written(namespace)
    with journal.step("operator away, a child deleted, operator back"):
        operator.run("scale", "deployment/monero-operator", "--replicas=0")
        until(lambda: not operator.items("pods"), seconds=60, what="the operator is away")
        namespace.run("delete", "service", "quiet")
        operator.run("scale", "deployment/monero-operator", "--replicas=2")
        until(lambda: "Service/quiet" in _written(namespace), seconds=60, what="the deleted Service is back")
    after = _written(namespace)
    del before["Service/quiet"], after["Service/quiet"]
    assert before == after


def test_a_leader_that_dies_is_replaced(namespace: Kubectl, operator: Kubectl) -> None:
    """One of two replicas holds the lease; killed without a farewell, the other one works on within its time."""
    operator.run("rollout", "status", "deployment/monero-operator", "--timeout=60s")
    before = until(lambda: _leader(operator), seconds=30, what="one leads")
    operator.run("delete", "pod", before, "--grace-period=0", "--force")
    with journal.step("leader killed, a network made by the other"):
        namespace.run("apply", "--filename", "-", stdin=json.dumps(NETWORK))
        until(lambda: namespace.items("statefulsets"), seconds=FAILOVER_SECONDS, what="the next leader made children")

    assert _leader(operator) not in ("", before)


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


def _leader(operator: Kubectl) -> str:
    """Return the name of the pod that holds the lease."""
    holder: str = operator.get("lease", "monero-operator").get("spec", {}).get("holderIdentity", "")
    return holder.rpartition("_")[0]


def _may(client: Kubectl, verb: str, resource: str) -> bool:
    try:
        return client.run("auth", "can-i", verb, resource, "--as", ACCOUNT, "--all-namespaces").strip() == "yes"
    except KubectlFailed:
        return False


def _written(namespace: Kubectl) -> dict[str, tuple[str, list[str]]]:
    """Return each child's uid, and when the operator wrote it."""
    found = {}
    for item in namespace.items(CHILDREN, "--show-managed-fields"):
        metadata = item["metadata"]
        writes = [each["time"] for each in metadata["managedFields"] if each["manager"] == naming.FIELD_MANAGER]
        found[f"{item['kind']}/{metadata['name']}"] = (metadata["uid"], writes)
    return found


def _condition_is_false(namespace: Kubectl, kind: str) -> dict[str, Any] | None:
    found = peers.condition(namespace, "quiet", kind)
    return found if found["status"] == "False" else None
