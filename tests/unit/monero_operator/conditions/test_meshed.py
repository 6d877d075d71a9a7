# SPDX-License-Identifier: Apache-2.0
"""The condition Meshed."""

import pytest

from monero_operator.conditions import meshed
from tests.support import build

APART = build.seen(1, status=build.status(peers_in=1, peers_out=0))
SILENT = build.seen(2, status=None)


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ("Unknown", "NoNodes")),
        ([SILENT], ("True", "SingleNode")),
        ([build.seen(0), build.seen(1), build.seen(2)], ("True", "FullMesh")),
        ([build.seen(0), APART, SILENT], ("False", "PartialMesh")),
        ([build.seen(0), build.seen(1), SILENT], ("Unknown", "NoAnswer")),
    ],
)
def test_meshed_is_all_others_for_each(nodes, expected):
    """Incoming and outgoing connections together reach every sibling."""
    condition = meshed.evaluate(nodes)

    assert expected == (condition.status, condition.reason)
