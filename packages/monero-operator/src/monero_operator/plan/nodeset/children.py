# SPDX-License-Identifier: Apache-2.0
"""Which children a node set has. Services come first: a node is made when the addresses that it dials are known.

A Service of its own is the most expensive child that a node can have, so it has one only where somebody needs its
address.
"""

import msgspec

from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import nodes
from monero_operator.api.v1alpha1.moneronodeset import DataSource
from monero_operator.desired import configmap, pdb, service, shapes, statefulset
from monero_operator.facts import NodeSetFacts
from monero_operator.plan import peering
from monero_operator.plan.anonymity import zones
from monero_operator.plan.nodeset import config as configs
from monero_operator.plan.nodeset import growing, lines
from monero_operator.plan.nodeset.config import NodeSetConfig
from monero_operator.plan.nodeset.lines import Lines

SERVICE_TYPES: dict[str, nodes.ServiceType] = {"NodePort": "NodePort", "LoadBalancer": "LoadBalancer"}
"""Of each node's own Service, for the ways to expose it that need one."""
_GROUPS = {"VolumeSnapshot": "snapshot.storage.k8s.io", "PersistentVolumeClaim": ""}


def ordinals(config: NodeSetConfig, facts: NodeSetFacts) -> range:
    """Return the ordinals that are asked for or still there; one on its way out keeps its address and its lines."""
    return range(configs.size(config.whole, facts))


def has_addresses(config: NodeSetConfig) -> bool:
    """Say whether each node has an address of its own."""
    return lines.has_addresses(config) or config.whole.p2p.expose in SERVICE_TYPES


def services(config: NodeSetConfig, facts: NodeSetFacts) -> tuple[shapes.Child, ...]:
    """Return the Services and the budget."""
    owner, network = config.parent, config.network
    client = peering.kept(facts, naming.client_service(owner.name))
    addressed = ordinals(config, facts) if has_addresses(config) else ()
    return (
        *(_p2p(config, facts, ordinal) for ordinal in addressed),
        service.nodes(owner, network, has_metrics=config.spec.metrics.enabled, has_zmq=config.spec.monerod.zmq),
        service.client(owner, network, config.spec.service, kept=client, has_zmq=config.spec.monerod.zmq),
        pdb.of_one_set(owner),
    )


def _p2p(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> shapes.Service:
    kept = peering.kept(facts, naming.p2p_service(facts.name, ordinal), lines.remembered(config, facts, ordinal))
    type_ = SERVICE_TYPES.get(config.whole.p2p.expose, "ClusterIP")
    return service.p2p(config.parent, ordinal, config.network, kept=kept, type_=type_)


def config_maps(config: NodeSetConfig, facts: NodeSetFacts, told: Lines) -> tuple[shapes.ConfigMap, ...]:
    """Return the ConfigMap, where there is anything to say to a single node; half of it would be written twice.

    One that was lost is made at once, though: what it lacks shows which nodes run with lines that nobody knows.
    """
    is_lost = facts.config is None and bool(facts.pods)
    if not lines.flags(config) or not (lines.are_known(config, told) or is_lost):
        return ()
    return (configmap.build(config.parent, told.contents, told.outdated),)


def node_statefulset(config: NodeSetConfig, facts: NodeSetFacts) -> shapes.StatefulSet:
    """Return the StatefulSet; at 0 replicas its volumes stay, whatever becomes of those of nodes scaled away."""
    policy = config.whole.volume.retention_policy
    node = msgspec.structs.replace(
        config.node(facts.statefulset),
        replicas=config.whole.replicas,
        data_source=_data_source(config.whole.volume.data_source),
        filed=lines.flags(config),
        is_on_host=config.whole.p2p.expose == "HostPort",
        when_deleted=policy.when_deleted,
        when_scaled=policy.when_scaled if config.whole.replicas else "Retain",
    )
    return statefulset.build(node)


def starting(config: NodeSetConfig, facts: NodeSetFacts) -> Reason:
    """Return what to say while pods are missing."""
    wanted = config.whole.replicas
    is_held = facts.statefulset is None or facts.statefulset.replicas < wanted
    are_known = zones.are_known(config.anonymity, facts.keys, wanted) and growing.is_lock_known(config, facts)
    return Reason.STARTING_WITH_KEYS if is_held and not are_known else config.starting


def _data_source(wanted: DataSource | None) -> shapes.DataSource | None:
    if wanted is None:
        return None
    return shapes.DataSource(api_group=_GROUPS[wanted.kind], kind=wanted.kind, name=wanted.name)


def is_offline(config: NodeSetConfig) -> bool:
    """Say whether the nodes work without peers."""
    return config.is_closed and lines.EXCLUSIVE not in lines.flags(config)
