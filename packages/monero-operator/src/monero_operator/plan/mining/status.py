# SPDX-License-Identifier: Apache-2.0
"""What the status of a mining set says: counts and all conditions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kubeloop.objects import selector
from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet, MoneroMiningNodeSetStatus
from monero_operator.conditions import available, config_valid, connected, progressing, ready
from monero_operator.facts import Miner, MiningFacts
from monero_operator.plan import startup, status
from monero_operator.plan.mining import rollout
from monero_operator.plan.rollout import Rollout


class Outcome(msgspec.Struct, frozen=True):
    """What deciding came to. `is_valid`: the spec is carried out, though there may be findings about a child."""

    rollout: Rollout
    findings: tuple[Finding, ...]
    is_valid: bool


def build(
    mining_set: MoneroMiningNodeSet, facts: MiningFacts, miners: Sequence[Miner], outcome: Outcome, now: datetime
) -> MoneroMiningNodeSetStatus:
    """Return the status."""
    step, is_valid = outcome.rollout, outcome.is_valid
    told = (
        ready.evaluate(miners, step.updated, is_valid=is_valid),
        available.of_miners(miners),
        progressing.evaluate(miners, step, is_valid=is_valid, is_hard=mining_set.spec.hard_anti_affinity),
        _connected(mining_set, facts, miners),
        config_valid.evaluate(outcome.findings),
    )
    return MoneroMiningNodeSetStatus(
        replicas=len(facts.pods),
        ready_replicas=sum(miner.serves for miner in miners),
        updated_replicas=step.updated,
        pending_replicas=sum(bool(miner.pod and miner.pod.unschedulable) for miner in miners),
        connected_replicas=sum(bool(miner.status and miner.status.is_connected) for miner in miners),
        selector=selector.of(naming.selector(naming.OwnerKind.MINING_SET, facts.name)),
        **status.of_conditions(mining_set.metadata, mining_set.status.conditions, told, now),
    )


def _connected(mining_set: MoneroMiningNodeSet, facts: MiningFacts, miners: Sequence[Miner]) -> Condition:
    """Return the condition. One that is False stays so while a miner is started anew that may have been without work.

    Or it would turn with every try to help such a miner, and since when there is none would be forgotten.
    """
    before, found = _known(mining_set.status.conditions), connected.evaluate(miners)
    # Between two pods of a name there is none.
    has_lost_one = len(facts.pods) < (mining_set.status.replicas or 0)
    is_open = bool(miners) and (has_lost_one or any(_is_unheard(miner) for miner in miners))
    return before if before and before.status == "False" and is_open and found.status != "False" else found


def _is_unheard(miner: Miner) -> bool:
    is_silent = miner.serves and miner.status is None
    return is_silent or (rollout.is_coming(miner) and startup.obstacle(miner) is None)


def without_work_seconds(conditions: Iterable[Condition], now: datetime) -> float:
    """Return for how long a miner, whichever it was at the time, has been without work."""
    before = _known(conditions)
    if before is None or before.status != "False" or not before.last_transition_time:
        return 0.0
    return (now - datetime.fromisoformat(before.last_transition_time)).total_seconds()


def _known(conditions: Iterable[Condition]) -> Condition | None:
    return next((found for found in conditions if found.type == connected.TYPE), None)
