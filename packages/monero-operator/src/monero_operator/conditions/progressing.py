# SPDX-License-Identifier: Apache-2.0
"""Progressing: as in a Deployment, True while nodes are brought to the current template and when all are there.

False means that it goes no further by itself: the spec is wrong, or a node that runs it does not come up. A pod without
a place to run may get one at any time, so it is no reason for False. While the owner is paused it is Unknown.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from kubeloop.objects.condition import Condition
from monero_operator.api.reasons import Reason
from monero_operator.conditions.statement import ConditionType, about_some, say
from monero_operator.facts import Pod, Replica

TYPE = ConditionType.PROGRESSING
MAX_CAUSE_LENGTH = 200


class Obstacle(msgspec.Struct, frozen=True):
    """A pod of the current template that does not come up: Kubernetes' word for why, or the deadline that it missed."""

    pod: str
    cause: str
    reason: Reason = Reason.ROLLOUT_STOPPED


class Progress(msgspec.Struct, frozen=True):
    """How far a rollout is.

    `updated` pods run the current template; `kept` ones do not, because the partition leaves them out. `is_waiting`
    says that what a newer operator would make of the pods waits until fewer others change.
    """

    updated: int = 0
    kept: int = 0
    obstacle: Obstacle | None = None
    is_paused: bool = False
    is_waiting: bool = False


def evaluate(
    nodes: Sequence[Replica[Any]],
    progress: Progress,
    *,
    is_valid: bool,
    is_hard: bool,
    is_locked: bool = False,
    starting: Reason = Reason.STARTING,
) -> Condition:
    """Return the condition; `is_hard` says that no two nodes may share a machine, `is_locked` that all are to reach
    everybody by Tor.

    `starting` is what is said while pods are missing, which may be for want of leave: which namespace allows what is
    not ours to see, and the refusal reaches the StatefulSet's events only.
    """
    obstacle = progress.obstacle
    if not is_valid:
        return say(TYPE, "False", Reason.CONFIG_INVALID)
    if progress.is_paused:
        return say(TYPE, "Unknown", Reason.PAUSED)
    if obstacle:
        return say(TYPE, "False", obstacle.reason, pod=obstacle.pod, cause=obstacle.cause)
    if not nodes:
        return say(TYPE, "True", Reason.SCALED_TO_ZERO)
    return _existing(nodes, is_hard=is_hard, starting=starting) or _under_way(nodes, progress, is_locked=is_locked)


def _existing(nodes: Sequence[Replica[Any]], *, is_hard: bool, starting: Reason) -> Condition | None:
    """Return the condition while not every node has a pod, and each pod a machine."""
    if unplaced := next((node.pod for node in nodes if node.pod and node.pod.unschedulable), None):
        return unschedulable(unplaced, len(nodes), is_hard=is_hard)
    if missing := [node for node in nodes if node.pod is None]:
        running = len(nodes) - len(missing)
        return say(TYPE, "True", starting, running=running, replicas=len(nodes), name=missing[0].statefulset_name)
    return None


def _under_way(nodes: Sequence[Replica[Any]], progress: Progress, *, is_locked: bool) -> Condition:
    if progress.updated + progress.kept < len(nodes):
        return say(TYPE, "True", Reason.ROLLING_OUT, updated=progress.updated, replicas=len(nodes))
    unlocked = [node for node in nodes if is_locked and node.pod and not node.pod.is_locked]
    if progress.kept and unlocked:
        return about_some(TYPE, "True", Reason.PARTITIONED_UNLOCKED, unlocked, len(nodes))
    ready = sum(node.serves for node in nodes)
    if ready < len(nodes):
        return say(TYPE, "True", Reason.AWAITING_READY, ready=ready, replicas=len(nodes))
    if progress.kept:
        return say(TYPE, "True", Reason.PARTITIONED, updated=progress.updated, kept=progress.kept, replicas=len(nodes))
    return say(TYPE, "True", Reason.AWAITING_UPGRADE if progress.is_waiting else Reason.COMPLETE)


def unschedulable(pod: Pod, replicas: int, *, is_hard: bool) -> Condition:
    """Return the condition while there is no machine for a pod."""
    machines = re.match(r"0/([0-9]+) nodes are available", pod.unschedulable)
    if is_hard and machines and "anti-affinity" in pod.unschedulable:
        return say(TYPE, "True", Reason.TOO_FEW_MACHINES, pod=pod.name, replicas=replicas, machines=machines[1])
    return say(TYPE, "True", Reason.UNSCHEDULABLE, pod=pod.name, cause=_cause(pod.unschedulable))


def _cause(unschedulable: str) -> str:
    """Return the scheduler's reasons, without their counts and order, which change as machines come and go."""
    # It writes such as `0/3 nodes are available: 1 Insufficient memory, 2 node(s) had ... taint(s). preemption: ...`
    why = re.sub(r"^.*?nodes are available: ", "", unschedulable).partition(". ")[0].rstrip(".")
    parts = {re.sub(r"^\d+ ", "", part) for part in why.split(", ")}
    return ", ".join(sorted(parts))[:MAX_CAUSE_LENGTH]
