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
        ([LONELY], ("True", "SingleNode")),
        ([build.seen(0), build.seen(1)], ("True", "HasPeers")),
        ([build.seen(0), LONELY, SILENT], ("False", "NoPeers")),
        ([build.seen(0), SILENT], ("Unknown", "NoAnswer")),
    ],
)
def test_peered_is_one_peer_for_each(nodes, expected):
    """A single node needs none."""
    condition = peered.evaluate(nodes)

    assert expected == (condition.status, condition.reason)
