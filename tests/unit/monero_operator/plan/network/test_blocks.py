# SPDX-License-Identifier: Apache-2.0
"""Which blocks are made, and by whom."""

import pytest

from aiomonero.types.network import Network
from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.plan.actions import BlockOrder
from monero_operator.plan.network import blocks
from tests.support import build


def test_nodes_that_serve_in_sync_are_asked():
    """A node that is not ready, behind, silent or without an address is not."""
    nodes = [
        build.seen(0),
        build.seen(1, pod=build.pod(1, is_ready=False)),
        build.seen(2, status=build.status(synced=False)),
        build.seen(3, status=None),
        build.seen(4, pod=build.pod(4, ip="")),
        build.seen(5, pod=None),
        build.seen(6),
    ]

    order = blocks.decide(Blocks(interval="1m", initial=7), Network.REGTEST, nodes)

    endpoints = ("http://10.1.0.0:18089", "http://10.1.0.6:18089")
    assert BlockOrder(60.0, 7, blocks.DEFAULT_ADDRESS, endpoints) == order


@pytest.mark.parametrize(
    ("asked", "nodes"), [(None, [build.seen(0)]), (Blocks(), []), (Blocks(interval="often"), [build.seen(0)])]
)
def test_without_a_wish_a_node_or_an_interval_there_is_no_order(asked, nodes):
    """Nobody is asked for nothing."""
    assert blocks.decide(asked, Network.REGTEST, nodes) is None


def test_the_users_address_is_paid():
    """The throw-away wallet is for those who name none."""
    order = blocks.decide(Blocks(address="4" * 95), Network.REGTEST, [build.seen(0)])

    assert order.address == "4" * 95
