# SPDX-License-Identifier: Apache-2.0
"""From what is asked for and what was seen to a plan: the order of the decisions, each of which is made elsewhere."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from monero_operator import naming
from monero_operator.api import xmrig_arguments
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.desired import mining, parent
from monero_operator.desired.miner import Miner as Wanted
from monero_operator.facts import Miner, MiningFacts
from monero_operator.plan import config, events, monitoring, report, upgrade
from monero_operator.plan import policies as common
from monero_operator.plan.actions import Plan
from monero_operator.plan.mining import policies, rollout, status
from monero_operator.plan.mining.policies import Input
from monero_operator.plan.mining.status import Outcome
from monero_operator.plan.monitoring import Monitors
from monero_operator.plan.rollout import Rollout
from monero_operator.settings import Images


def decide(mining_set: MoneroMiningNodeSet, facts: MiningFacts, images: Images, now: datetime) -> Plan:
    """Return what to do for a mining set. One that is being deleted is left to the garbage collector."""
    if mining_set.metadata.is_terminating:
        return Plan()
    given = _given(mining_set, facts, images)
    findings = policies.check(given)
    if findings:
        return _refuse(mining_set, facts, findings, now)
    miners = tuple(facts.miner(ordinal, now) for ordinal in range(mining_set.spec.replicas))
    return _carry_out(mining_set, facts, miners, _wanted(mining_set, given), now)


def _given(mining_set: MoneroMiningNodeSet, facts: MiningFacts, images: Images) -> Input:
    return Input(
        spec=mining_set.spec,
        parsed=xmrig_arguments.parse(mining_set.spec.xmrig.args),
        images=images,
        statefulset=facts.statefulset,
        unreadable=facts.unreadable,
    )


def _wanted(mining_set: MoneroMiningNodeSet, given: Input) -> Wanted:
    metrics = config.shape_of_metrics(mining_set.spec.metrics)
    shape = msgspec.structs.replace(mining_set.spec, replicas=0, paused=False, metrics=metrics)
    return Wanted(
        parent=parent.of(naming.OwnerKind.MINING_SET, mining_set.metadata),
        spec=mining_set.spec,
        options=given.parsed.arguments,
        image=policies.image(given),
        exporter_image=given.images.exporter,
        is_default_image=mining_set.spec.xmrig.image is None,
        restart=mining_set.metadata.annotations.restart,
        made_for=config.made_for(mining_set.metadata, shape),
    )


def _refuse(mining_set: MoneroMiningNodeSet, facts: MiningFacts, findings: tuple[Finding, ...], now: datetime) -> Plan:
    """Return the plan for a wrong spec: say so, touch nothing, and tell of the miners that exist, asked for or not."""
    miners = tuple(facts.miner(ordinal, now) for ordinal in facts.ordinals)
    current = Rollout(updated=sum(miner.is_current for miner in miners))
    outcome = Outcome(current, findings + common.obstacles(facts), is_valid=False)
    return report.told(Plan(), mining_set, status.build(mining_set, facts, miners, outcome, now))


def _carry_out(
    mining_set: MoneroMiningNodeSet, facts: MiningFacts, miners: Sequence[Miner], wanted: Wanted, now: datetime
) -> Plan:
    built = mining.build(wanted)
    turn = upgrade.decide(dict.fromkeys(range(len(miners)), built), miners, may_upgrade=facts.may_upgrade)
    is_paused, is_waiting = mining_set.spec.paused, bool(turn.waiting)
    step = rollout.decide(miners, built.fingerprint, is_paused=is_paused, is_waiting=is_waiting)
    may_revive = xmrig_arguments.is_solo(wanted.options) and not (is_paused or step.restarts)
    idle_seconds = status.without_work_seconds(mining_set.status.conditions, now)
    revived = rollout.revived(miners, idle_seconds) if may_revive else ()
    outcome = Outcome(step, common.obstacles(facts), is_valid=True)
    monitors = Monitors() if is_paused else _monitors(wanted, facts)
    plan = Plan(
        apply=(*(() if is_paused or is_waiting else (turn.wanted.get(0, built),)), *monitors.apply),
        delete=monitors.delete,
        restart=(*step.restarts, *revived),
        is_upgrading=turn.is_under_way and not is_paused,
        events=(*events.of_actions(step.restarts, (), mining_set.spec.replicas), *events.revived(revived)),
    )
    return report.told(plan, mining_set, status.build(mining_set, facts, miners, outcome, now))


def _monitors(wanted: Wanted, facts: MiningFacts) -> Monitors:
    spec = wanted.spec
    return monitoring.decide(wanted.parent, spec.metrics, facts.monitoring, replicas=spec.replicas)
