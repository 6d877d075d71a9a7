# SPDX-License-Identifier: Apache-2.0
"""What is left of a resource that went while its StatefulSet was being made again, on an API server in memory."""

from __future__ import annotations

from typing import Any

from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing.cluster import Cluster
from monero_operator import naming
from monero_operator.apply.orphans import Orphans
from monero_operator.desired import shapes
from monero_operator.naming import OwnerKind
from tests.support import build

KEY = Key("ns", "nodes")
CONTROLLER = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "nodes", "uid": "s", "controller": True}


def put(cluster: Cluster, kind: Kind, name: str, *, of: str = "nodes", **metadata: Any) -> dict[str, Any]:
    """Put an object of a node set there."""
    labels = naming.labels(OwnerKind.NODE_SET, of)
    return cluster.put(kind, {"metadata": {"name": name, "namespace": "ns", "labels": labels} | metadata})


async def test_pods_go_with_the_revisions_that_nothing_controls() -> None:
    """What a StatefulSet of that name controls is not touched, nor what is another's, nor any claim."""
    cluster = Cluster()
    pod = put(cluster, shapes.PODS, "nodes-0")
    put(cluster, shapes.REVISIONS, "nodes-old")
    put(cluster, shapes.REVISIONS, "nodes-kept", ownerReferences=[CONTROLLER])
    put(cluster, shapes.REVISIONS, "others-1", of="others")
    put(cluster, shapes.CLAIMS, "data-nodes-0")

    left = build.pod(name="nodes-0", uid=pod["metadata"]["uid"])
    await Orphans(cluster).sweep(OwnerKind.NODE_SET, KEY, [left, build.pod(name="nodes-1", uid="gone")])

    assert cluster.names(shapes.PODS) == ()
    assert cluster.names(shapes.REVISIONS) == ("nodes-kept", "others-1")
    assert cluster.names(shapes.CLAIMS) == ("data-nodes-0",)


async def test_the_revisions_of_the_largest_network_go() -> None:
    """Nothing points to them once the pods are gone."""
    cluster = Cluster()
    pod = put(cluster, shapes.PODS, "nodes-0")
    for number in range(3 * naming.MAX_REPLICAS):
        put(cluster, shapes.REVISIONS, f"nodes-{number}")

    await Orphans(cluster).sweep(OwnerKind.NODE_SET, KEY, [build.pod(name="nodes-0", uid=pod["metadata"]["uid"])])

    assert cluster.names(shapes.REVISIONS) == ()


async def test_where_nothing_is_left_nothing_is_asked() -> None:
    """Every resource that is deleted comes by here."""
    cluster = Cluster()

    await Orphans(cluster).sweep(OwnerKind.NODE_SET, KEY, [])

    assert cluster.requests == []
