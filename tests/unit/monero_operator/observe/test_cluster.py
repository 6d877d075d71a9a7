# SPDX-License-Identifier: Apache-2.0
"""Which objects are facts of a resource."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from kubeloop.objects.metadata import Key
from kubeloop.testing.cluster import Cluster
from monero_operator import facts
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.sources import Informers
from tests.support.live_objects import DEPLOYMENT_SPEC, OWNER, POD, STATEFULSET

NETWORK = msgspec.json.decode(b'{"metadata":{"name":"net","namespace":"ns","uid":"u1"}}', type=MoneroNetwork)


def seen(statefulset: dict[str, Any], pod: dict[str, Any]) -> facts.NetworkFacts:
    """Return the facts of a network with these objects in the cache."""
    informers = Informers(Cluster(), None)
    for informer, content in ((informers.statefulsets, statefulset), (informers.pods, pod)):
        informer.replace([informer._decoder.entry(json.dumps(content).encode())])
    return cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles())


def test_a_pod_of_a_former_statefulset_is_not_taken_for_the_ordinals_pod() -> None:
    """After a StatefulSet was made again, the pod of the one before it says nothing."""
    stranger = POD["metadata"] | {"ownerReferences": [POD["metadata"]["ownerReferences"][0] | {"uid": "old"}]}

    assert seen(STATEFULSET, POD | {"metadata": stranger}).pods == {}


def test_a_child_that_cannot_be_read_is_a_fact_and_not_absent() -> None:
    """A StatefulSet with a spec that we could not have made is named with its problem."""
    broken = STATEFULSET | {"spec": {"replicas": "many"}}

    (found,) = seen(broken, POD).unreadable

    assert (found.kind, found.name) == ("StatefulSet", "net-0")
    assert "replicas" in found.problem or "missing" in found.problem


def informed(**contents: list[dict[str, Any]]) -> Informers:
    """Return informers that have seen these objects."""
    informers = Informers(Cluster(), None)
    for name, objects in contents.items():
        informer = getattr(informers, name)
        informer.replace([informer._decoder.entry(json.dumps(content).encode()) for content in objects])
    return informers


def labelled(name: str, **metadata: Any) -> dict[str, Any]:
    """Return an object of the network without a controller."""
    labels = {"utxo.com.br/moneronetwork": "net", "utxo.com.br/network": "regtest"}
    return {"metadata": {"name": name, "namespace": "ns", "uid": f"u-{name}", "labels": labels} | metadata}


def test_a_pod_that_runs_on_while_its_statefulset_is_made_again_is_still_a_fact() -> None:
    """Otherwise clients would be told that nobody serves; a stranger's pod of that name is none of ours."""
    stranger = labelled("net-1-0", labels={"app": "net"})
    informers = informed(pods=[labelled("net-0-0"), stranger])

    found = cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles())

    assert {ordinal: pod.name for ordinal, pod in found.pods.items()} == {0: "net-0-0"}
    assert [pod.name for pod in cluster.orphans(informers, OwnerKind.NETWORK, Key("ns", "net"))] == ["net-0-0"]


def test_a_pod_that_something_controls_is_no_orphan() -> None:
    """Its end is its controller's business."""
    informers = informed(pods=[POD])

    assert cluster.orphans(informers, OwnerKind.NETWORK, Key("ns", "net")) == ()


def test_claims_are_found_by_name_and_label_whoever_owns_them() -> None:
    """A volume that stayed has no owner, and the claim of a former resource is the one that a new pod gets."""
    spec = {"resources": {"requests": {"storage": "2Gi"}}}
    owned = labelled("data-net-1-0", ownerReferences=[OWNER], resourceVersion="7") | {"spec": spec}
    informers = informed(claims=[labelled("data-net-0-0"), owned, labelled("data-net-2-0", labels={}), labelled("x")])

    found = cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles()).claims

    assert {ordinal: claim.size for ordinal, claim in found.items()} == {0: "", 1: "2Gi"}
    assert (found[1].goes_with("u1"), found[1].version, found[1].network) == (True, "7", "regtest")
    assert not found[0].owners


def test_config_maps_and_deployments_are_facts_by_name() -> None:
    """Those that the resource controls, and no others."""
    config = labelled("net-tor", ownerReferences=[OWNER])
    balancer = labelled("net-onionbalance", ownerReferences=[OWNER]) | {"spec": DEPLOYMENT_SPEC}
    informers = informed(config_maps=[config, labelled("net-i2p")], deployments=[balancer])

    found = cluster.network(informers, NETWORK.metadata, {}, facts.Obstacles())

    assert {"net-tor": facts.ConfigMap(name="net-tor", uid="u-net-tor")} == found.config_maps
    assert {
        "net-onionbalance": facts.Deployment(name="net-onionbalance", uid="u-net-onionbalance")
    } == found.deployments
