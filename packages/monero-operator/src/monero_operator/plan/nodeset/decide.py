# SPDX-License-Identifier: Apache-2.0
"""From what is asked for and what was seen to a plan: the order of the decisions, each of which is made elsewhere."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from monero_operator import naming
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet, MoneroNodeSetStatus
from monero_operator.desired import shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan import events, growth, monitoring, policies, report, rollout, status
from monero_operator.plan.actions import Plan
from monero_operator.plan.anonymity import balancing, documents, features, parting
from monero_operator.plan.anonymity import status as hidden
from monero_operator.plan.growth import Growth, SetWithClaims
from monero_operator.plan.keys import decide as keys
from monero_operator.plan.keys import findings as findings_of_keys
from monero_operator.plan.keys import wishes
from monero_operator.plan.keys.wishes import Wish
from monero_operator.plan.nodeset import children, growing, lines, pruning
from monero_operator.plan.nodeset import config as configs
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.nodeset.growing import Size
from monero_operator.plan.nodeset.lines import Lines
from monero_operator.plan.policies import Input
from monero_operator.plan.rollout import Rollout
from monero_operator.plan.status import Outcome
from monero_operator.settings import Images


def decide(node_set: MoneroNodeSet, facts: NodeSetFacts, images: Images, now: datetime) -> Plan:
    """Return what to do for a node set. One that is being deleted is left to the garbage collector."""
    if node_set.metadata.is_terminating:
        return Plan()
    given = configs.given_of(node_set, facts, images)
    findings = policies.check(given)
    if findings:
        return _refuse(node_set, facts, given, findings, now)
    return _carry_out(node_set, facts, configs.of(node_set, facts, given, now), now)


def _refuse(
    node_set: MoneroNodeSet, facts: NodeSetFacts, given: Input, findings: tuple[Finding, ...], now: datetime
) -> Plan:
    """Return the plan for a wrong spec: say so, and touch nothing."""
    nodes = tuple(facts.node(ordinal, now) for ordinal in facts.ordinals)
    outcome = report.refusal(given, facts, nodes, findings, node_set.status)
    return report.told(Plan(), node_set, status_of(node_set, facts, nodes, outcome, now))


def _carry_out(node_set: MoneroNodeSet, facts: NodeSetFacts, config: NodeSetConfig, now: datetime) -> Plan:
    decided = _decided(config, facts, now)
    is_offline = children.is_offline(config)
    there = [facts.node(ordinal, now) for ordinal in range(configs.size(config.whole, facts))]
    view = hidden.view(config, facts, there, prefix="spec", is_offline=is_offline)
    outcome = Outcome(
        network=config.network,
        rollout=decided.step,
        findings=policies.obstacles(facts),
        is_valid=True,
        is_hard=config.spec.hard_anti_affinity,
        is_locked=config.anonymity.is_locked,
        starting=children.starting(config, facts),
        is_offline=is_offline,
        hidden=hidden.show(view, decided.nodes, before=node_set.status if decided.step.is_paused else None),
    )
    plan = Plan() if decided.step.is_paused else _changes(config, facts, decided)
    shown = status_of(node_set, facts, decided.nodes, outcome, now)
    gone = () if decided.step.is_paused else parting.events(config, node_set.status, shown, prefix="spec")
    told = report.told(plan, node_set, shown, *gone)
    if decided.step.is_paused:
        return told
    rotate = node_set.metadata.annotations.rotate
    wanted = _wishes(node_set, facts, is_locked=config.anonymity.is_locked)
    is_settled = decided.is_settled
    return keys.ordered(told, config.parent, wanted, facts.keys, rotate=rotate, now=now, is_settled=is_settled)


def _wishes(node_set: MoneroNodeSet, facts: NodeSetFacts, *, is_locked: bool = False) -> tuple[Wish, ...]:
    """Return the keys that it needs; a node on its way out keeps its own."""
    has_balancer = features.has_balancer(facts)
    nodes = configs.size(node_set.spec, facts)
    return wishes.of(node_set.spec, nodes, is_locked=is_locked, has_balancer=has_balancer)


class _Decided(msgspec.Struct, frozen=True):
    """What each node is told, the StatefulSet that is wanted, how many nodes it may have, and how it rolls out.

    `is_settled` says that every pod is as it is to be.
    """

    nodes: tuple[Node, ...]
    lines: Lines
    statefulset: shapes.StatefulSet
    size: Size
    step: Rollout
    is_settled: bool


def _decided(config: NodeSetConfig, facts: NodeSetFacts, now: datetime) -> _Decided:
    told = lines.decide(config, facts, children.ordinals(config, facts))
    nodes = tuple(lines.informed(facts.node(ordinal, now), told) for ordinal in range(config.whole.replicas))
    built = children.node_statefulset(config, facts)
    size = growing.decide(config, facts, told, built, facts.node(0, now))
    pace = balancing.pace_seconds(config)
    policy = rollout.policy_of(config.whole.update, is_paused=config.whole.paused, pace_seconds=pace)
    wanted = dict.fromkeys(range(size.nodes), built)
    step = rollout.roll(wanted, nodes[: size.nodes], policy, may_upgrade=facts.may_upgrade)
    return _Decided(nodes, told, built, size, step, pruning.is_settled(facts, nodes, built))


def _changes(config: NodeSetConfig, facts: NodeSetFacts, decided: _Decided) -> Plan:
    step, size, built = decided.step, decided.size, decided.statefulset
    grown = _grow(config, facts, built)
    pruned = pruning.decide(config, facts, is_settled=decided.is_settled)
    metrics, replicas = config.spec.metrics, config.whole.replicas
    monitors = monitoring.decide(config.parent, metrics, facts.monitoring, config.network, replicas=replicas)
    there = configs.size(config.whole, facts)
    shared = balancing.decide(config, facts, replicas=there)
    is_kept = step.is_waiting or size.is_held
    return Plan(
        apply=(
            *children.services(config, facts),
            *children.config_maps(config, facts, decided.lines),
            *documents.config_maps(config, facts, replicas=there, is_settled=decided.is_settled),
            *(() if is_kept else (growing.limited(step.wanted.get(0, built), size),)),
            *shared.apply,
            *monitors.apply,
        ),
        claims=grown.claims,
        delete=(*pruned, *grown.delete, *shared.delete, *monitors.delete),
        restart=step.restarts,
        is_upgrading=step.is_upgrading,
        events=(
            *events.of_actions(step.restarts, pruned, config.whole.replicas),
            *events.of_growth(grown.claims, grown.delete, config.volume_size),
        ),
    )


def _grow(config: NodeSetConfig, facts: NodeSetFacts, built: shapes.StatefulSet) -> Growth:
    if facts.statefulset is None:
        return Growth()
    with_claims = SetWithClaims(
        live=facts.statefulset,
        wanted=built,
        claims=facts.claims,
        used=frozenset(range(config.whole.replicas)),
        running=frozenset(facts.pods),
    )
    return growth.decide(facts.obstacles, config.parent.reference, config.volume_size, [with_claims])


def status_of(
    node_set: MoneroNodeSet, facts: NodeSetFacts, nodes: Sequence[Node], outcome: Outcome, now: datetime
) -> MoneroNodeSetStatus:
    """Return the status of an outcome."""
    of_keys = findings_of_keys.conditions(naming.OwnerKind.NODE_SET, facts.name, _wishes(node_set, facts), facts.keys)
    told = status.conditions(facts.name, nodes, outcome, *of_keys)
    return MoneroNodeSetStatus(
        **status.of_conditions(node_set.metadata, node_set.status.conditions, told, now),
        **status.of_nodes(naming.OwnerKind.NODE_SET, facts, nodes, outcome),
    )
