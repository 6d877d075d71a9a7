# SPDX-License-Identifier: Apache-2.0
"""Which children a node set has."""

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1.moneronodeset import DataSource, MoneroNodeSetSpec
from monero_operator.desired import pdb, service, shapes, statefulset
from monero_operator.facts import NodeSetFacts
from monero_operator.plan.config import Config

_GROUPS = {"VolumeSnapshot": "snapshot.storage.k8s.io", "PersistentVolumeClaim": ""}


class NodeSetConfig(Config, frozen=True, kw_only=True):
    """A node set's spec that can be carried out."""

    whole: MoneroNodeSetSpec


def services(config: NodeSetConfig, facts: NodeSetFacts) -> tuple[shapes.Child, ...]:
    """Return the Services and the budget."""
    owner, network = config.parent, config.network
    client = facts.services.get(naming.client_service(owner.name))
    return (
        service.nodes(owner, network, has_metrics=config.spec.metrics.enabled),
        service.client(owner, network, cluster_ip=client.cluster_ip if client else ""),
        pdb.of_one_set(owner),
    )


def node_statefulset(config: NodeSetConfig, facts: NodeSetFacts) -> shapes.StatefulSet:
    """Return the StatefulSet; at 0 replicas its volumes stay, whatever becomes of those of nodes scaled away."""
    policy = config.whole.volume.retention_policy
    node = msgspec.structs.replace(
        config.node(facts.statefulset),
        replicas=config.whole.replicas,
        data_source=_data_source(config.whole.volume.data_source),
        when_deleted=policy.when_deleted,
        when_scaled=policy.when_scaled if config.whole.replicas else "Retain",
    )
    return statefulset.build(node)


def _data_source(wanted: DataSource | None) -> shapes.DataSource | None:
    if wanted is None:
        return None
    return shapes.DataSource(api_group=_GROUPS[wanted.kind], kind=wanted.kind, name=wanted.name)


def is_offline(config: NodeSetConfig) -> bool:
    """Say whether the nodes work without peers."""
    return config.is_closed and not {argument.flag for argument in config.arguments} & {"add-exclusive-node"}
