# SPDX-License-Identifier: Apache-2.0
"""The Services of nodes; their whole form stands in tests/golden."""

import pytest

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.v1alpha1.nodes import Service, ServicePorts
from monero_operator.desired import parent, service
from monero_operator.desired.service import Kept
from monero_operator.naming import OwnerKind
from tests.support import build

OWNER = parent.of(OwnerKind.NETWORK, build.METADATA)


@pytest.mark.parametrize(("has_metrics", "expected"), [(True, {"p2p", "rpc", "metrics"}), (False, {"p2p", "rpc"})])
def test_metrics_have_a_port_only_where_they_are_served(has_metrics, expected):
    """Switched off, nothing invites a scraper."""
    built = service.nodes(OWNER, Network.REGTEST, has_metrics=has_metrics)

    assert expected == {port.name for port in built.spec.ports}


def test_clients_are_sent_to_ready_nodes_and_siblings_to_all():
    """Nodes become ready by reaching each other, clients come after that."""
    assert not service.client(OWNER, Network.REGTEST, Service()).spec.publish_not_ready_addresses
    assert service.p2p(OWNER, 0, Network.REGTEST).spec.publish_not_ready_addresses
    assert service.nodes(OWNER, Network.REGTEST, has_metrics=True).spec.publish_not_ready_addresses


def test_clients_get_the_restricted_rpc_only():
    """The unrestricted one is on no Service at all."""
    builders = (
        service.client(OWNER, Network.TESTNET, Service()),
        service.p2p(OWNER, 0, Network.TESTNET),
        service.nodes(OWNER, Network.TESTNET, has_metrics=True),
    )

    assert {28089, 28080, 9000} == {port.port for built in builders for port in built.spec.ports}


@pytest.mark.parametrize(("has_zmq", "expected"), [(True, {"zmq-pub": 18083}), (False, {})])
def test_zmq_has_a_port_only_where_it_is_published(has_zmq, expected):
    """Clients find it behind the Service and at each node's name."""
    builders = (
        service.client(OWNER, Network.REGTEST, Service(), has_zmq=has_zmq),
        service.nodes(OWNER, Network.REGTEST, has_metrics=True, has_zmq=has_zmq),
    )

    for built in builders:
        assert expected == {port.name: port.port for port in built.spec.ports if port.name == "zmq-pub"}


def test_an_address_is_asked_for_again():
    """A Service that had an address names it."""
    assert service.p2p(OWNER, 7, Network.REGTEST, kept=Kept("10.0.0.7")).spec.cluster_ip == "10.0.0.7"


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (OwnerKind.NETWORK, {naming.LABEL_ORDINAL: "3"}),
        (OwnerKind.NODE_SET, {naming.LABEL_POD_NAME: "regtest-3"}),
    ],
)
def test_an_address_leads_to_one_node(kind, label):
    """By the label that the operator gives a network's pod, and Kubernetes a node set's."""
    owner = parent.of(kind, build.METADATA)

    assert service.p2p(owner, 3, Network.REGTEST).spec.selector == {kind.label: "regtest"} | label


def test_peers_from_outside_come_with_their_own_address():
    """monerod takes one connection from each, so nobody may stand between; the port is the one that peers know."""
    spec = service.p2p(OWNER, 0, Network.REGTEST, type_="NodePort", kept=Kept("", {"p2p": "30123"})).spec

    assert (spec.type, spec.external_traffic_policy) == ("NodePort", "Local")
    assert [port.node_port for port in spec.ports] == [30123]


def test_clients_find_one_node_as_long_as_it_is_ready():
    """A wallet keeps what it knows of a daemon; a proxy in front may ask for another way."""
    affinities = [
        service.client(OWNER, Network.REGTEST, wanted).spec.session_affinity
        for wanted in (Service(), Service(session_affinity="None"))
    ]

    assert affinities == ["ClientIP", "None"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(Service(), [None, None], id="none inside the cluster"),
        pytest.param(Service(type="NodePort"), [30001, None], id="what it has, and any for a new one"),
        pytest.param(
            Service(type="LoadBalancer", node_ports=ServicePorts(rpc=30009, zmq_pub=30010)),
            [30009, 30010],
            id="what a person asks for",
        ),
    ],
)
def test_ports_on_every_machine_stay_unless_a_person_asks_for_others(wanted, expected):
    """The server gives them out once, and shows them ever after."""
    kept = Kept("10.0.0.7", {"rpc": "30001"})

    built = service.client(OWNER, Network.REGTEST, wanted, kept=kept, has_zmq=True)

    assert expected == [port.node_port for port in built.spec.ports]


def test_a_persons_annotations_are_named_on_the_service():
    """So the operator knows them for its own among those that a load balancer adds."""
    wanted = Service(annotations={"lb.example/a": "1", "lb.example/b": "2"})

    metadata = service.client(OWNER, Network.REGTEST, wanted).metadata

    assert metadata.annotations == wanted.annotations | {naming.ANNOTATION_NAMED: "lb.example/a lb.example/b"}
    assert metadata.named_annotations == {"lb.example/a", "lb.example/b"}
