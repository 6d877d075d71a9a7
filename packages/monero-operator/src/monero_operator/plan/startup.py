# SPDX-License-Identifier: Apache-2.0
"""What a rollout of any kind asks of one pod: is it of the current template, and if so, can it start?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monero_operator.conditions.progressing import MAX_CAUSE_LENGTH, Obstacle
from monero_operator.facts import Pod, Replica, Waiting

CRASH_LOOP = "CrashLoopBackOff"
HOPELESS = frozenset(
    {
        CRASH_LOOP,
        "CreateContainerConfigError",
        "CreateContainerError",
        "ErrImagePull",
        "ImageInspectError",
        "ImagePullBackOff",
        "InvalidImageName",
        "RunContainerError",
    }
)
"""Kubernetes' words for a container that waiting does not help; all others pass by themselves."""
IN_THE_WAY = ("anti-affinity", "topology spread constraints", "free ports")
"""The scheduler's words for a pod that would have a machine if others were not where they are."""
HELD = ("Insufficient", "Too many pods")
"""The scheduler's words for a pod that finds too little left of something on the machines where it may run."""
KEPT_AWAY = "existing pods anti-affinity"
"""The scheduler's words for a pod that others do not want beside them."""


def is_outdated(replica: Replica[Any]) -> bool:
    """Say whether the pod is known to be made from an older template than its StatefulSet has."""
    is_known = replica.statefulset is not None and replica.statefulset.update_revision != ""
    return is_known and replica.pod is not None and not replica.is_current


def obstacle(replica: Replica[Any]) -> Obstacle | None:
    """Return why a pod cannot start, if it cannot."""
    pod = replica.pod
    if pod is None:
        return None
    if pod.waiting and pod.waiting.reason in HOPELESS:
        return Obstacle(replica.name, _cause(pod.waiting))
    # Between two crashes it runs for a moment, which is no progress: the condition must not turn each time.
    return Obstacle(replica.name, CRASH_LOOP) if replica.is_crashing and not pod.is_ready else None


def is_kept_away(pod: Pod) -> bool:
    """Say whether other pods may be why a pod has no machine; one that fits nowhere is a mistake of its template."""
    return any(words in pod.unschedulable for words in IN_THE_WAY)


def is_crowded_out(pod: Pod) -> bool:
    """Say whether a pod may get a machine when others go: they are in its way, or hold what it needs."""
    return is_kept_away(pod) or any(words in pod.unschedulable for words in HELD)


def overlooked(replicas: Sequence[Replica[Any]]) -> tuple[Replica[Any], ...]:
    """Return those of the current template that wait for a machine only because the scheduler does not look again.

    Kubernetes (1.34) does not try a pod anew when another one goes whose anti-affinity kept it away, for five minutes.
    Made anew it is tried at once. One that was made after the last of the others came up has been looked at.
    """
    if any(is_outdated(replica) or (replica.pod and replica.pod.is_terminating) for replica in replicas):
        return ()
    came_up = [replica.pod.turned_at for replica in replicas if replica.pod and replica.serves]
    last = max((moment for moment in came_up if moment), default=None)
    return tuple(replica for replica in replicas if last and _was_kept_away(replica.pod, last))


def _was_kept_away(pod: Pod | None, until: datetime) -> bool:
    if pod is None or pod.turned_at is None:
        return False
    return KEPT_AWAY in pod.unschedulable and pod.turned_at < until


def _cause(waiting: Waiting) -> str:
    # Of the other reasons the message changes with every attempt; this one's names a Secret, or an entry of one.
    is_telling = waiting.reason == "CreateContainerConfigError" and waiting.message
    return f"{waiting.reason}: {waiting.message}"[:MAX_CAUSE_LENGTH] if is_telling else waiting.reason
