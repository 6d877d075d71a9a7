# SPDX-License-Identifier: Apache-2.0
"""The children of the published MoneroNetwork, as they are applied."""

import msgspec
import pytest

from kubeloop.controller import explicit
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.desired import shapes
from tests.support import build, golden, world

PUBLISHED = b"""
kind: MoneroNetwork
apiVersion: utxo.com.br/v1alpha1
metadata: {name: regtest}
spec:
  replicas: 20
  template:
    spec:
      monerod:
        args: [--regtest, --fixed-difficulty=1]
"""
KINDS = {
    shapes.Service: shapes.SERVICES,
    shapes.StatefulSet: shapes.STATEFULSETS,
    shapes.DisruptionBudget: shapes.DISRUPTION_BUDGETS,
}


@pytest.fixture(scope="module")
def children():
    """Return every child of the published network, by kind and name, as it is sent."""
    published = msgspec.yaml.decode(PUBLISHED, type=MoneroNetwork)
    there = world.World()
    there.settle(msgspec.structs.replace(published, metadata=build.METADATA))
    return {(kind, name): manifest(child) for (kind, name), child in there.children.items()}


def manifest(child):
    """Return a child as a manifest."""
    kind = KINDS[type(child)]
    return {"apiVersion": kind.api_version, "kind": kind.name} | explicit.builtins(child)


def test_the_published_network_has_an_address_and_a_node_for_each_ordinal(children):
    """Twenty StatefulSets, twenty addresses, a headless and a client Service, a budget."""
    kinds = [kind for kind, _ in children]

    assert tuple(kinds.count(name) for name in ("StatefulSet", "Service", "DisruptionBudget")) == (20, 22, 1)


@pytest.mark.parametrize("ordinal", [0, 1, 19])
def test_nodes_of_the_published_network(children, ordinal):
    """The first node dials itself, every other the lower ordinals; otherwise they are alike."""
    golden.check(f"published-network/node-{ordinal}.yaml", [children["StatefulSet", f"regtest-{ordinal}"]])


def test_services_of_the_published_network(children):
    """An address of one node, the names of all, the Service for clients, the budget."""
    names = ("regtest-0-p2p", "regtest-nodes", "regtest")
    budget = children["DisruptionBudget", "regtest"]

    golden.check("published-network/services.yaml", [*(children["Service", name] for name in names), budget])
