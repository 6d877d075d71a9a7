# SPDX-License-Identifier: Apache-2.0
"""From what is asked for and what was seen to a plan: the order of the decisions, each of which is made elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.arguments import Finding
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet, MoneroNodeSetStatus
from monero_operator.desired import parent, shapes
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan import events, growth, policies, rollout, status
from monero_operator.plan.actions import Plan
from monero_operator.plan.growth import Growth, SetWithClaims
from monero_operator.plan.nodeset import children, growing, lines, pruning
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.policies import Input
from monero_operator.plan.rollout import Rollout
from monero_operator.plan.status import Outcome
from monero_operator.settings import Images


def decide(node_set: MoneroNodeSet, facts: NodeSetFacts, images: Images, now: datetime) -> Plan:
    """Return what to do for a node set. One that is being deleted is left to the garbage collector."""
    if node_set.metadata.is_terminating:
        return Plan()
    given = given_of(node_set, facts, images)
    findings = policies.check(given)
    if findings:
        return _refuse(node_set, facts, given, findings, now)
    nodes = tuple(facts.node(ordinal, now) for ordinal in range(node_set.spec.replicas))
    return _carry_out(node_set, facts, nodes, _config(node_set, given), now)


def given_of(node_set: MoneroNodeSet, facts: NodeSetFacts, images: Images) -> Input:
    """Return what the policies look at."""
    return Input(
        prefix="spec",
        spec=node_set.spec,
        parsed=arguments.parse(node_set.spec.monerod.args),
        images=images,
        statefulsets=(facts.statefulset,) if facts.statefulset else (),
        claims=tuple(facts.claims.values()),
        images_left=() if facts.statefulset else tuple(pod.image for pod in facts.pods.values()),
        unreadable=facts.unreadable,
        named=node_set.spec.network,
        pod_labels=frozenset(node_set.spec.pod.labels),
        exposed=node_set.spec.p2p.expose,
    )


def _config(node_set: MoneroNodeSet, given: Input) -> NodeSetConfig:
    named = policies.network_of(given)
    assert isinstance(named, Network), "the policies have found no contradiction"
    return NodeSetConfig(
        parent=parent.of(naming.OwnerKind.NODE_SET, node_set.metadata),
        metadata=node_set.metadata,
        whole=node_set.spec,
        spec=node_set.spec,
        network=named,
        is_closed=named is Network.REGTEST,
        arguments=arguments.naming_network(given.parsed.arguments, named),
        monerod_image=policies.monerod_image(given),
        exporter_image=given.images.exporter,
        volume_size=policies.volume_size(given, named),
        pod_labels=node_set.spec.pod.labels,
        pod_annotations=node_set.spec.pod.annotations,
    )


def _refuse(
    node_set: MoneroNodeSet, facts: NodeSetFacts, given: Input, findings: tuple[Finding, ...], now: datetime
) -> Plan:
    """Return the plan for a wrong spec: say so, touch nothing, and tell of the nodes that exist, asked for or not."""
    nodes = tuple(facts.node(ordinal, now) for ordinal in facts.ordinals)
    current = sum(node.is_current for node in nodes)
    before = next((named for named in Network if named in policies.networks_before(given.statefulsets)), None)
    told = findings + policies.obstacles(facts)
    outcome = Outcome(network=before, rollout=Rollout(updated=current), findings=told, is_valid=False)
    shown = status_of(node_set, facts, nodes, outcome, now)
    return Plan(
        status=shown,
        events=events.of_turns(node_set.status.conditions, shown.conditions),
        look_again_after_seconds=status.look_again_after(shown.conditions),
    )


def _carry_out(
    node_set: MoneroNodeSet, facts: NodeSetFacts, nodes: Sequence[Node], config: NodeSetConfig, now: datetime
) -> Plan:
    told = lines.decide(config, facts, children.ordinals(config, facts))
    nodes = tuple(lines.informed(node, told) for node in nodes)
    built = children.node_statefulset(config, facts)
    size = growing.decide(config, facts, told, built, facts.node(0, now))
    policy = rollout.policy_of(config.whole.update, is_paused=config.whole.paused)
    wanted = dict.fromkeys(range(size.nodes), built)
    step = rollout.roll(wanted, nodes[: size.nodes], policy, may_upgrade=facts.may_upgrade)
    pruned = () if step.is_paused else pruning.decide(config, facts, nodes, built)
    grown = Growth() if step.is_paused else _grow(config, facts, built)
    outcome = Outcome(
        network=config.network,
        rollout=step,
        findings=policies.obstacles(facts),
        is_valid=True,
        is_hard=config.spec.hard_anti_affinity,
        is_on_host=config.whole.p2p.expose == "HostPort",
        is_offline=children.is_offline(config),
    )
    shown = status_of(node_set, facts, nodes, outcome, now)
    return Plan(
        apply=()
        if step.is_paused
        else (
            *children.services(config, facts),
            *children.config_maps(config, facts, told),
            *(() if step.is_waiting or size.is_held else (growing.limited(step.wanted.get(0, built), size),)),
        ),
        claims=grown.claims,
        delete=(*pruned, *grown.delete),
        restart=step.restarts,
        is_upgrading=step.is_upgrading,
        status=shown,
        events=(
            *events.of_actions(step.restarts, pruned, node_set.spec.replicas),
            *events.of_growth(grown.claims, grown.delete, config.volume_size),
            *events.of_turns(node_set.status.conditions, shown.conditions),
        ),
        look_again_after_seconds=status.look_again_after(shown.conditions),
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
    told = status.conditions(facts.name, nodes, outcome)
    return MoneroNodeSetStatus(
        observed_generation=node_set.metadata.generation,
        conditions=status.dated(node_set.metadata, node_set.status.conditions, told, now),
        **status.of_nodes(naming.OwnerKind.NODE_SET, facts, nodes, outcome),
    )
