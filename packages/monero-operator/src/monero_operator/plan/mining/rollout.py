# SPDX-License-Identifier: Apache-2.0
"""In which order miners come to a new template. They share a StatefulSet, so a pod that is lost comes back with it.

Who does not run goes at once. Of those that run a quarter may be away at a time, so that a mistake does not stop them
all; nobody waits for a pool. A pod of the current template that cannot start stops everything until the spec is
corrected, and one that fits on no machine counts as away. One that others keep from a machine, or for which nothing is
left on any, blocks nobody: that is usual where an autoscaler decides how many there are.

A miner that works for a node, not for a pool, looks up the node's name once (xmrig 6.22): if it had no address at that
moment, as when both are made together, the miner waits for ever. Such a one is started anew, a quarter at a time. It
cannot be told from one whose node is away, so each has to wait three times as long as others had waited before it was
started: in a day without a node that is half a dozen times.
"""

from collections.abc import Sequence
from typing import Any

from monero_operator.facts import Miner, Replica
from monero_operator.plan import startup
from monero_operator.plan.actions import Restart
from monero_operator.plan.rollout import Rollout

SHARE = 4
"""One of so many goes at a time."""
PATIENCE_SECONDS = 120.0
"""How long a miner may be without its first job: much longer than a node takes that is there."""
PATIENCE_SHARE = 0.75
"""It may be for this share of the time that somebody has been without work, if that is longer."""
LONGEST_PATIENCE_SECONDS = 12 * 3600.0
"""But not longer than this: among many there may always be somebody without work."""


def decide(miners: Sequence[Miner], template: str, *, is_paused: bool, is_waiting: bool) -> Rollout:
    """Return the next step; `template` is the fingerprint of the wanted template.

    Nothing is done while it `is_paused`; `is_waiting` says that the template is not to be taken yet.
    """
    known = [miner for miner in miners if miner.statefulset and (is_waiting or miner.statefulset.template == template)]
    current = [miner for miner in known if miner.is_current]
    obstacle = next((found for miner in current if (found := startup.obstacle(miner))), None)
    outdated = [miner for miner in known if startup.is_outdated(miner)]
    return Rollout(
        updated=len(current),
        obstacle=obstacle,
        is_paused=is_paused,
        is_waiting=is_waiting,
        restarts=() if obstacle or is_paused else _restarts(miners, outdated),
    )


def revived(miners: Sequence[Miner], without_work_seconds: float) -> tuple[Restart, ...]:
    """Return those who run, work for a node, and have not found it for long; somebody has been `without_work`."""
    patience = min(max(PATIENCE_SECONDS, PATIENCE_SHARE * without_work_seconds), LONGEST_PATIENCE_SECONDS)
    lost = [miner for miner in miners if _is_lost(miner) and miner.idle_seconds >= patience]
    return _to_restart(_first(lost, miners))


def _is_lost(miner: Miner) -> bool:
    has_never_worked = miner.status is not None and not miner.status.is_connected and not miner.status.has_worked
    return has_never_worked and miner.is_current and miner.serves


def _restarts(miners: Sequence[Miner], outdated: Sequence[Miner]) -> tuple[Restart, ...]:
    idle = [miner for miner in outdated if not miner.serves]
    running = [miner for miner in outdated if miner.serves]
    return _to_restart([*idle, *_first(running, miners), *startup.overlooked(miners)])


def _first(going: Sequence[Miner], miners: Sequence[Miner]) -> Sequence[Miner]:
    """Return those that may go now of those that run and have to; as a StatefulSet does it, the highest first."""
    return going[::-1][: _room(miners)]


def _to_restart(going: Sequence[Replica[Any]]) -> tuple[Restart, ...]:
    pods = (miner.pod for miner in going if miner.pod)
    return tuple(Restart(pod.name, pod.uid) for pod in pods if not pod.is_terminating)


def _room(miners: Sequence[Miner]) -> int:
    """Return how many that run may go now."""
    share = max(1, len(miners) // SHARE)
    coming = sum(is_coming(miner) for miner in miners)
    missing = sum(miner.pod is None for miner in miners)
    # Pods that cannot be made, for want of a quota, may be waiting for what the others hold: one goes in any case.
    return max(share - coming - missing, 0 if coming else 1)


def is_coming(miner: Miner) -> bool:
    """Say whether a pod is on its way out, or of the current template and on its way in."""
    pod = miner.pod
    if pod is None:
        return False
    return pod.is_terminating or (miner.is_current and not pod.is_ready and not startup.is_crowded_out(pod))
