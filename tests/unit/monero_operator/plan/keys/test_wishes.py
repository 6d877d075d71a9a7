# SPDX-License-Identifier: Apache-2.0
"""Which keys a set needs."""

import pytest

from monero_operator.api.v1alpha1.anonymity import Tor
from monero_operator.api.v1alpha1.nodes import NodeSpec
from monero_operator.plan.keys import wishes


@pytest.mark.parametrize(
    ("nodes", "has_balancer", "expected"),
    [
        (0, False, {"rpc"}),
        (1, False, {"rpc", "p2p-0"}),
        (1, True, {"rpc", "rpc-0", "p2p-0"}),
        (2, False, {"rpc", "rpc-0", "rpc-1", "p2p-0", "p2p-1"}),
    ],
)
def test_a_node_has_an_onion_of_its_own_unless_it_is_alone(nodes: int, has_balancer: bool, expected: set[str]) -> None:
    """One that is left of several stays behind the onion that they shared."""
    tor, _ = wishes.of(NodeSpec(tor=Tor(enabled=True)), nodes, has_balancer=has_balancer)

    assert set(tor.entries) == expected
