# SPDX-License-Identifier: Apache-2.0
"""The condition Available."""

import pytest

from monero_operator.conditions import available
from tests.support import build

DOWN = build.seen(0, pod=build.pod(0, is_ready=False))


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([], ("False", "NoEndpoints")),
        ([DOWN, build.seen(1)], ("True", "EndpointsReady")),
        ([DOWN], ("False", "NoEndpoints")),
    ],
)
def test_available_is_one_endpoint_for_clients(nodes, expected):
    """One node that serves is enough."""
    condition = available.evaluate("regtest", nodes)

    assert expected == (condition.status, condition.reason)


@pytest.mark.parametrize(
    ("miners", "expected"),
    [
        ([build.miner(0), build.miner(1, pod=None)], ("True", "MinersRun")),
        ([build.miner(0, pod=None)], ("False", "NoMiners")),
        ([], ("False", "NoMiners")),
    ],
)
def test_of_miners_one_that_runs_is_enough(miners, expected):
    """They serve nobody, so there is no Service to ask about."""
    condition = available.of_miners(miners)

    assert (condition.status, condition.reason) == expected
