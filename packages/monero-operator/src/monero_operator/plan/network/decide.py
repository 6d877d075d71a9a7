# SPDX-License-Identifier: Apache-2.0
"""From what is asked for and what was seen to a plan: the order of the decisions, each of which is made elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from monero_operator import naming
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork, MoneroNetworkStatus
from monero_operator.conditions import meshed
from monero_operator.desired import shapes
from monero_operator.facts import NetworkFacts, Node
from monero_operator.plan import events, growth, monitoring, policies, report, rollout, status
from monero_operator.plan.actions import Plan
from monero_operator.plan.anonymity import balancing, features, parting
from monero_operator.plan.anonymity import pruning as unused_documents
from monero_operator.plan.anonymity import status as hidden
from monero_operator.plan.growth import Growth, SetWithClaims
from monero_operator.plan.keys import decide as keys
from monero_operator.plan.keys import findings as findings_of_keys
from monero_operator.plan.keys import wishes
from monero_operator.plan.keys.wishes import Wish
from monero_operator.plan.network import blocks, children, overrides, pruning, telling, transport
from monero_operator.plan.network import config as configs
from monero_operator.plan.network.config import NetworkConfig
from monero_operator.plan.policies import Input
from monero_operator.plan.rollout import Rollout
from monero_operator.plan.status import Outcome
from monero_operator.settings import Images


def decide(network: MoneroNetwork, facts: NetworkFacts, images: Images, now: datetime) -> Plan:
    """Return what to do for a network. One that is being deleted is left to the garbage collector."""
    if network.metadata.is_terminating:
        return Plan()
    given = configs.given_of(network, facts, images)
    findings = _findings(network, given)
    if findings:
        return _refuse(network, facts, given, findings, now)
    nodes = tuple(facts.node(ordinal, now) for ordinal in range(network.spec.replicas))
    return _carry_out(network, facts, nodes, configs.of(network, facts, given), now)


def _findings(network: MoneroNetwork, given: Input) -> tuple[Finding, ...]:
    wrong = (*policies.check(given), *transport.check(given))
    return wrong or overrides.check(given, network.spec.overrides)


def _refuse(
    network: MoneroNetwork, facts: NetworkFacts, given: Input, findings: tuple[Finding, ...], now: datetime
) -> Plan:
    """Return the plan for a wrong spec: say so, and touch nothing."""
    nodes = tuple(facts.node(ordinal, now) for ordinal in facts.ordinals)
    outcome = report.refusal(given, facts, nodes, findings, network.status)
    plan = Plan(keep_blocks=policies.blocks_go_on(given))
    return report.told(plan, network, status_of(network, facts, nodes, outcome, now))


def _carry_out(
    network: MoneroNetwork, facts: NetworkFacts, nodes: Sequence[Node], config: NetworkConfig, now: datetime
) -> Plan:
    wanted = children.statefulsets(config, facts)
    pace = balancing.pace_seconds(config)
    policy = rollout.policy_of(config.whole.update, is_paused=config.whole.paused, pace_seconds=pace)
    step = rollout.roll(wanted, nodes, policy, may_upgrade=facts.may_upgrade)
    is_offline = telling.is_offline(config)
    there = [facts.node(ordinal, now) for ordinal in range(configs.size(config.whole, facts))]
    view = hidden.view(config, facts, there, prefix=configs.PREFIX, is_offline=is_offline)
    outcome = Outcome(
        network=config.network,
        rollout=step,
        findings=policies.obstacles(facts) + overrides.unused(network.spec),
        is_valid=True,
        is_hard=config.spec.hard_anti_affinity,
        starting=children.starting(config, facts),
        is_offline=is_offline,
        hidden=hidden.show(view, nodes, before=network.status if step.is_paused else None),
    )
    is_settled = pruning.is_settled(facts, wanted)
    changes = Plan() if step.is_paused else _changes(config, facts, wanted, step, now)
    plan = msgspec.structs.replace(changes, blocks=blocks.decide(network.spec.blocks, config.network, nodes))
    shown = status_of(network, facts, nodes, outcome, now)
    gone = () if step.is_paused else parting.events(config, network.status, shown, prefix=configs.PREFIX)
    told = report.told(plan, network, shown, *gone)
    if step.is_paused:
        return told
    rotate = network.metadata.annotations.rotate
    wished = _wishes(network, facts)
    return keys.ordered(told, config.parent, wished, facts.keys, rotate=rotate, now=now, is_settled=is_settled)


def _wishes(network: MoneroNetwork, facts: NetworkFacts) -> tuple[Wish, ...]:
    """Return the keys that it needs; a node on its way out keeps its own."""
    there = configs.size(network.spec, facts)
    has_balancer = features.has_balancer(facts)
    return wishes.of(network.spec.template.spec, there, transport=network.spec.transport, has_balancer=has_balancer)


def _changes(
    config: NetworkConfig,
    facts: NetworkFacts,
    wanted: Mapping[int, shapes.StatefulSet],
    step: Rollout,
    now: datetime,
) -> Plan:
    is_settled = pruning.is_settled(facts, wanted)
    pruned, grown = _prune(config, facts), _grow(config, facts, wanted)
    metrics, replicas = config.spec.metrics, config.whole.replicas
    monitors = monitoring.decide(config.parent, metrics, facts.monitoring, config.network, replicas=replicas)
    shared = balancing.decide(config, facts, replicas=configs.size(config.whole, facts))
    return Plan(
        apply=(
            *children.services(config, facts),
            *children.router_documents(config, facts, now, is_settled=is_settled),
            *shared.apply,
            *(built for ordinal, built in step.wanted.items() if ordinal not in step.held),
            *pruned.apply,
            *monitors.apply,
        ),
        claims=grown.claims,
        delete=(
            *pruned.delete,
            *unused_documents.unused(config.anonymity, facts, is_settled=is_settled),
            *grown.delete,
            *shared.delete,
            *monitors.delete,
        ),
        restart=(*step.restarts, *pruned.restart),
        is_upgrading=step.is_upgrading,
        events=(
            *events.of_actions(step.restarts, pruned.delete, config.whole.replicas),
            *events.of_growth(grown.claims, grown.delete, config.volume_size),
        ),
    )


def _grow(config: NetworkConfig, facts: NetworkFacts, wanted: Mapping[int, shapes.StatefulSet]) -> Growth:
    sets = (
        SetWithClaims(
            live=facts.statefulsets[ordinal],
            wanted=built,
            claims={ordinal: facts.claims[ordinal]} if ordinal in facts.claims else {},
            used=frozenset({ordinal} if built.spec.replicas else ()),
            running=frozenset(facts.pods.keys() & {ordinal}),
        )
        for ordinal, built in wanted.items()
        if ordinal in facts.statefulsets
    )
    owner, kept = config.parent.reference, children.ordinals(config.whole, facts)
    grown = growth.decide(facts.obstacles, owner, config.volume_size, sets)
    left = (claim for ordinal, claim in sorted(facts.claims.items()) if ordinal not in kept)
    policy = config.whole.volume.retention_policy
    retention = policy.when_scaled if config.whole.replicas else policy.when_deleted
    released = growth.released(owner.uid, left, retention)
    return msgspec.structs.replace(grown, claims=(*grown.claims, *released))


def _prune(config: NetworkConfig, facts: NetworkFacts) -> pruning.Pruning:
    kept = frozenset(children.ordinals(config.whole, facts))
    leaving = children.leaving(config, facts)
    return pruning.decide(facts, kept, leaving, children.retention(config.whole))


def status_of(
    network: MoneroNetwork, facts: NetworkFacts, nodes: Sequence[Node], outcome: Outcome, now: datetime
) -> MoneroNetworkStatus:
    """Return the status of an outcome."""
    of_keys = findings_of_keys.conditions(naming.OwnerKind.NETWORK, facts.name, _wishes(network, facts), facts.keys)
    told = status.conditions(facts.name, nodes, outcome, meshed.evaluate(nodes), *of_keys)
    return MoneroNetworkStatus(
        **status.of_conditions(network.metadata, network.status.conditions, told, now),
        **status.of_nodes(naming.OwnerKind.NETWORK, facts, nodes, outcome),
    )
