# SPDX-License-Identifier: Apache-2.0
"""What is told of a rotation, by orders for both networks."""

import pytest

from kubeloop.objects.metadata import OwnerReference
from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.api.v1alpha1.nodes import NodeSpec
from monero_operator.desired.parent import Parent
from monero_operator.facts import HiddenNetwork
from monero_operator.naming import OwnerKind
from monero_operator.plan.actions import KeyOrder, Plan
from monero_operator.plan.keys import decide, wishes
from tests.support import build, hidden

ASKED = "tor/rpc:leaked"
OWNER = OwnerReference(api_version="v1", kind="MoneroNodeSet", name="regtest", uid="u", controller=True)
PARENT = Parent(OwnerKind.NODE_SET, "regtest", "default", OWNER)


def told(asked: str, *done: HiddenNetwork) -> list[str]:
    """Return what the orders for such a rotation tell, which Secrets of these networks have behind them."""
    known = hidden.keys()
    for at in done:
        known[at] = facts.Keys(served=hidden.ring(at, rotated_for=asked))
    wanted = wishes.of(NodeSpec(tor=Tor(enabled=True), i2p=I2p(enabled=True)), 3)
    plan = decide.ordered(Plan(), PARENT, wanted, known, rotate=asked, now=build.NOW, is_settled=True)
    return [event.reason for order in plan.keys if isinstance(order, KeyOrder) for event in order.events]


@pytest.mark.parametrize(
    ("asked", "done", "expected"),
    [
        (ASKED, (), ["KeysReplaced"]),
        (ASKED, ("tor",), []),
        ("tor/rcp:leaked", (), ["NothingRotated", "NothingRotated"]),
        ("tor/rcp:leaked", ("tor",), []),
    ],
)
def test_nothing_rotated_is_said_only_where_no_network_was(
    asked: str, done: tuple[HiddenNetwork, ...], expected: list[str]
) -> None:
    """A Secret that could not be written at once is about the same wish later, and the other one was told of it."""
    assert expected == told(asked, *done)
