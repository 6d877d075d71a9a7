# SPDX-License-Identifier: Apache-2.0
"""The conditions TorReady and I2PReady."""

import pytest

from aiomonero.types import health
from monero_operator import facts
from monero_operator.conditions import router_ready
from tests.support import build


def node(ordinal: int, **tor) -> facts.Node:
    """Return a node whose tor is ready unless said."""
    return build.seen(ordinal, status=build.status(tor=health.Hidden(**{"ready": True} | tor)))


WAITING = node(1, ready=False)
BROKEN = node(2, problems=(health.Reason("KeyInvalid", "the key rpc has 64 bytes, not 96"),))
SILENT = build.seen(3, status=None)
UNSEEN = build.seen(4)


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ("Unknown", "NoNodes")),
        ([node(0)], ("True", "RoutersReady")),
        ([node(0), WAITING, SILENT], ("False", "RoutersNotReady")),
        ([node(0), SILENT], ("Unknown", "NoAnswer")),
        ([node(0), UNSEEN], ("Unknown", "NoAnswer")),
        ([WAITING, BROKEN, SILENT], ("False", "RouterProblem")),
    ],
)
def test_every_router_counts(nodes, expected):
    """What needs a person says more than what passes, and that more than silence."""
    condition = router_ready.evaluate("tor", nodes)

    assert ("TorReady", *expected) == (condition.type, condition.status, condition.reason)


def test_a_problem_is_told_with_the_pod_that_has_it():
    """Bounded, as it is another program's sentence."""
    long = node(2, problems=(health.Reason("X", "x" * 1000),))

    assert "regtest-2-0" in router_ready.evaluate("tor", [BROKEN]).message
    assert "64 bytes" in router_ready.evaluate("tor", [BROKEN]).message
    assert len(router_ready.evaluate("tor", [long]).message) < 400


def test_nodes_that_were_to_share_an_onion_and_do_not_are_ready_and_it_is_said():
    """Who named clients looks for the address of all, in vain."""
    apart = router_ready.evaluate("tor", [node(0)], is_apart=True)

    assert (apart.status, apart.reason) == ("True", "RoutersReadyApart")
    assert router_ready.evaluate("tor", [WAITING], is_apart=True).reason == "RoutersNotReady"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, "BalancerUnavailable"),
        (facts.Deployment(name="x", uid="1"), "BalancerUnavailable"),
        (facts.Deployment(name="x", uid="1", is_available=True), "RoutersReady"),
    ],
)
def test_tor_is_not_ready_while_nobody_publishes_the_onion_of_all(found, expected):
    """Only where there is one."""
    assert expected == router_ready.evaluate("tor", [node(0)], balancer="x", found=found).reason
    assert router_ready.evaluate("tor", [node(0)], found=found).reason == "RoutersReady"


def test_each_network_is_judged_by_its_own_router():
    """A node with Tor alone says nothing of I2P."""
    condition = router_ready.evaluate("i2p", [node(0)])

    assert (condition.type, condition.reason) == ("I2PReady", "NoAnswer")
