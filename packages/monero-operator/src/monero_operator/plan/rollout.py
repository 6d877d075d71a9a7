# SPDX-License-Identifier: Apache-2.0
"""In which order nodes come to a new template. Kubernetes leaves it to us (`OnDelete`), for two steps per node:
its StatefulSet takes the template, and then its pod is deleted. So a pod of a network that is lost meanwhile comes back
as it was; the nodes of a node set share a StatefulSet, and there it comes back with the new template.

Who does not serve goes first, all at once. Of those who serve, no more go than may be unavailable at once, and nobody
does while others are behind. A pod of the current template that cannot start, or does not get on, stops everything
until the spec is corrected; one that fits on no machine counts as missing. Ordinals below the partition stay. Where
clients learn of new pods with a delay, all must be older than that before another one that serves goes.
A lone node works offline; when it gets siblings it is restarted before they are made, as they could not reach it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from monero_operator.api import durations
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import nodes as api
from monero_operator.conditions.progressing import Obstacle, Progress
from monero_operator.desired import shapes
from monero_operator.facts import Node
from monero_operator.plan import startup, upgrade
from monero_operator.plan.actions import Restart

MAX_LAG_BLOCKS = 2
"""How far below its best sibling a node may be and yet be in sync: they are not asked at the same moment."""


class Rollout(Progress, frozen=True):
    """How far it is, whose StatefulSet keeps its template (or is not made) for now, and whose pod is deleted now.

    `wanted` are the StatefulSets as they are to be, those that are held included.
    """

    held: frozenset[int] = frozenset()
    restarts: tuple[Restart, ...] = ()
    wanted: Mapping[int, shapes.StatefulSet] = {}
    is_upgrading: bool = False


class Policy(msgspec.Struct, frozen=True):
    """What the owner asks of a rollout; `progress_deadline` is a duration, as the owner wrote it.

    Nothing at all is done while it `is_paused`. `pace_seconds` is how long it takes until clients know of a new pod.
    """

    max_unavailable: int = 1
    partition: int = 0
    progress_deadline: str = api.Update().progress_deadline
    is_paused: bool = False
    pace_seconds: float = 0.0


DEFAULT = Policy()


def policy_of(update: api.Update, *, is_paused: bool, pace_seconds: float = 0.0) -> Policy:
    """Return the policy that a spec asks for."""
    return Policy(update.max_unavailable, update.partition, update.progress_deadline, is_paused, pace_seconds)


def roll(
    wanted: Mapping[int, shapes.StatefulSet], nodes: Sequence[Node], policy: Policy, *, may_upgrade: bool
) -> Rollout:
    """Return the next step towards these StatefulSets, by ordinal; `may_upgrade` as in `plan.upgrade`."""
    turn = upgrade.decide(wanted, nodes, may_upgrade=may_upgrade)
    step = decide(nodes, {ordinal: built.fingerprint for ordinal, built in wanted.items()}, policy, turn.waiting)
    is_upgrading = turn.is_under_way and not policy.is_paused
    return msgspec.structs.replace(step, wanted=turn.wanted, is_upgrading=is_upgrading)


def decide(
    nodes: Sequence[Node],
    templates: Mapping[int, str],
    policy: Policy = DEFAULT,
    waiting: frozenset[int] = frozenset(),
) -> Rollout:
    """Return the next step; `templates` are the fingerprints of the wanted templates, by ordinal.

    Those that are `waiting` have no part in it and keep what they have.
    """
    step = _step(nodes, {ordinal: wanted for ordinal, wanted in templates.items() if ordinal not in waiting}, policy)
    return msgspec.structs.replace(
        step,
        held=step.held | waiting,
        restarts=() if policy.is_paused else step.restarts,
        is_waiting=bool(waiting),
        is_paused=policy.is_paused,
    )


def _step(nodes: Sequence[Node], templates: Mapping[int, str], policy: Policy) -> Rollout:
    pending = {node.ordinal for node in nodes if _is_pending(node, templates)}
    updated = [node for node in nodes if node.is_current and node.ordinal not in pending]
    stale = [node for node in nodes if startup.is_outdated(node) or node.ordinal in pending]
    kept = {node.ordinal for node in stale if node.ordinal < policy.partition}
    best = _best_height(nodes)
    obstacle = next((found for node in updated if (found := _obstacle(node, best, policy))), None)
    existing = [node for node in nodes if node.statefulset or node.pod]
    going = [node for node in stale if node.ordinal not in kept]
    turns = set() if obstacle else _turns(existing if _is_alone(existing) else nodes, going, pending, best, policy)
    return Rollout(
        updated=len(updated),
        kept=len(kept),
        obstacle=obstacle,
        held=frozenset(pending - turns | _siblings_to_wait(nodes, existing, pending)),
        restarts=_restarts(stale, turns - pending),
    )


def _restarts(stale: Sequence[Node], turns: set[int]) -> tuple[Restart, ...]:
    return tuple(
        Restart(node.pod.name, node.pod.uid)
        for node in stale
        if node.ordinal in turns and node.pod and not node.pod.is_terminating
    )


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


def _obstacle(node: Node, best: int, policy: Policy) -> Obstacle | None:
    if broken := startup.obstacle(node):
        return broken
    if _is_stuck(node, best, policy):
        return Obstacle(node.name, policy.progress_deadline, Reason.PROGRESS_DEADLINE_EXCEEDED)
    return None


def _is_stuck(node: Node, best: int, policy: Policy) -> bool:
    """Say whether a node that ought to get on does not; one without a place to run, or on its way out, need not."""
    if node.pod is None or node.pod.unschedulable or node.pod.is_terminating:
        return False
    deadline = durations.seconds(policy.progress_deadline)
    is_late = deadline is not None and node.idle_seconds >= deadline
    is_behind = not node.pod.is_ready and node.synced is not True
    return is_late and (is_behind or _lags(node, best))


def _turns(nodes: Sequence[Node], going: Sequence[Node], pending: set[int], best: int, policy: Policy) -> set[int]:
    """Return the ordinals that go now: all that do not serve, and of those that do no more than may be missing."""
    idle = {node.ordinal for node in going if not node.serves}
    if any(node.age_seconds < policy.pace_seconds for node in nodes):
        return idle
    missing = {node.ordinal for node in nodes if not _counts_as_serving(node, best)}
    # Who has taken the template is finished first; beyond that the highest ordinal, as a StatefulSet does it.
    serving = sorted(
        (node for node in going if node.serves),
        key=lambda node: (node.ordinal not in pending, node.ordinal),
        reverse=True,
    )
    turns: set[int] = set()
    for node in serving:
        if len(missing | turns | {node.ordinal}) <= policy.max_unavailable:
            turns.add(node.ordinal)
    return idle | turns


def _best_height(nodes: Sequence[Node]) -> int:
    """Return the greatest height of a node that serves; 0 while no such height is known."""
    heights = (node.status.height for node in nodes if node.serves and node.says_ready and node.status)
    return max((height for height in heights if height is not None), default=0)


def _lags(node: Node, best: int) -> bool:
    """Say whether a node is known to be behind its siblings, whatever it says of itself."""
    height = node.status.height if node.status else None
    return height is not None and height < best - MAX_LAG_BLOCKS


def _counts_as_serving(node: Node, best: int) -> bool:
    """Say whether a node is no reason to wait. One that the others may keep from its place is none."""
    if node.is_current and node.pod is not None and startup.is_kept_away(node.pod):
        return True
    # What its controller has not seen yet may be a template by which it is about to go.
    is_seen = node.statefulset is None or node.statefulset.update_revision != ""
    # Not whether it is in sync: a chain that stands still, for want of an upgrade perhaps, must not stop that upgrade.
    return is_seen and node.serves and node.says_ready and not _lags(node, best)
