# SPDX-License-Identifier: Apache-2.0
"""The operator's custom resource and the shapes of its children, held against a real API server."""

from __future__ import annotations

import asyncio
import contextlib

import msgspec
import pytest

from kubeloop import errors
from kubeloop.cache import digest
from kubeloop.client.http import HttpClient
from kubeloop.controller import explicit
from kubeloop.crd import document
from kubeloop.objects.kind import Kind
from monero_operator import naming
from monero_operator.api.v1alpha1 import placement
from monero_operator.api.v1alpha1.anonymity import ConfigMapReference, I2p, Tor
from monero_operator.api.v1alpha1.common import PodSettings, Resources, SecretReference
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import P2p
from monero_operator.api.v1alpha1.nodes import Monerod, Service, ServicePorts
from monero_operator.desired import shapes, statefulset
from tests.support import build, hidden, node_world, world

DEFINITIONS = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACES = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
NETWORKS = MoneroNetwork.__resource__.identity
KINDS = {
    shapes.Service: shapes.SERVICES,
    shapes.StatefulSet: shapes.STATEFULSETS,
    shapes.Deployment: shapes.DEPLOYMENTS,
    shapes.DisruptionBudget: shapes.DISRUPTION_BUDGETS,
    shapes.ConfigMap: shapes.CONFIG_MAPS,
}
ATTEMPTS = 400
APART = placement.PodAffinity(
    preferred_during_scheduling_ignored_during_execution=(
        placement.PreferredPods(5, placement.PodTerm("zone", placement.LabelSelector({"app": "db"}))),
    )
)
SETTINGS = {
    "hard_anti_affinity": True,
    "p2p": P2p(expose="NodePort"),
    "service": Service("LoadBalancer", {"lb.example/x": "y"}, ServicePorts(30988), "lb.example/class"),
    "pod": PodSettings(
        labels={"team": "a"},
        annotations={"note": "b"},
        node_selector={"disk": "fast"},
        tolerations=(
            placement.Toleration("dedicated", "Equal", "monero", "NoExecute", 60),
            placement.Toleration(operator="Exists"),
        ),
        affinity=placement.Affinity(
            node_affinity=placement.NodeAffinity(
                placement.NodeSelector((placement.NodeTerm((placement.NodeRequirement("gpu", "DoesNotExist"),)),)),
            ),
            pod_affinity=placement.PodAffinity(),
            pod_anti_affinity=APART,
        ),
        topology_spread_constraints=(placement.TopologySpread(2, "zone", "DoNotSchedule"),),
        priority_class_name="system-cluster-critical",
        image_pull_secrets=(SecretReference("registry"),),
    ),
}
"""Everything that a person can say about pods and Services."""
HIDDEN = {
    "args": (),
    "replicas": 2,
    "tor": Tor(
        enabled=True,
        clearnet="never",
        enforced=True,
        resources=Resources({"memory": "0.125Gi"}, {"memory": "256Mi"}),
        config_map_ref=ConfigMapReference("own-tor"),
    ),
    "i2p": I2p(enabled=True, config_map_ref=ConfigMapReference("own-i2p")),
}
"""Tor and I2P with all that changes a pod."""


@pytest.fixture
async def networks(client: HttpClient) -> HttpClient:
    """Install the generated definition and wait until it is served."""
    definition = document.document(MoneroNetwork)
    name = definition["metadata"]["name"]
    await client.apply(DEFINITIONS, "", name, msgspec.json.encode(definition), manager="test")
    for _ in range(ATTEMPTS):
        with contextlib.suppress(errors.NotFound):
            await client.list(NETWORKS, "default")
            return client
        await asyncio.sleep(0.05)
    pytest.fail(f"{name} is not served after {ATTEMPTS} attempts")


