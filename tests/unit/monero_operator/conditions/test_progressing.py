# SPDX-License-Identifier: Apache-2.0
"""The condition Progressing."""

import pytest

from monero_operator.api.reasons import Reason
from monero_operator.conditions import progressing
from monero_operator.conditions.progressing import Obstacle, Progress
from tests.support import build

NODES = [build.seen(0), build.seen(1)]
UNREADY = build.seen(1, pod=build.pod(1, is_ready=False))
TOO_BIG = "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient memory. preemption: 0/3"
OBSTACLE = Obstacle("regtest-1-0", "monerod: ImagePullBackOff")
LATE = Obstacle("regtest-1-0", "30m", Reason.PROGRESS_DEADLINE_EXCEEDED)


def unplaced(message):
    """Return a node whose pod the scheduler can place nowhere."""
    return build.seen(1, pod=build.pod(1, is_ready=False, unschedulable=message), status=None)


@pytest.mark.parametrize(
    ("nodes", "progress", "is_valid", "expected"),
    [
        (NODES, Progress(2), True, ("True", "Complete")),
        (NODES, Progress(1), True, ("True", "RollingOut")),
        ([build.seen(0), UNREADY], Progress(2), True, ("True", "AwaitingReady")),
        ([build.seen(0), UNREADY], Progress(1, kept=1), True, ("True", "AwaitingReady")),
        (NODES, Progress(1, kept=1), True, ("True", "Partitioned")),
        (NODES, Progress(0, kept=1), True, ("True", "RollingOut")),
        (NODES, Progress(2, is_waiting=True), True, ("True", "AwaitingUpgrade")),
        ([build.seen(0), UNREADY], Progress(2, is_waiting=True), True, ("True", "AwaitingReady")),
        ([build.seen(0), unplaced(TOO_BIG)], Progress(2), True, ("True", "Unschedulable")),
        ([build.seen(0, pod=None), unplaced(TOO_BIG)], Progress(1), True, ("True", "Unschedulable")),
        ([build.seen(0), build.seen(1, pod=None)], Progress(1), True, ("True", "Starting")),
        ([], Progress(), True, ("True", "ScaledToZero")),
        (NODES, Progress(1, obstacle=OBSTACLE), True, ("False", "RolloutStopped")),
        (NODES, Progress(1, obstacle=LATE), True, ("False", "ProgressDeadlineExceeded")),
        (NODES, Progress(2, obstacle=OBSTACLE), False, ("False", "ConfigInvalid")),
        (NODES, Progress(1, obstacle=OBSTACLE, is_paused=True), True, ("Unknown", "Paused")),
        (NODES, Progress(is_paused=True), False, ("False", "ConfigInvalid")),
    ],
)
def test_progressing_is_false_only_where_a_person_is_needed(nodes, progress, is_valid, expected):
    """A wrong spec and a pod that cannot start or does not get on go no further by themselves."""
    condition = progressing.evaluate(nodes, progress, is_valid=is_valid, is_hard=False)

    assert expected == (condition.status, condition.reason)


@pytest.mark.parametrize(
    ("nodes", "progress", "expected"),
    [
        (NODES, Progress(1, kept=1), "PartitionedUnlocked"),
        ([build.seen(0), UNREADY], Progress(1, kept=1), "PartitionedUnlocked"),
        (NODES, Progress(0, kept=1), "RollingOut"),
        ([build.seen(0, pod=build.pod(0, is_locked=True))], Progress(0, kept=1), "Partitioned"),
        (NODES, Progress(2), "Complete"),
    ],
)
def test_a_partition_that_keeps_nodes_from_being_locked_is_told(nodes, progress, expected):
    """Also while another is not ready, as nobody would look again; not of nodes that are to be open."""
    about = {"is_valid": True, "is_hard": False}

    assert expected == progressing.evaluate(nodes, progress, is_locked=True, **about).reason
    assert progressing.evaluate(nodes, progress, **about).reason != "PartitionedUnlocked"


def test_an_obstacle_is_named():
    """The message says which pod and why."""
    message = progressing.evaluate(NODES, Progress(1, obstacle=OBSTACLE), is_valid=True, is_hard=False).message

    assert "regtest-1-0" in message
    assert "ImagePullBackOff" in message


def test_a_pod_that_is_not_made_says_where_to_look():
    """A quota or an admission webhook speaks in the events of the StatefulSet only."""
    nodes = [build.seen(0), build.seen(1, pod=None)]

    message = progressing.evaluate(nodes, Progress(1), is_valid=True, is_hard=False).message

    assert "kubectl describe statefulset regtest-1" in message


@pytest.mark.parametrize("reason", [Reason.STARTING_ON_HOST, Reason.STARTING_FENCED])
def test_a_pod_that_its_namespace_may_not_let_in_says_what_may_be_in_the_way(reason):
    """Only the namespace knows, and only an event of the StatefulSet tells."""
    missing = [build.seen(0), build.seen(1, pod=None)]

    condition = progressing.evaluate(missing, Progress(1), is_valid=True, is_hard=False, starting=reason)

    assert condition.reason == reason
    assert "pod-security.kubernetes.io/enforce=privileged" in condition.message


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (TOO_BIG, "Insufficient memory, node(s) had untolerated taint(s)"),
        ("0/4 nodes are available: 1 Insufficient memory, 3 node(s) had untolerated taint(s).", None),
        ("0/4 nodes are available: 2 node(s) had untolerated taint(s), 2 Insufficient memory. no new claims", None),
        (
            "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
            "pod has unbound immediate PersistentVolumeClaims",
        ),
        ('persistentvolumeclaim "chain" not found', 'persistentvolumeclaim "chain" not found'),
        ("x" * 1000, "x" * progressing.MAX_CAUSE_LENGTH),
    ],
)
def test_what_the_scheduler_says_is_told_without_its_counts(message, expected):
    """A machine that comes or goes turns no condition, and an endless message is cut."""
    shown = progressing.evaluate([build.seen(0), unplaced(message)], Progress(2), is_valid=True, is_hard=False).message

    cause = expected or "Insufficient memory, node(s) had untolerated taint(s)"
    assert shown == f"The scheduler finds no machine for regtest-1-0: {cause}."


def test_machines_of_their_own_are_counted():
    """How many are wanted, and how many there are."""
    said = "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules. preemption: 0/3 nodes"
    nodes = [build.seen(0), unplaced(said)]

    shown = progressing.evaluate(nodes, Progress(2), is_valid=True, is_hard=True)

    assert shown.reason == "TooFewMachines"
    assert "2 wanted, 3 machines" in shown.message
