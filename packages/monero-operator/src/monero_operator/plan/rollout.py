# SPDX-License-Identifier: Apache-2.0
"""In which order nodes come to a new template. Kubernetes leaves it to us (`OnDelete`), for two steps per node:
its StatefulSet takes the template, and then its pod is deleted. So a pod that is lost meanwhile comes back as it was.

Who does not serve goes first, all at once. Who serves goes one at a time, and only while all others serve in sync.
A pod of the current template that cannot start stops everything, until the spec is corrected.
A lone node works offline; when it gets siblings it is restarted before they are made, as they could not reach it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from monero_operator.conditions.progressing import MAX_CAUSE_LENGTH, Obstacle
from monero_operator.facts import Node, Waiting
from monero_operator.plan.actions import Restart

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


class Rollout(msgspec.Struct, frozen=True):
    """Whose StatefulSet keeps its template for now, whose pod is deleted now, and what is in the way."""

    held: frozenset[int] = frozenset()
    restarts: tuple[Restart, ...] = ()
    obstacle: Obstacle | None = None
    updated: int = 0


def decide(nodes: Sequence[Node], templates: Mapping[int, str]) -> Rollout:
    """Return the next step; `templates` are the fingerprints of the wanted templates, by ordinal."""
    pending = {node.ordinal for node in nodes if _is_pending(node, templates)}
    updated = [node for node in nodes if node.is_current and node.ordinal not in pending]
    stale = [node for node in nodes if _is_outdated(node) or node.ordinal in pending]
    obstacle = next((found for node in updated if (found := _obstacle(node))), None)
    existing = [node for node in nodes if node.statefulset or node.pod]
    turns = set() if obstacle else _turns(existing if _is_alone(existing) else nodes, stale, pending)
    restarts = tuple(
        Restart(node.pod.name, node.pod.uid)
        for node in stale
        if node.ordinal in turns - pending and node.pod and not node.pod.is_terminating
    )
    held = pending - turns | _siblings_to_wait(nodes, existing, pending)
    return Rollout(frozenset(held), restarts, obstacle, len(updated))


def _is_pending(node: Node, templates: Mapping[int, str]) -> bool:
    """Say whether a StatefulSet that exists does not have its new template yet."""
    if node.statefulset is None or node.ordinal not in templates:
        return False
    return node.statefulset.template != templates[node.ordinal]


def _is_alone(existing: Sequence[Node]) -> bool:
    return [node.ordinal for node in existing] == [0]


def _siblings_to_wait(nodes: Sequence[Node], existing: Sequence[Node], pending: set[int]) -> set[int]:
    """Return the ordinals that are not made before the lone node has been restarted."""
    if not _is_alone(existing) or existing[0].pod is None:
        return set()
    is_reachable = existing[0].is_current and 0 not in pending
    return set() if is_reachable else {node.ordinal for node in nodes if node.ordinal > 0}


def _is_outdated(node: Node) -> bool:
    """Say whether the pod is known to be made from an older template than its StatefulSet has."""
    is_known = node.statefulset is not None and node.statefulset.update_revision != ""
    return is_known and node.pod is not None and not node.is_current


def _obstacle(node: Node) -> Obstacle | None:
    pod = node.pod
    if pod is None:
        return None
    if pod.waiting and pod.waiting.reason in HOPELESS:
        return Obstacle(node.name, _cause(pod.waiting))
    # Between two crashes it runs for a moment, which is no progress: the condition must not turn each time.
    return Obstacle(node.name, CRASH_LOOP) if node.is_crashing and not pod.is_ready else None


def _cause(waiting: Waiting) -> str:
    # Of the other reasons the message changes with every attempt; this one's names a Secret, or an entry of one.
    is_telling = waiting.reason == "CreateContainerConfigError" and waiting.message
    return f"{waiting.reason}: {waiting.message}"[:MAX_CAUSE_LENGTH] if is_telling else waiting.reason


def _turns(nodes: Sequence[Node], stale: Sequence[Node], pending: set[int]) -> set[int]:
    """Return the ordinals that go now: all that do not serve, or else one that does."""
    idle = {node.ordinal for node in stale if not node.serves}
    serving = [node for node in stale if node.serves]
    if not serving:
        return idle
    # Who has taken the template is finished first; beyond that the highest ordinal, as a StatefulSet does it.
    turn = max(serving, key=lambda node: (node.ordinal not in pending, node.ordinal))
    others_serve = all(_counts_as_serving(node) for node in nodes if node.ordinal != turn.ordinal)
    return idle | {turn.ordinal} if others_serve else idle


def _counts_as_serving(node: Node) -> bool:
    """Say whether a node is no reason to wait. One without a place to run is none: the others may be in its way."""
    if node.is_current and node.pod is not None and node.pod.unschedulable:
        return True
    return node.serves and node.is_synced