async def make(client: HttpClient, spec: dict, name: str = "regtest") -> MoneroNetwork:
    """Apply a network and return what the server made of it."""
    body = {"apiVersion": NETWORKS.api_version, "kind": NETWORKS.name, "metadata": {"name": name}, "spec": spec}
    answer = await client.apply(NETWORKS, "default", name, msgspec.json.encode(body), manager="user")
    return msgspec.json.decode(answer, type=MoneroNetwork)


async def test_the_published_network_is_accepted_with_defaults_that_are_ours(networks):
    """What the server fills in is what the structs say."""
    spec = {"replicas": 20, "template": {"spec": {"monerod": {"args": list(build.REGTEST)}}}}

    made = await make(networks, spec, "published")

    assert build.network(replicas=20).spec == made.spec


@pytest.mark.parametrize(
    ("name", "spec", "sentence"),
    [
        ("a" * 41, {}, "at most 40 characters"),
        ("1st", {}, "must start with a letter"),
        ("many", {"replicas": 65}, "64"),
        ("fast", {"blocks": {"interval": "999ms"}}, "1s or longer"),
        ("slow", {"blocks": {"interval": "25h"}}, "24h or shorter"),
        ("eight", {"blocks": {"address": "8" * 95}}, "address"),
        ("huge", {"template": {"spec": {"diskSize": "huge"}}}, "diskSize"),
    ],
)
async def test_what_cannot_be_is_refused_by_the_server(networks, name, spec, sentence):
    """With a sentence that says what must change."""
    with pytest.raises(errors.Invalid) as refusal:
        await make(networks, spec, name)

    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("class-changed", {"storageClass": "fast"}, {"storageClass": "slow"}),
        ("class-removed", {"storageClass": "fast"}, {}),
        ("class-added", {}, {"storageClass": "fast"}),
        ("template-removed", {"storageClass": "fast"}, None),
        ("size-shrunk", {"diskSize": "1Gi"}, {"diskSize": "1G"}),
        ("size-removed", {"diskSize": "1Gi"}, {}),
    ],
)
async def test_volumes_change_in_nothing_but_growing_also_not_by_leaving_the_block_out(networks, name, before, after):
    """The rule stands on the parent, which defaults keep in being."""
    await make(networks, {"template": {"spec": before}}, name)

    with pytest.raises(errors.Invalid, match="make a new resource"):
        await make(networks, {} if after is None else {"template": {"spec": after}}, name)


@pytest.mark.parametrize(
    ("before", "after"), [({"diskSize": "1Gi"}, {"diskSize": "1025Mi"}), ({}, {"diskSize": "1Gi"})]
)
async def test_volumes_may_be_asked_to_grow(networks, before, after):
    """Also where none was named; whether that is growth the operator knows."""
    await make(networks, {"template": {"spec": before}}, "grown")

    await make(networks, {"template": {"spec": after}}, "grown")

    await networks.delete(NETWORKS, "default", "grown")


@pytest.fixture
async def labs(client: HttpClient) -> None:
    """Make the namespaces of the children."""
    for name in ("labs", "sets", "hidden", "over-tor", "over-i2p"):
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
        await client.apply(NAMESPACES, "", name, msgspec.json.encode(body), manager="test")


@pytest.mark.usefixtures("labs")
async def test_children_come_back_from_the_server_as_they_were_sent(client):
    """Every kind, with resources in the user's spelling: no difference, hence no second write after a restart."""
    resources = Resources({"cpu": "0.5", "memory": "1.5Gi"}, {"memory": "2048Mi", "ephemeral-storage": "1.5k"})
    fields = {
        "monerod": Monerod(args=build.REGTEST, resources=resources),
        "hard_anti_affinity": True,
        "disk_size": "1024Mi",
    }
    there = world.World(addresses="10.96.{}.1")
    there.settle(build.network(replicas=2, node=fields))
    measure = digest.of(naming.OWN_LABEL_PREFIXES)

    for sent in there.children.values():
        came_back = await applied(client, sent)

        assert msgspec.structs.replace(sent, metadata=came_back.metadata) == came_back
        assert measure(sent) == measure(came_back)


