# SPDX-License-Identifier: Apache-2.0
"""What stands in the way of children, on an API server in memory."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.controller.apply import Applier
from kubeloop.objects.metadata import OwnerReference
from kubeloop.testing.cluster import Cluster
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.metrics import Monitor
from monero_operator.apply import children
from monero_operator.apply.children import Children
from monero_operator.desired import monitoring, parent, shapes
from monero_operator.observe.sources import Informers
from monero_operator.plan.actions import Deletion, Plan, Restart
from tests.support import build

OWNER = OwnerReference(api_version="utxo.com.br/v1alpha1", kind="MoneroNetwork", name="net", uid="n", controller=True)
SERVICE = shapes.Service(
    metadata=shapes.ChildMetadata(
        name="net-0-p2p",
        namespace="ns",
        labels=naming.labels(naming.OwnerKind.NETWORK, "net"),
        owner_references=(OWNER,),
    ),
    spec=shapes.ServiceSpec(
        type="ClusterIP",
        session_affinity="None",
        cluster_ip="10.96.0.7",
        selector={"a": "b"},
        ports=(shapes.ServicePort(name="p2p", port=1),),
    ),
)


@pytest.fixture
def cluster() -> Cluster:
    """Return an empty API server."""
    return Cluster()


def synced(cluster: Cluster) -> Informers:
    """Return informers that have seen a cluster without children."""
    informers = Informers(cluster, None)
    for informer in informers.children().values():
        informer.replace([])
    return informers


@pytest.fixture
def doer(cluster: Cluster) -> Children:
    """Return the room's doer on that API server."""
    informers = synced(cluster)
    applier = Applier(cluster, manager=naming.FIELD_MANAGER, own_label_prefixes=naming.OWN_LABEL_PREFIXES)
    return Children(applier, informers.children(), informers.pods)


async def test_an_address_that_is_not_free_yet_is_asked_for_again(cluster: Cluster, doer: Children) -> None:
    """The first refusals of a cluster IP ask for patience; the address is given up only when they go on."""
    refusal = errors.Invalid("spec.clusterIPs: failed to allocate IP 10.96.0.7: provided IP is already allocated")
    cluster.fail_next("apply", refusal, times=children.ADDRESS_TRIES)

    for _ in range(children.ADDRESS_TRIES - 1):
        with pytest.raises(errors.RetryAfter):
            await doer.carry_out("ns", Plan(apply=(SERVICE,)))

    assert await doer.carry_out("ns", Plan(apply=(SERVICE,))) == facts.Obstacles(
        taken_addresses=frozenset({"10.96.0.7"})
    )


@pytest.mark.parametrize(("labels", "is_taken"), [({naming.LABEL_ORDINAL: "0"}, True), ({}, False)])
async def test_a_nodes_old_port_may_be_taken_and_a_persons_wish_is_told(
    cluster: Cluster, doer: Children, labels: dict[str, str], is_taken: bool
) -> None:
    """What a node had it can do without; what a person asks for they must hear about."""
    port = shapes.ServicePort(name="p2p", port=1, node_port=30123)
    spec = msgspec.structs.replace(SERVICE.spec, cluster_ip="", ports=(port,))
    metadata = msgspec.structs.replace(SERVICE.metadata, labels=naming.labels(naming.OwnerKind.NETWORK, "net") | labels)
    refusal = errors.Invalid("spec.ports[0].nodePort: Invalid value: 30123: provided port is already allocated")
    for _ in range(children.ADDRESS_TRIES - 1 if is_taken else 0):
        cluster.fail_next("apply", refusal)
        with pytest.raises(errors.RetryAfter):
            await doer.carry_out("ns", Plan(apply=(shapes.Service(metadata=metadata, spec=spec),)))
    cluster.fail_next("apply", refusal)

    found = await doer.carry_out("ns", Plan(apply=(shapes.Service(metadata=metadata, spec=spec),)))

    assert found.taken_addresses == ({"30123"} if is_taken else set())
    assert bool(found.refusals) is not is_taken


async def test_a_headless_service_has_no_address_to_do_without(cluster: Cluster, doer: Children) -> None:
    """Somebody made one with an address in its place: nobody else has taken it, and only a person can help."""
    spec = msgspec.structs.replace(SERVICE.spec, cluster_ip=shapes.HEADLESS)
    message = 'spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set'
    cluster.fail_next("apply", errors.Invalid(message))

    found = await doer.carry_out("ns", Plan(apply=(msgspec.structs.replace(SERVICE, spec=spec),)))

    assert found.refusals == (facts.Refusal(kind="Service", name="net-0-p2p", message=message),)


async def test_any_other_refusal_is_told(cluster: Cluster, doer: Children) -> None:
    """A refusal that is not about an address names the child and the API server's words."""
    cluster.fail_next("apply", errors.Forbidden("exceeded quota: services"))

    found = await doer.carry_out("ns", Plan(apply=(SERVICE,)))

    assert found.refusals == (facts.Refusal(kind="Service", name="net-0-p2p", message="exceeded quota: services"),)


