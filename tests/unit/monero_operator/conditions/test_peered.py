# SPDX-License-Identifier: Apache-2.0
"""The condition Peered."""

import pytest

from monero_operator.conditions import peered
from tests.support import build

LONELY = build.seen(1, status=build.status(peers_in=0, peers_out=0))
SILENT = build.seen(2, status=None)


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ("Unknown", "NoNodes")),
        ([LONELY], ("False", "NoPeers")),
        ([build.seen(0), build.seen(1)], ("True", "HasPeers")),
        ([build.seen(0), LONELY, SILENT], ("False", "NoPeers")),
        ([build.seen(0), SILENT], ("Unknown", "NoAnswer")),
    ],
)
def test_peered_is_one_peer_for_each(nodes, expected):
    """What is known to be alone says more than what says nothing."""
    condition = peered.evaluate(nodes, is_offline=False)

    assert expected == (condition.status, condition.reason)


def test_a_node_that_works_offline_needs_no_peer():
    """It could have none."""
    condition = peered.evaluate([LONELY], is_offline=True)

    assert (condition.status, condition.reason) == ("True", "SingleNode")
