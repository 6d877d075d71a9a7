# SPDX-License-Identifier: Apache-2.0
"""A node set's spec, as the policies look at it, and as one that can be carried out."""

from datetime import datetime

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet, MoneroNodeSetSpec, Volume
from monero_operator.api.v1alpha1.nodes import Update
from monero_operator.desired import parent
from monero_operator.desired.anonymity import Anonymity
from monero_operator.facts import NodeSetFacts
from monero_operator.plan import config as configs
from monero_operator.plan import policies
from monero_operator.plan.anonymity import features, lock
from monero_operator.plan.config import Config
from monero_operator.plan.policies import Input
from monero_operator.settings import Images


class NodeSetConfig(Config, frozen=True, kw_only=True):
    """What all nodes of a node set have in common, and what it is as a whole."""

    whole: MoneroNodeSetSpec

    @property
    def starting(self) -> Reason:
        """The same where pods take a port of their machine."""
        return Reason.STARTING_ON_HOST if self.whole.p2p.expose == "HostPort" else super().starting

    @property
    def has_siblings(self) -> bool:
        """Whether the nodes dial each other."""
        return self.is_closed or self.whole.p2p.siblings


def size(spec: MoneroNodeSetSpec, facts: NodeSetFacts) -> int:
    """Return how many nodes there are to be, or are: those on their way out still have their addresses."""
    return max(spec.replicas, *(ordinal + 1 for ordinal in facts.pods), 0)


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
        replicas=node_set.spec.replicas,
    )


def of(node_set: MoneroNodeSet, facts: NodeSetFacts, given: Input, now: datetime) -> NodeSetConfig:
    """Return the spec of a node set in which the policies have found nothing."""
    named = policies.network_of(given)
    assert isinstance(named, Network), "the policies have found no contradiction"
    anonymous = _anonymity(node_set.spec, facts, given, named, now)
    return NodeSetConfig(
        parent=parent.of(naming.OwnerKind.NODE_SET, node_set.metadata),
        restart=node_set.metadata.annotations.restart,
        made_for=configs.made_for(node_set.metadata, _shape(node_set.spec), is_locked=anonymous.is_locked),
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
        anonymity=anonymous,
    )


def _anonymity(
    spec: MoneroNodeSetSpec, facts: NodeSetFacts, given: Input, network: Network, now: datetime
) -> Anonymity:
    """Return what Tor and I2P do for the nodes, who are locked when all of them have the chain."""
    nodes = [facts.node(ordinal, now) for ordinal in range(spec.replicas)] if spec.tor.clearnet != "allowed" else []
    is_remembered = lock.is_remembered(facts.name, facts.config_maps, facts.statefulset)
    around = features.Surroundings(
        network=network,
        replicas=spec.replicas,
        has_siblings=network is Network.REGTEST or spec.p2p.siblings,
        present=size(spec, facts),
        has_balancer=features.has_balancer(facts),
        arguments=given.parsed.arguments,
    )
    is_locked = lock.is_locked(spec.tor, nodes, facts.keys, is_remembered=is_remembered)
    return features.of(spec, around, image=given.images.anonymity, is_locked=is_locked)


def _shape(spec: MoneroNodeSetSpec) -> MoneroNodeSetSpec:
    """Return what of a spec its template follows from, the same for specs that make the same one."""
    return msgspec.structs.replace(
        spec,
        replicas=configs.few_or_many(spec.replicas),
        paused=False,
        metrics=configs.shape_of_metrics(spec.metrics),
        tor=configs.shape_of_tor(spec.tor),
        i2p=configs.shape_of_i2p(spec.i2p),
        update=Update(),
        volume=Volume(),
    )
