# SPDX-License-Identifier: Apache-2.0
"""From what is asked for and what was seen to a plan: the order of the decisions, each of which is made elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.arguments import Finding, Parsed
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork, MoneroNetworkStatus
from monero_operator.desired import parent, shapes
from monero_operator.facts import STALE_AFTER_SECONDS, NetworkFacts, Node
from monero_operator.plan import blocks, children, events, policies, pruning, rollout, status
from monero_operator.plan.actions import Plan
from monero_operator.plan.children import Config
from monero_operator.plan.policies import Input
from monero_operator.plan.rollout import Rollout
from monero_operator.settings import Images

LOOK_AGAIN_SECONDS = 10.0
"""While something is under way: watches and polls tell most of it, and this is for the rest."""
SETTLED_SECONDS = STALE_AFTER_SECONDS
"""Otherwise: an answer becomes too old without anybody telling."""


def decide(network: MoneroNetwork, facts: NetworkFacts, images: Images, now: datetime) -> Plan:
    """Return what to do for a network. One that is being deleted is left to the garbage collector."""
    if network.metadata.is_terminating:
        return Plan()
    parsed = arguments.parse(network.spec.template.spec.monerod.args)
    given = Input(network.spec, parsed, facts, images)
    findings = policies.check(given)
    if findings:
        return _refuse(network, given, findings, now)
    nodes = tuple(facts.node(ordinal, now) for ordinal in range(network.spec.replicas))
    return _carry_out(network, facts, nodes, _config(network, facts, images, parsed), now)


def _config(network: MoneroNetwork, facts: NetworkFacts, images: Images, parsed: Parsed) -> Config:
    named = arguments.network_of(parsed.arguments)
    assert isinstance(named, Network), "the policies have found no contradiction"
    return Config(
        parent=parent.of(network.metadata),
        spec=network.spec,
        network=named,
        arguments=parsed.arguments,
        monerod_image=policies.monerod_image(network.spec, facts, images),
        exporter_image=images.exporter,
    )


def _refuse(network: MoneroNetwork, given: Input, findings: tuple[Finding, ...], now: datetime) -> Plan:
    """Return the plan for a wrong spec: say so, touch nothing, and tell of the nodes that exist, asked for or not."""
    nodes = tuple(given.facts.node(ordinal, now) for ordinal in given.facts.ordinals)
    current = sum(node.is_current for node in nodes)
    before = next((named for named in Network if named in policies.networks_before(given.facts)), None)
    told = findings + policies.obstacles(given.facts)
    outcome = status.Outcome(before, Rollout(updated=current), told, is_valid=False)
    shown = status.build(network, given.facts, nodes, outcome, now)
    return Plan(
        keep_blocks=policies.blocks_go_on(given),
        status=shown,
        events=events.of_turns(network.status.conditions, shown.conditions),
        look_again_after_seconds=_look_again_after(shown),
    )


def _carry_out(
    network: MoneroNetwork, facts: NetworkFacts, nodes: Sequence[Node], config: Config, now: datetime
) -> Plan:
    wanted = children.statefulsets(config, facts)
    step = rollout.decide(nodes, {ordinal: _fingerprint(built) for ordinal, built in wanted.items()})
    pruned = _prune(config, facts)
    outcome = status.Outcome(config.network, step, policies.obstacles(facts), is_valid=True)
    shown = status.build(network, facts, nodes, outcome, now)
    return Plan(
        apply=(
            *children.services(config, facts),
            *(built for ordinal, built in wanted.items() if ordinal not in step.held),
            *pruned.apply,
        ),
        delete=pruned.delete,
        restart=step.restarts,
        blocks=blocks.decide(config.spec.blocks, config.network, nodes),
        status=shown,
        events=(
            *events.of_actions(step.restarts, pruned.delete, config.spec.replicas),
            *events.of_turns(network.status.conditions, shown.conditions),
        ),
        look_again_after_seconds=_look_again_after(shown),
    )


def _prune(config: Config, facts: NetworkFacts) -> pruning.Pruning:
    kept = frozenset(children.ordinals(config.spec, facts))
    return pruning.decide(facts, kept, children.leaving(config, facts), children.fate(config.spec))


def _fingerprint(built: shapes.StatefulSet) -> str:
    return built.metadata.labels[naming.LABEL_TEMPLATE]


def _look_again_after(shown: MoneroNetworkStatus) -> float:
    is_settled = all(condition.status == "True" for condition in shown.conditions)
    return SETTLED_SECONDS if is_settled else LOOK_AGAIN_SECONDS
