# SPDX-License-Identifier: Apache-2.0
"""The condition Ready."""

import pytest

from monero_operator.conditions import ready
from tests.support import build

NODES = [build.seen(0), build.seen(1)]


@pytest.mark.parametrize(
    ("nodes", "updated", "expected"),
    [
        ([], 0, ("True", "ScaledToZero")),
        (NODES, 2, ("True", "AllReady")),
        (NODES, 1, ("False", "NotReady")),
        ([build.seen(0), build.seen(1, pod=None)], 1, ("False", "NotReady")),
        ([build.seen(0), build.seen(1, pod=build.pod(1, is_ready=False))], 2, ("False", "NotReady")),
    ],
)
def test_ready_is_every_node_updated_and_serving(nodes, updated, expected):
    """One node that is missing, old or not serving is enough for False."""
    condition = ready.evaluate(nodes, updated, is_valid=True)

    assert expected == (condition.status, condition.reason)


@pytest.mark.parametrize("nodes", [[], NODES])
def test_a_spec_that_is_not_carried_out_is_not_ready(nodes):
    """Whatever runs, it is not what was asked for."""
    condition = ready.evaluate(nodes, len(nodes), is_valid=False)

    assert (condition.status, condition.reason) == ("False", "ConfigInvalid")