async def test_pods_are_not_restarted_in_the_pass_that_writes_a_template(cluster: Cluster) -> None:
    """A written child may change which pods are outdated, so a restart waits for the next pass."""
    informers = synced(cluster)
    applier = Applier(cluster, manager=naming.FIELD_MANAGER, own_label_prefixes=naming.OWN_LABEL_PREFIXES)
    doer = Children(applier, informers.children(), informers.pods)
    pod = cluster.put(shapes.PODS, {"metadata": {"name": "net-0-0", "namespace": "ns"}})
    await doer.carry_out("ns", Plan(apply=(SERVICE,)))
    edited = msgspec.structs.replace(SERVICE, spec=msgspec.structs.replace(SERVICE.spec, selector={"a": "c"}))
    restart = Restart(pod="net-0-0", uid=pod["metadata"]["uid"])

    await doer.carry_out("ns", Plan(apply=(edited,), restart=(restart,)))
    assert cluster.names(shapes.PODS) == ("net-0-0",)

    await doer.carry_out("ns", Plan(apply=(edited,), restart=(restart,)))
    assert cluster.names(shapes.PODS) == ()


@pytest.mark.parametrize(("propagation", "left"), [("Background", ()), ("Orphan", ("net-0-p2p",))])
async def test_a_child_goes_with_or_without_what_it_owns(
    cluster: Cluster, doer: Children, propagation: Any, left: object
) -> None:
    """A volume that is to stay is freed by the way in which its StatefulSet is deleted."""
    found = cluster.put(shapes.STATEFULSETS, {"metadata": {"name": "net-0", "namespace": "ns"}})
    uid = found["metadata"]["uid"]
    owner = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "net-0", "uid": uid}
    owned = {"name": "net-0-p2p", "namespace": "ns", "ownerReferences": [owner]}
    cluster.put(shapes.SERVICES, {"metadata": owned})

    await doer.carry_out("ns", Plan(delete=(Deletion("StatefulSet", "net-0", uid, propagation),)))

    assert cluster.names(shapes.STATEFULSETS) == ()
    assert left == cluster.names(shapes.SERVICES)


async def test_a_clash_does_not_keep_other_children_from_being_applied(cluster: Cluster, doer: Children) -> None:
    """A name that a stranger has is told; the next child is still written."""
    cluster.put(shapes.SERVICES, {"metadata": {"name": "net", "namespace": "ns"}})
    owner = OwnerReference(api_version="v1", kind="X", name="x", uid="u", controller=True)
    metadata = shapes.ChildMetadata(
        name="net", namespace="ns", labels=naming.labels(naming.OwnerKind.NETWORK, "net"), owner_references=(owner,)
    )
    clashing = shapes.Service(metadata=metadata, spec=SERVICE.spec)

    found = await doer.carry_out("ns", Plan(apply=(clashing, SERVICE)))

    assert [clash.name for clash in found.clashes] == ["net"]
    assert cluster.names(shapes.SERVICES) == ("net", "net-0-p2p")


async def test_an_address_that_is_not_free_yet_holds_no_other_child_up(cluster: Cluster, doer: Children) -> None:
    """Patience with one Service does not keep the next from being written."""
    cluster.fail_next("apply", errors.Invalid("spec.clusterIPs: provided IP is already allocated"))
    other = msgspec.structs.replace(SERVICE, metadata=msgspec.structs.replace(SERVICE.metadata, name="net-1-p2p"))

    with pytest.raises(errors.RetryAfter):
        await doer.carry_out("ns", Plan(apply=(SERVICE, other)))

    assert cluster.names(shapes.SERVICES) == ("net-1-p2p",)


MONITOR = monitoring.pod_monitor(parent.of(naming.OwnerKind.NETWORK, build.METADATA), Monitor(labels={"release": "x"}))
NOT_SERVED = errors.NotFound("the server could not find the requested resource")


async def test_a_monitor_keeps_the_label_that_a_person_gave_it(cluster: Cluster, doer: Children) -> None:
    """Though no label of that prefix is ours elsewhere."""
    assert await doer.carry_out("labs", Plan(apply=(MONITOR,))) == facts.Obstacles()

    assert cluster.read(shapes.POD_MONITORS, "labs", "regtest")["metadata"]["labels"]["release"] == "x"


async def test_a_kind_that_has_just_gone_stands_in_nobodys_way(cluster: Cluster, doer: Children) -> None:
    """What can be done without is; a kind that every cluster has is missed."""
    cluster.fail_next("apply", NOT_SERVED)
    assert await doer.carry_out("labs", Plan(apply=(MONITOR,))) == facts.Obstacles()

    cluster.fail_next("apply", NOT_SERVED)
    with pytest.raises(errors.NotFound):
        await doer.carry_out("ns", Plan(apply=(SERVICE,)))
