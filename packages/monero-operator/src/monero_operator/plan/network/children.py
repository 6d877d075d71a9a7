# SPDX-License-Identifier: Apache-2.0
"""Which children a network has. Services come first: a node is made when the addresses that it dials are known.

`replicas: 0` keeps the StatefulSets that exist, stopped, so that deleting the network then still deletes its volumes.
Where the volumes outlive the network there is nothing to keep them for, and they go like nodes that are scaled away.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import nodes
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkSpec
from monero_operator.desired import pdb, service, shapes, statefulset
from monero_operator.facts import NetworkFacts
from monero_operator.plan import peering
from monero_operator.plan.anonymity import documents, zones
from monero_operator.plan.network import config as configs
from monero_operator.plan.network import overrides, telling, transport
from monero_operator.plan.network import peering as dialing
from monero_operator.plan.network.config import NetworkConfig
from monero_operator.plan.network.telling import Told


def ordinals(spec: MoneroNetworkSpec, facts: NetworkFacts) -> tuple[int, ...]:
    """Return the ordinals that are to have a StatefulSet: those asked for, or at 0 replicas those that are kept."""
    is_kept = spec.replicas == 0 and spec.volume.retention_policy.when_deleted == "Delete"
    return tuple(sorted(facts.statefulsets)) if is_kept else tuple(range(spec.replicas))


def removed(spec: MoneroNetworkSpec, facts: NetworkFacts) -> tuple[int, ...]:
    """Return the ordinals whose StatefulSet is to go."""
    return tuple(sorted(facts.statefulsets.keys() - set(ordinals(spec, facts))))


def addressed(config: NetworkConfig, facts: NetworkFacts) -> tuple[int, ...]:
    """Return the ordinals that have an address in the cluster: none where nodes find each other by other means."""
    if config.anonymity.transport != "clearnet":
        return ()
    return tuple(sorted({*ordinals(config.whole, facts), *facts.statefulsets}))


def router_documents(
    config: NetworkConfig, facts: NetworkFacts, now: datetime, *, is_settled: bool
) -> tuple[shapes.ConfigMap, ...]:
    """Return the documents for the agents of Tor and I2P; while addresses are not known, they stay as they are."""
    wanted, there = config.anonymity, configs.size(config.whole, facts)
    maps = transport.maps(wanted, facts.keys, there, now)
    clients = transport.clients(wanted, config.network, facts.keys, there, now)
    if maps is None or clients is None:
        return ()
    return documents.config_maps(config, facts, replicas=there, is_settled=is_settled, maps=maps, clients=clients)


def starting(config: NetworkConfig, facts: NetworkFacts) -> Reason:
    """Return what to say while pods are missing."""
    wanted = config.whole.replicas
    is_held = any(ordinal not in facts.statefulsets for ordinal in range(wanted))
    are_known = zones.are_known(config.anonymity, facts.keys, wanted)
    return Reason.STARTING_WITH_KEYS if is_held and not are_known else config.starting


def services(config: NetworkConfig, facts: NetworkFacts) -> tuple[shapes.Child, ...]:
    """Return the Services and the budget. A node on its way out keeps its address until it is gone."""
    owner, network = config.parent, config.network
    client = peering.kept(facts, naming.client_service(owner.name))
    return (
        *(service.p2p(owner, i, network, kept=dialing.kept(facts, i)) for i in addressed(config, facts)),
        service.nodes(owner, network, has_metrics=config.spec.metrics.enabled, has_zmq=config.spec.monerod.zmq),
        service.client(owner, network, config.spec.service, kept=client, has_zmq=config.spec.monerod.zmq),
        pdb.of_many_sets(owner, replicas=config.whole.replicas),
    )


def statefulsets(config: NetworkConfig, facts: NetworkFacts) -> dict[int, shapes.StatefulSet]:
    """Return the StatefulSets that can be built now, by ordinal."""
    wanted = ordinals(config.whole, facts)
    told = {ordinal: telling.decide(config, facts, ordinal, len(wanted)) for ordinal in wanted}
    known = {ordinal: each for ordinal, each in told.items() if each is not None}
    when_deleted = config.whole.volume.retention_policy.when_deleted
    return _built(config, facts, known, when_deleted, is_running=config.whole.replicas > 0)


def leaving(config: NetworkConfig, facts: NetworkFacts) -> dict[int, shapes.StatefulSet]:
    """Return the StatefulSets that are to go, as `plan.pruning` needs them: stopped, or to take their volumes along."""
    told = {ordinal: telling.of_leaving(config, facts, ordinal) for ordinal in removed(config.whole, facts)}
    when_left = retention(config.whole)
    return _built(config, facts, told, when_left, is_running=when_left == "Delete")


def retention(spec: MoneroNetworkSpec) -> nodes.Retention:
    """Return what becomes of the volumes of those removed; at 0 replicas nothing is scaled away, only stopped."""
    return spec.volume.retention_policy.when_scaled if spec.replicas else "Retain"


def _built(
    config: NetworkConfig,
    facts: NetworkFacts,
    told: Mapping[int, Told],
    when_deleted: nodes.Retention,
    *,
    is_running: bool,
) -> dict[int, shapes.StatefulSet]:
    built = {}
    for ordinal, each in told.items():
        node = msgspec.structs.replace(
            config.node(facts.statefulsets.get(ordinal)),
            ordinal=ordinal,
            replicas=int(is_running),
            dials=each.dials,
            zoned=each.zoned,
            made_for=each.made_for(config.made_for),
            when_deleted=when_deleted,
        )
        built[ordinal] = statefulset.build(overrides.apply(node, config.overrides.get(ordinal)))
    return built
