# SPDX-License-Identifier: Apache-2.0
"""The condition Synced."""

import pytest

from aiomonero.types.health import Status
from monero_operator.conditions import synced
from tests.support import build

BEHIND = build.seen(1, status=build.status(synced=False, ready=False))
STALLED = build.seen(3, status=build.status(synced=False))
SILENT = build.seen(2, status=None)
MUTE = build.seen(2, status=Status())


@pytest.mark.parametrize(
    ("nodes", "expected", "named"),
    [
        ([], ("Unknown", "NoNodes"), ""),
        ([build.seen(0)], ("True", "InSync"), ""),
        ([build.seen(0), BEHIND, SILENT], ("False", "Behind"), ": regtest-1-0."),
        ([build.seen(0), BEHIND, MUTE], ("False", "Behind"), ": regtest-1-0."),
        ([STALLED], ("False", "ChainStalled"), "1 of 1 nodes serve clients"),
        ([STALLED, BEHIND], ("False", "Behind"), "regtest-1-0"),
        ([build.seen(0), MUTE], ("Unknown", "NoAnswer"), ": regtest-2-0."),
        ([build.seen(0), SILENT], ("Unknown", "NoAnswer"), "regtest-2-0"),
    ],
)
def test_synced_is_every_node_by_its_own_word(nodes, expected, named):
    """One that is behind makes it False, else one that is silent, also through its exporter, makes it Unknown."""
    condition = synced.evaluate(nodes)

    assert expected == (condition.status, condition.reason)
    assert named in condition.message
