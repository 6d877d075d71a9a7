# SPDX-License-Identifier: Apache-2.0
"""Children without a cluster: the same plan, with a word where only the API server knows."""

import msgspec
import pytest

from kubeloop.controller import apply
from monero_operator.cli import render
from monero_operator.cli.documents import Document
from tests.support import build, world

NETWORK = {
    "apiVersion": "utxo.com.br/v1alpha1",
    "kind": "MoneroNetwork",
    "metadata": {"name": "regtest", "namespace": "labs"},
    "spec": {"replicas": 3, "template": {"spec": {"monerod": {"args": list(build.REGTEST)}}}},
}


def rendered(content: object, images=build.IMAGES, monitoring=render.NO_MONITORING) -> render.Rendered:
    """Render one document."""
    return render.render(Document("a.yaml, document 1", content), images, "elsewhere", monitoring=monitoring)


def test_the_children_are_those_that_a_cluster_gets():
    """But for addresses and uids, and the fingerprints of what holds them."""
    there = world.World(addresses=render.ALLOCATED)
    network = build.network(replicas=3)
    metadata = msgspec.structs.replace(network.metadata, uid=render.ALLOCATED)
    there.settle(msgspec.structs.replace(network, metadata=metadata))

    found = rendered(NETWORK)

    expected = {}
    for key, child in there.children.items():
        expected[key] = apply.manifest(render.KIND_OF[type(child)], child)
        if key[0] == "StatefulSet":
            expected[key]["metadata"]["labels"]["utxo.com.br/template"] = render.ALLOCATED
    names = {"PodDisruptionBudget": "DisruptionBudget"}
    assert found.problems == ()
    assert expected == {
        (names.get(each["kind"], each["kind"]), each["metadata"]["name"]): each for each in found.children
    }


def test_who_dials_whom_is_shown_although_no_address_is_known():
    """The third node dials the two below it."""
    third = next(each for each in rendered(NETWORK).children if each["metadata"]["name"] == "regtest-2")

    args = third["spec"]["template"]["spec"]["containers"][0]["args"]
    assert args[:3].count("--add-exclusive-node=<allocated>:18080") == 2


def test_an_exposed_node_set_is_shown_whole_although_no_port_is_known():
    """Each node's file is there, with a word in the place of what the server gives."""
    spec = {"replicas": 2, "monerod": {"args": list(build.REGTEST)}, "p2p": {"expose": "NodePort"}}

    found = rendered(NETWORK | {"kind": "MoneroNodeSet", "spec": spec})

    children = {each["kind"]: each for each in found.children}
    assert found.problems == ()
    assert children["StatefulSet"]["spec"]["replicas"] == 2
    assert children["ConfigMap"]["data"]["1.conf"].splitlines() == [
        "add-exclusive-node=<allocated>:18080",
        "p2p-external-port=<allocated>",
    ]
    assert children["ConfigMap"]["metadata"]["annotations"] == {"utxo.com.br/written": "<allocated>"}


def test_what_is_only_where_prometheus_operator_is_is_shown_to_who_asks():
    """With its labels and times, which are what somebody reviews."""
    monitor = {"labels": {"release": "kps"}, "interval": "30s"}
    content = NETWORK | {"kind": "MoneroNodeSet", "spec": {"metrics": {"monitor": monitor}}}

    without = {each["kind"] for each in rendered(content).children}
    found = {each["kind"]: each for each in rendered(content, monitoring=render.MONITORING).children}

    assert {"PodMonitor", "PrometheusRule"} == found.keys() - without
    assert {found[kind]["metadata"]["labels"]["release"] for kind in ("PodMonitor", "PrometheusRule")} == {"kps"}
    assert found["PodMonitor"]["spec"]["podMetricsEndpoints"][0]["interval"] == "30s"


def test_a_document_that_names_no_namespace_goes_where_it_was_told():
    """As with kubectl's own --namespace."""
    found = rendered(NETWORK | {"metadata": {"name": "regtest"}})

    assert {"elsewhere"} == {each["metadata"]["namespace"] for each in found.children}


def test_a_spec_that_cannot_be_carried_out_says_why_and_renders_nothing():
    """The condition ConfigValid, in a terminal."""
    args = {"spec": {"template": {"spec": {"monerod": {"args": ["--regtest", "--data-dir=/tmp"]}}}}}

    found = rendered(NETWORK | args)

    assert found.children == ()
    assert found.problems[0].startswith("ArgumentRefused: --data-dir is the operator's to set")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ([], "is no Kubernetes object"),
        ("text", "is no Kubernetes object"),
        ({"kind": "MoneroNetwork", "apiVersion": "utxo.com.br/v1"}, "is a MoneroNetwork of utxo.com.br/v1"),
        ({"kind": ["MoneroNetwork"], "apiVersion": "utxo.com.br/v1alpha1"}, "is a ['MoneroNetwork']"),
        (NETWORK | {"metadata": {}}, "metadata.name: a name is needed"),
        (NETWORK | {"spec": {"replica": 1}}, 'unknown field "spec.replica"'),
    ],
)
def test_what_is_no_resource_of_ours_is_refused_in_words(content, sentence):
    """And renders nothing."""
    found = rendered(content)

    assert found.children == ()
    assert found.problems[0].startswith(sentence)


def test_a_document_that_could_not_be_read_keeps_its_problem():
    """The sentence of the reader reaches the user."""
    assert render.render(Document("a.yaml", problem="is no YAML"), build.IMAGES, "x").problems == ("is no YAML",)


def test_tor_and_i2p_are_shown_whole_although_no_key_is_made():
    """Sidecars, documents and each node's lines, with a word in the place of addresses; no Secret."""
    spec = {"replicas": 2, "monerod": {"args": []}, "tor": {"enabled": True}, "i2p": {"enabled": True}}

    found = rendered(NETWORK | {"kind": "MoneroNodeSet", "spec": spec})

    children = {(each["kind"], each["metadata"]["name"]): each for each in found.children}
    pod = children["StatefulSet", "regtest"]["spec"]["template"]["spec"]
    assert [each["name"] for each in pod["initContainers"]] == ["tor", "i2p", "exporter"]
    assert '"masters":["<allocated>"]' in children["ConfigMap", "regtest-tor"]["data"]["tor.json"]
    assert '"key":"p2p-{ordinal}"' in children["ConfigMap", "regtest-i2p"]["data"]["i2p.json"]
    lines = children["ConfigMap", "regtest-config"]["data"]["1.conf"].splitlines()
    assert "anonymous-inbound=<allocated>:18084,127.0.0.1:18084" in lines
    assert "Secret" not in {kind for kind, _ in children}
