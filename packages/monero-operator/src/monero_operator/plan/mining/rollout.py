# SPDX-License-Identifier: Apache-2.0
"""In which order miners come to a new template. They share a StatefulSet, so a pod that is lost comes back with it.

Who does not run goes at once. Of those that run a quarter may be away at a time, so that a mistake does not stop them
all; nobody waits for a pool. A pod of the current template that cannot start stops everything until the spec is
corrected; one without a machine blocks nobody, as the others may be in its way.
"""

from collections.abc import Sequence

from monero_operator.facts import Miner
from monero_operator.plan import startup
from monero_operator.plan.actions import Restart
from monero_operator.plan.rollout import Rollout

SHARE = 4
"""One of so many goes at a time."""


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
        restarts=() if obstacle or is_paused else tuple(_restarts(miners, outdated)),
    )


def _restarts(miners: Sequence[Miner], outdated: Sequence[Miner]) -> list[Restart]:
    idle = [miner for miner in outdated if not miner.serves]
    running = [miner for miner in outdated if miner.serves]
    # As a StatefulSet does it: the highest ordinal first.
    going = [*idle, *running[::-1][: _room(miners)], *startup.overlooked(miners)]
    return [Restart(miner.pod.name, miner.pod.uid) for miner in going if miner.pod and not miner.pod.is_terminating]


def _room(miners: Sequence[Miner]) -> int:
    """Return how many that run may go now."""
    share = max(1, len(miners) // SHARE)
    coming = sum(_is_coming(miner) for miner in miners)
    missing = sum(miner.pod is None for miner in miners)
    # Pods that cannot be made, for want of a quota, may be waiting for what the others hold: one goes in any case.
    return max(share - coming - missing, 0 if coming else 1)


def _is_coming(miner: Miner) -> bool:
    """Say whether a pod is on its way out, or of the current template and on its way in."""
    pod = miner.pod
    if pod is None:
        return False
    return pod.is_terminating or (miner.is_current and not pod.is_ready and not pod.unschedulable)
