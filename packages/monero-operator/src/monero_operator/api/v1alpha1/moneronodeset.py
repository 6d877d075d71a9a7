# SPDX-License-Identifier: Apache-2.0
"""MoneroNodeSet: full nodes of one Monero network, behind one Service."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Resource, Rule
from monero_operator import naming
from monero_operator.api.v1alpha1 import common, nodes


class RetentionPolicy(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What happens to the volumes of a node set: they stay, unless told otherwise."""

    when_deleted: Annotated[nodes.Retention, Meta(description="When the resource is deleted.")] = "Retain"
    when_scaled: Annotated[
        nodes.Retention, Meta(description="When a node is scaled away; `replicas: 0` keeps the volumes in any case.")
    ] = "Retain"


class DataSource(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Where new volumes get their content from."""

    kind: Annotated[Literal["VolumeSnapshot", "PersistentVolumeClaim"], Meta(description="What it is copied from.")]
    name: Annotated[str, Meta(description="Its name, in the same namespace.", min_length=1, max_length=common.MAX_NAME)]


class Volume(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The volumes that hold the chain."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        common.immutable(
            "dataSource", "dataSource cannot be changed; make a new node set, which starts with the other content"
        ),
    )

    retention_policy: Annotated[RetentionPolicy, Meta(description="When volumes are deleted.")] = RetentionPolicy()
    data_source: (
        Annotated[DataSource, Meta(description="A chain that new volumes start with; fixed when the node set is made.")]
        | None
    ) = None


class P2p(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How peers reach the nodes."""

    expose: Annotated[
        Literal["None", "NodePort", "LoadBalancer", "HostPort"],
        Meta(description="How peers outside of the cluster reach each node, at an address that it advertises."),
    ] = "None"
    siblings: Annotated[bool, Meta(description="Keep the nodes of the set connected with each other.")] = False


class MoneroNodeSetSpec(nodes.NodeSpec, frozen=True, rename="camel", omit_defaults=True):
    """What the node set should be."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        *nodes.NodeSpec.__rules__,
        common.immutable("network", "network cannot be changed; make a new node set"),
        Rule(
            "!has(self.tor) || !has(self.tor.clearnet) || self.tor.clearnet == 'allowed' || "
            "(has(self.tor.enabled) && self.tor.enabled)",
            "clearnet: never and untilSynced need tor.enabled; to open the nodes again, say clearnet: allowed and "
            "enforced: false as well",
            ".tor.clearnet",
        ),
    )

    replicas: Annotated[
        int,
        Meta(
            description="How many nodes; 0 stops them all and keeps their volumes.",
            ge=0,
            le=naming.MAX_REPLICAS,
            extra_json_schema={"format": "int32"},
        ),
    ] = 1
    network: (
        Annotated[nodes.NetworkName, Meta(description="Which Monero network. Default: what the arguments say.")] | None
    ) = None
    paused: Annotated[bool, Meta(description="Change nothing; the status is still told.")] = False
    volume: Annotated[Volume, Meta(description="What becomes of the volumes.")] = Volume()
    p2p: Annotated[P2p, Meta(description="How peers reach the nodes.")] = P2p()
    update: Annotated[nodes.Update, Meta(description="How a change rolls out.")] = nodes.Update()


class MoneroNodeSetStatus(nodes.NodesStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the node set is."""


class MoneroNodeSet(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Full nodes of one Monero network: what a wallet or an exchange asks."""

    __resource__: ClassVar[Resource] = Resource(
        group=naming.GROUP,
        version=naming.VERSION,
        plural="moneronodesets",
        singular="moneronodeset",
        kind="MoneroNodeSet",
        short_names=("mns",),
        categories=("monero",),
        scale=markers.Scale(),
        columns=nodes.COLUMNS,
        rules=common.NAME_RULES,
    )

    metadata: common.ResourceMetadata = common.ResourceMetadata()
    spec: Annotated[MoneroNodeSetSpec, Meta(description="What the node set should be.")] = MoneroNodeSetSpec()
    status: Annotated[MoneroNodeSetStatus, Meta(description="What the node set is.")] = MoneroNodeSetStatus()
