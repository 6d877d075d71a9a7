# SPDX-License-Identifier: Apache-2.0
"""The condition Progressing."""

import pytest

from monero_operator.conditions import progressing
from monero_operator.conditions.progressing import Obstacle
from tests.support import build

NODES = [build.seen(0), build.seen(1)]
OBSTACLE = Obstacle("regtest-1-0", "monerod: ImagePullBackOff")


@pytest.mark.parametrize(
    ("nodes", "updated", "obstacle", "is_valid", "expected"),
    [
        (NODES, 2, None, True, ("True", "Complete")),
        (NODES, 1, None, True, ("True", "RollingOut")),
        ([build.seen(0), build.seen(1, pod=None)], 1, None, True, ("True", "Starting")),
        ([], 0, None, True, ("True", "ScaledToZero")),
        (NODES, 1, OBSTACLE, True, ("False", "RolloutStopped")),
        (NODES, 2, OBSTACLE, False, ("False", "ConfigInvalid")),
    ],
)
def test_progressing_is_false_only_where_a_person_is_needed(nodes, updated, obstacle, is_valid, expected):
    """A wrong spec and a pod that cannot start go no further by themselves."""
    condition = progressing.evaluate("regtest", nodes, updated, obstacle, is_valid=is_valid)

    assert expected == (condition.status, condition.reason)


def test_an_obstacle_is_named():
    """The message says which pod and why."""
    message = progressing.evaluate("regtest", NODES, 1, OBSTACLE, is_valid=True).message

    assert "regtest-1-0" in message
    assert "ImagePullBackOff" in message


def test_a_pod_that_is_not_made_says_where_to_look():
    """A quota or an admission webhook speaks in the events of the StatefulSet only."""
    nodes = [build.seen(0), build.seen(1, pod=None)]

    message = progressing.evaluate("regtest", nodes, 1, None, is_valid=True).message

    assert "kubectl describe statefulset regtest-1" in message