@pytest.mark.usefixtures("labs")
@pytest.mark.parametrize("over", ["tor", "i2p"])
async def test_children_of_a_network_over_tor_or_i2p_come_back_as_they_were_sent(client, over):
    """Without an address in the cluster; with the pod that publishes one onion, which only its Deployment knows."""
    metadata = msgspec.structs.replace(build.METADATA, namespace=f"over-{over}")
    there = world.World(addresses="10.96.102.{}" if over == "tor" else "10.96.103.{}")
    there.keys = hidden.keys()
    node = {"tor": Tor(enabled=True, config_map_ref=ConfigMapReference("own")), "i2p": I2p(enabled=True)}
    there.settle(build.network(replicas=2, transport=over, node=node, metadata=metadata))
    measure = digest.of(naming.OWN_LABEL_PREFIXES)

    assert ("Deployment", "regtest-onionbalance") in there.children
    for sent in there.children.values():
        came_back = await applied(client, sent)

        assert msgspec.structs.replace(sent, metadata=came_back.metadata) == came_back
        assert measure(sent) == measure(came_back)


@pytest.mark.usefixtures("labs")
@pytest.mark.parametrize(
    ("namespace", "addresses", "fields"),
    [("sets", "10.96.100.{}", {"replicas": 3} | SETTINGS), ("hidden", "10.96.101.{}", HIDDEN)],
    ids=["everything about pods and Services", "Tor and I2P"],
)
async def test_a_node_sets_children_come_back_as_they_were_sent(client, namespace, addresses, fields):
    """Also the file of each node's own lines, and how its pod finds it; and what runs beside it."""
    there = node_world.World(addresses=addresses)
    there.keys = hidden.keys()
    metadata = msgspec.structs.replace(build.METADATA, namespace=namespace)
    there.settle(build.node_set(metadata=metadata, **fields))
    measure = digest.of(naming.OWN_LABEL_PREFIXES)

    others = (*there.services.values(), *there.config_maps.values(), *there.deployments.values())
    for sent in (*others, there.statefulset):
        came_back = await applied(client, sent)

        assert msgspec.structs.replace(sent, metadata=came_back.metadata) == came_back
        assert measure(sent) == measure(came_back)


@pytest.mark.usefixtures("labs")
async def test_a_child_to_which_somebody_added_is_still_read(client):
    """A container with other probes and hardly a word besides, and a wish about places."""
    sent = statefulset.build(build.desired(ordinal=7))
    await applied(client, sent)
    pod = {
        "containers": [
            {
                "name": "proxy",
                "image": "registry.example/proxy:1",
                "ports": [{"containerPort": 15090}],
                "livenessProbe": {"exec": {"command": ["true"]}},
                "readinessProbe": {"httpGet": {"port": "named"}},
                "securityContext": {"runAsUser": 1337},
            }
        ],
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}],
    }
    added = {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": sent.metadata.name}}
    body = msgspec.json.encode(added | {"spec": {"template": {"spec": pod}}})

    await client.apply(shapes.STATEFULSETS, "labs", sent.metadata.name, body, manager="mesh")

    answer = await client.get(shapes.STATEFULSETS, "labs", sent.metadata.name)
    seen = msgspec.json.decode(answer, type=shapes.StatefulSet).spec.template.spec
    assert sorted(container.name for container in seen.containers) == ["monerod", "proxy"]
    assert sent.spec.template.spec.containers[0] in seen.containers


async def applied(client: HttpClient, child: shapes.Child) -> shapes.Child:
    """Apply a child as the operator does, and return what the server has then."""
    kind = KINDS[type(child)]
    content = {"apiVersion": kind.api_version, "kind": kind.name} | explicit.builtins(child)
    name, namespace = child.metadata.name, child.metadata.namespace
    await client.apply(kind, namespace, name, msgspec.json.encode(content), manager=naming.FIELD_MANAGER)
    return msgspec.json.decode(await client.get(kind, namespace, name), type=type(child))
