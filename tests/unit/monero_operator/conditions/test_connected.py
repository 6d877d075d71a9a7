# SPDX-License-Identifier: Apache-2.0
"""The condition Connected."""

import pytest

from monero_operator.conditions import connected
from monero_operator.facts import Mining
from tests.support import build

BUSY = build.miner(0)
IDLE = build.miner(1, status=Mining(is_connected=False))
SILENT = build.miner(2, status=None)
HOMELESS = build.miner(3, pod=build.miner_pod(3, is_ready=False, unschedulable="0/3 nodes are available"), status=None)


@pytest.mark.parametrize(
    ("miners", "expected"),
    [
        ([], ("Unknown", "NoMiners")),
        ([HOMELESS], ("Unknown", "NoMiners")),
        ([BUSY], ("True", "Connected")),
        ([BUSY, HOMELESS], ("True", "Connected")),
        ([BUSY, IDLE, SILENT], ("False", "Disconnected")),
        ([BUSY, SILENT], ("Unknown", "NoAnswer")),
    ],
)
def test_connected_is_every_miner_that_runs(miners, expected):
    """One that is known to have nobody to work for says more than one that says nothing."""
    condition = connected.evaluate(miners)

    assert (condition.status, condition.reason) == expected


def test_the_sentence_counts_and_names_the_idle():
    """Of those that run."""
    message = connected.evaluate([BUSY, IDLE, HOMELESS]).message

    assert message == "1 of 2 miners have no pool or node to work for: miners-xmrig-1."
