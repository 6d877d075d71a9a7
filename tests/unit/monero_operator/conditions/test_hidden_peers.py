# SPDX-License-Identifier: Apache-2.0
"""The conditions OnionPeersAvailable and I2PPeersAvailable."""

import pytest

from aiomonero.types import health
from monero_operator import facts
from monero_operator.conditions import hidden_peers
from monero_operator.conditions.hidden_peers import Absence, Meeting
from tests.support import build


def node(ordinal: int = 0, *, peers_out: int | None = 2, peers: int = 1) -> facts.Node:
    """Return a node with peers that it dialed over Tor, and with others."""
    tor = health.Hidden(ready=True, peers_in=5, peers_out=peers_out)
    return build.seen(ordinal, status=build.status(tor=tor, peers_in=peers, peers_out=0))


def verdict(nodes: list[facts.Node], meeting: Meeting, **more) -> tuple[str, str]:
    """Return status and reason."""
    condition = hidden_peers.evaluate("tor", nodes, meeting, **more)
    assert condition.type == "OnionPeersAvailable"
    return condition.status, condition.reason


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ("Unknown", "NoNodes")),
        ([node()], ("True", "HasHiddenPeers")),
        ([node(), node(1, peers_out=0), node(2, peers_out=None)], ("False", "NoHiddenPeers")),
        ([node(), node(1, peers_out=None)], ("Unknown", "NoAnswer")),
        ([node(), build.seen(1, status=None)], ("Unknown", "NoAnswer")),
    ],
)
def test_a_node_whose_transactions_cannot_leave_says_more_than_a_silent_one(nodes, expected):
    """They leave by connections that the node opened: five that came in do not help."""
    assert expected == verdict(nodes, Meeting.TRANSACTIONS)


def test_where_no_peers_are_met_it_is_said_why_and_what_transactions_do():
    """Nothing is wrong then, and nothing is known of peers."""
    why = Absence(cause="spec.i2p.p2p is never", way="leave over Tor")
    condition = hidden_peers.evaluate("i2p", [node()], Meeting.TRANSACTIONS, absence=why)

    assert (condition.type, condition.status) == ("I2PPeersAvailable", "Unknown")
    assert condition.message == "No peer is met over I2P, as spec.i2p.p2p is never; transactions leave over Tor."


def test_where_everything_goes_by_the_network_every_peer_is_one_of_it():
    """They came in or were dialed; and a lone node needs none."""
    lonely = node(1, peers=0)

    assert verdict([node()], Meeting.EVERYTHING) == ("True", "HasPeers")
    assert verdict([node(), lonely], Meeting.EVERYTHING) == ("False", "NoPeers")
    assert verdict([lonely], Meeting.EVERYTHING, is_offline=True) == ("True", "SingleNode")
