# SPDX-License-Identifier: Apache-2.0
"""What the status of a mining set says: counts and all conditions."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kubeloop.objects import selector
from monero_operator import naming
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet, MoneroMiningNodeSetStatus
from monero_operator.conditions import available, config_valid, connected, progressing, ready
from monero_operator.facts import Miner, MiningFacts
from monero_operator.plan import status
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
        connected.evaluate(miners),
        config_valid.evaluate(outcome.findings),
    )
    return MoneroMiningNodeSetStatus(
        observed_generation=mining_set.metadata.generation,
        replicas=len(facts.pods),
        ready_replicas=sum(miner.serves for miner in miners),
        updated_replicas=step.updated,
        pending_replicas=sum(bool(miner.pod and miner.pod.unschedulable) for miner in miners),
        connected_replicas=sum(bool(miner.status and miner.status.is_connected) for miner in miners),
        selector=selector.of(naming.selector(naming.OwnerKind.MINING_SET, facts.name)),
        conditions=status.dated(mining_set.metadata, mining_set.status.conditions, told, now),
    )
