# SPDX-License-Identifier: Apache-2.0
"""MoneroNetwork: a closed network of monerods that dial each other and nobody else."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Column, Resource, Rule
from kubeloop.objects.condition import Condition
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.v1alpha1 import common
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSetSpec

MAX_INITIAL_BLOCKS = 10_000
STANDARD_ADDRESS = r"^4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}$"
"""A main address of mainnet, whose format regtest shares; block templates are refused for any other."""

LabelKey = Annotated[str, Meta(max_length=317)]
LabelValue = Annotated[str, Meta(max_length=63, pattern=r"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$")]
AnnotationValue = Annotated[str, Meta(max_length=4096)]


class TemplateMetadata(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Labels and annotations for the pods."""

    labels: Annotated[
        dict[LabelKey, LabelValue], Meta(description="Further labels of the pods.", max_length=common.MAX_LABELS)
    ] = {}
    annotations: Annotated[
        dict[LabelKey, AnnotationValue], Meta(description="Annotations of the pods.", max_length=common.MAX_LABELS)
    ] = {}


class Template(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How each node of the network is made."""

    metadata: Annotated[TemplateMetadata, Meta(description="Labels and annotations of the pods.")] = TemplateMetadata()
    spec: Annotated[MoneroNodeSetSpec, Meta(description="How each node runs.")] = MoneroNodeSetSpec()


class Blocks(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Block production, for regtest at fixed difficulty 1."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule("duration(self.interval) >= duration('1s')", "interval must be 1s or longer", ".interval"),
        Rule("duration(self.interval) <= duration('24h')", "interval must be 24h or shorter", ".interval"),
    )

    interval: Annotated[markers.Duration, Meta(description="The time from one block to the next, such as 30s.")] = "10s"
    initial: Annotated[
        int,
        Meta(
            description="Blocks that a shorter chain gets at once, before the interval counts.",
            ge=0,
            le=MAX_INITIAL_BLOCKS,
        ),
    ] = 0
    address: (
        Annotated[
            str,
            Meta(
                description="Who is paid for the blocks. Default: a throw-away wallet whose seed is published.",
                pattern=STANDARD_ADDRESS,
                max_length=95,
            ),
        ]
        | None
    ) = None


class MoneroNetworkSpec(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the network should be."""

    replicas: Annotated[
        int,
        Meta(
            description="How many nodes; 0 stops them all and keeps their volumes.",
            ge=0,
            le=naming.MAX_REPLICAS,
            extra_json_schema={"format": "int32"},
        ),
    ] = 3
    template: Annotated[Template, Meta(description="How each node is made.")] = Template()
    blocks: Annotated[Blocks, Meta(description="Make blocks; off unless given (`blocks: {}` is enough).")] | None = None
    volume: Annotated[common.Volume, Meta(description="What becomes of the volumes.")] = common.Volume()


class MoneroNetworkStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the network is."""

    observed_generation: Annotated[int, Meta(description="The generation that this status is about.")] | None = None
    replicas: Annotated[int, Meta(description="Pods that exist.", ge=0)] | None = None
    ready_replicas: Annotated[int, Meta(description="Pods that serve.", ge=0)] | None = None
    updated_replicas: Annotated[int, Meta(description="Pods made from the current template.", ge=0)] | None = None
    synced_replicas: Annotated[int, Meta(description="Pods whose daemon is in sync.", ge=0)] | None = None
    selector: Annotated[str, Meta(description="Label selector of the pods.", max_length=512)] | None = None
    network: Annotated[str, Meta(description="mainnet, testnet, stagenet or regtest.", max_length=16)] | None = None
    version: (
        Annotated[
            str,
            Meta(description="Version of monerod, the lowest if mixed.", max_length=common.MAX_VERSION_LENGTH),
        ]
        | None
    ) = None
    height: Annotated[int, Meta(description="Blocks of the longest chain of a node in sync.", ge=0)] | None = None
    target_height: Annotated[int, Meta(description="The greatest height that any node knows of.", ge=0)] | None = None
    conditions: Annotated[
        tuple[Condition, ...], markers.list_map("type"), Meta(description="Always all of them.", max_length=16)
    ] = ()
    nodes: Annotated[
        tuple[common.NodeStatus, ...],
        markers.list_map("name"),
        Meta(description="Each node, by ordinal.", max_length=naming.MAX_REPLICAS),
    ] = ()


class MoneroNetwork(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A closed network of Monero nodes that dial each other and nobody else."""

    __resource__: ClassVar[Resource] = Resource(
        group=naming.GROUP,
        version=naming.VERSION,
        plural="moneronetworks",
        singular="moneronetwork",
        kind="MoneroNetwork",
        short_names=("mnet",),
        categories=("monero",),
        scale=markers.Scale(),
        columns=(
            Column("Replicas", ".spec.replicas", "integer", description="Nodes asked for."),
            Column("Ready", ".status.readyReplicas", "integer", description="Nodes that serve."),
            Column("Synced", ".status.syncedReplicas", "integer", description="Nodes in sync."),
            Column("Height", ".status.height", "integer", description="Blocks of the chain."),
            Column("Version", ".status.version", "string", description="Version of monerod."),
            Column("Network", ".status.network", "string", description="Which Monero network."),
            Column("Age", ".metadata.creationTimestamp", "date"),
        ),
        rules=(
            Rule(
                f"size(self.metadata.name) <= {naming.MAX_NAME_LENGTH}",
                f"the name must have at most {naming.MAX_NAME_LENGTH} characters, as names of Services derive from it",
            ),
            Rule(
                "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                "the name must start with a letter and consist of lower-case letters, digits and '-' (DNS-1035)",
            ),
        ),
    )

    metadata: Metadata = Metadata()
    spec: Annotated[MoneroNetworkSpec, Meta(description="What the network should be.")] = MoneroNetworkSpec()
    status: Annotated[MoneroNetworkStatus, Meta(description="What the network is.")] = MoneroNetworkStatus()
