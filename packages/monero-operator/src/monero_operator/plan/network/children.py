# SPDX-License-Identifier: Apache-2.0
"""Which children a network has. Services come first: a node is made when the addresses that it dials are known.

`replicas: 0` keeps the StatefulSets that exist, stopped, so that deleting the network then still deletes its volumes.
Where the volumes outlive the network there is nothing to keep them for, and they go like nodes that are scaled away.
"""

from collections.abc import Mapping

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1 import nodes
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkSpec, Override
from monero_operator.desired import pdb, service, shapes, statefulset
from monero_operator.facts import NetworkFacts
from monero_operator.plan import peering
from monero_operator.plan.config import Config
from monero_operator.plan.network import overrides
from monero_operator.plan.network import peering as dialing


class NetworkConfig(Config, frozen=True, kw_only=True):
    """A network's spec that can be carried out."""

    whole: MoneroNetworkSpec
    overrides: dict[int, Override]


def ordinals(spec: MoneroNetworkSpec, facts: NetworkFacts) -> tuple[int, ...]:
    """Return the ordinals that are to have a StatefulSet: those asked for, or at 0 replicas those that are kept."""
    is_kept = spec.replicas == 0 and spec.volume.retention_policy.when_deleted == "Delete"
    return tuple(sorted(facts.statefulsets)) if is_kept else tuple(range(spec.replicas))


def removed(spec: MoneroNetworkSpec, facts: NetworkFacts) -> tuple[int, ...]:
    """Return the ordinals whose StatefulSet is to go."""
    return tuple(sorted(facts.statefulsets.keys() - set(ordinals(spec, facts))))


def services(config: NetworkConfig, facts: NetworkFacts) -> tuple[shapes.Child, ...]:
    """Return the Services and the budget. A node on its way out keeps its address until it is gone."""
    owner, network = config.parent, config.network
    kept = sorted({*ordinals(config.whole, facts), *facts.statefulsets})
    client = peering.kept(facts, naming.client_service(owner.name))
    return (
        *(service.p2p(owner, i, network, kept=dialing.kept(facts, i)) for i in kept),
        service.nodes(owner, network, has_metrics=config.spec.metrics.enabled, has_zmq=config.spec.monerod.zmq),
        service.client(owner, network, config.spec.service, kept=client, has_zmq=config.spec.monerod.zmq),
        pdb.of_many_sets(owner, replicas=config.whole.replicas),
    )


def statefulsets(config: NetworkConfig, facts: NetworkFacts) -> dict[int, shapes.StatefulSet]:
    """Return the StatefulSets that can be built now, by ordinal."""
    wanted = ordinals(config.whole, facts)
    dials = {ordinal: dialing.dials(facts, ordinal, len(wanted)) for ordinal in wanted}
    known = {ordinal: addresses for ordinal, addresses in dials.items() if addresses is not None}
    when_deleted = config.whole.volume.retention_policy.when_deleted
    return _built(config, facts, known, when_deleted, is_running=config.whole.replicas > 0)


def leaving(config: NetworkConfig, facts: NetworkFacts) -> dict[int, shapes.StatefulSet]:
    """Return the StatefulSets that are to go, as `plan.pruning` needs them: stopped, or to take their volumes along.

    They dial whom they dialed before, who may be gone already.
    """
    dials = {ordinal: facts.statefulsets[ordinal].dials for ordinal in removed(config.whole, facts)}
    when_left = retention(config.whole)
    return _built(config, facts, dials, when_left, is_running=when_left == "Delete")


def retention(spec: MoneroNetworkSpec) -> nodes.Retention:
    """Return what becomes of the volumes of those removed; at 0 replicas nothing is scaled away, only stopped."""
    return spec.volume.retention_policy.when_scaled if spec.replicas else "Retain"


def _built(
    config: NetworkConfig,
    facts: NetworkFacts,
    dials: Mapping[int, tuple[str, ...]],
    when_deleted: nodes.Retention,
    *,
    is_running: bool,
) -> dict[int, shapes.StatefulSet]:
    built = {}
    for ordinal, addresses in dials.items():
        node = msgspec.structs.replace(
            config.node(facts.statefulsets.get(ordinal)),
            ordinal=ordinal,
            replicas=int(is_running),
            dials=addresses,
            when_deleted=when_deleted,
        )
        built[ordinal] = statefulset.build(overrides.apply(node, config.overrides.get(ordinal)))
    return built
