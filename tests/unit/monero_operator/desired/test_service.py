# SPDX-License-Identifier: Apache-2.0
"""The Services of a network; their whole form stands in tests/golden."""

import pytest

from aiomonero.types.network import Network
from monero_operator.desired import parent, service
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
    assert not service.client(OWNER, Network.REGTEST).spec.publish_not_ready_addresses
    assert service.p2p(OWNER, 0, Network.REGTEST).spec.publish_not_ready_addresses
    assert service.nodes(OWNER, Network.REGTEST, has_metrics=True).spec.publish_not_ready_addresses


def test_clients_get_the_restricted_rpc_only():
    """The unrestricted one is on no Service at all."""
    builders = (
        service.client(OWNER, Network.TESTNET),
        service.p2p(OWNER, 0, Network.TESTNET),
        service.nodes(OWNER, Network.TESTNET, has_metrics=True),
    )

    assert {28089, 28080, 9000} == {port.port for built in builders for port in built.spec.ports}


@pytest.mark.parametrize(("has_zmq", "expected"), [(True, {"zmq-pub": 18083}), (False, {})])
def test_zmq_has_a_port_only_where_it_is_published(has_zmq, expected):
    """Clients find it behind the Service and at each node's name."""
    builders = (
        service.client(OWNER, Network.REGTEST, has_zmq=has_zmq),
        service.nodes(OWNER, Network.REGTEST, has_metrics=True, has_zmq=has_zmq),
    )

    for built in builders:
        assert expected == {port.name: port.port for port in built.spec.ports if port.name == "zmq-pub"}


def test_an_address_is_asked_for_again():
    """A Service that had an address names it."""
    assert service.p2p(OWNER, 7, Network.REGTEST, cluster_ip="10.0.0.7").spec.cluster_ip == "10.0.0.7"
