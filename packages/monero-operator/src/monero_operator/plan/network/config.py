# SPDX-License-Identifier: Apache-2.0
"""A network's spec, as the policies look at it, and as one that can be carried out."""

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork, MoneroNetworkSpec, Override
from monero_operator.desired import parent
from monero_operator.desired.anonymity import Anonymity
from monero_operator.facts import NetworkFacts
from monero_operator.plan import config as configs
from monero_operator.plan import policies
from monero_operator.plan.anonymity import features
from monero_operator.plan.config import Config
from monero_operator.plan.network import overrides
from monero_operator.plan.policies import Input
from monero_operator.settings import Images

PREFIX = "spec.template.spec"
"""Where in the resource the part about each node stands."""


class NetworkConfig(Config, frozen=True, kw_only=True):
    """What all nodes of a network have in common, what it is as a whole, and what single nodes have of their own."""

    whole: MoneroNetworkSpec
    overrides: dict[int, Override]


def size(spec: MoneroNetworkSpec, facts: NetworkFacts) -> int:
    """Return how many nodes there are to be, or are: those on their way out still have their addresses."""
    return max(spec.replicas, *(ordinal + 1 for ordinal in facts.ordinals), 0)


def given_of(network: MoneroNetwork, facts: NetworkFacts, images: Images) -> Input:
    """Return what the policies look at."""
    template = network.spec.template
    return Input(
        prefix=PREFIX,
        spec=template.spec,
        parsed=arguments.parse(template.spec.monerod.args),
        images=images,
        statefulsets=tuple(facts.statefulsets[ordinal] for ordinal in sorted(facts.statefulsets)),
        claims=tuple(facts.claims.values()),
        images_left=overrides.images_left(network.spec.overrides, facts),
        unreadable=facts.unreadable,
        is_network=True,
        pod_labels=frozenset(template.metadata.labels | template.spec.pod.labels),
        replicas=network.spec.replicas,
        transport=network.spec.transport,
        blocks=network.spec.blocks,
    )


def of(network: MoneroNetwork, facts: NetworkFacts, given: Input) -> NetworkConfig:
    """Return the spec of a network in which the policies have found nothing."""
    named = policies.network_of(given)
    assert isinstance(named, Network), "the policies have found no contradiction"
    template = network.spec.template
    return NetworkConfig(
        parent=parent.of(naming.OwnerKind.NETWORK, network.metadata),
        restart=network.metadata.annotations.restart,
        made_for=configs.made_for(network.metadata, _shape(network)),
        whole=network.spec,
        spec=template.spec,
        network=named,
        is_closed=True,
        arguments=given.parsed.arguments,
        monerod_image=policies.monerod_image(given),
        exporter_image=given.images.exporter,
        volume_size=policies.volume_size(given, named),
        overrides=overrides.by_ordinal(network.spec.overrides),
        pod_labels=template.spec.pod.labels | template.metadata.labels,
        pod_annotations=template.spec.pod.annotations | template.metadata.annotations,
        anonymity=_anonymity(network.spec, facts, given, named),
    )


def _anonymity(spec: MoneroNetworkSpec, facts: NetworkFacts, given: Input, network: Network) -> Anonymity:
    around = features.Surroundings(
        network=network,
        replicas=spec.replicas,
        has_siblings=True,
        is_closed=True,
        present=size(spec, facts),
        has_balancer=features.has_balancer(facts),
        arguments=given.parsed.arguments,
    )
    return features.of(spec.template.spec, around, image=given.images.anonymity, transport=spec.transport)


def _shape(network: MoneroNetwork) -> MoneroNetworkSpec:
    """Return what of a spec its templates follow from, the same for specs that make the same ones."""
    template = network.spec.template
    spec = msgspec.structs.replace(
        template.spec,
        metrics=configs.shape_of_metrics(template.spec.metrics),
        tor=configs.shape_of_tor(template.spec.tor),
        i2p=configs.shape_of_i2p(template.spec.i2p),
    )
    return MoneroNetworkSpec(
        replicas=configs.few_or_many(network.spec.replicas),
        transport=network.spec.transport,
        template=msgspec.structs.replace(template, spec=spec),
        overrides=network.spec.overrides,
    )
