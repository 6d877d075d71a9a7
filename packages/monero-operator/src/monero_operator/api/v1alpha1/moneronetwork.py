# SPDX-License-Identifier: Apache-2.0
"""MoneroNetwork: a closed network of monerods that dial each other and nobody else."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Resource, Rule
from monero_operator import naming
from monero_operator.api.v1alpha1 import anonymity, common, nodes

MAX_INITIAL_BLOCKS = 10_000
STANDARD_ADDRESS = r"^4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}$"
"""A main address of mainnet, whose format regtest shares; block templates are refused for any other."""


class TemplateMetadata(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Labels and annotations for the pods."""

    labels: common.Labels = {}
    annotations: common.Annotations = {}


class Template(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How each node of the network is made."""

    metadata: Annotated[TemplateMetadata, Meta(description="Labels and annotations of the pods.")] = TemplateMetadata()
    spec: Annotated[nodes.NodeSpec, Meta(description="How each node runs.")] = nodes.NodeSpec()


class Override(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What one node has of its own."""

    ordinal: Annotated[int, Meta(description="Which node, from 0.", ge=0, lt=naming.MAX_REPLICAS)]
    image: common.Image | None = None
    args: Annotated[
        tuple[common.Argument, ...],
        Meta(description="Arguments merged flag by flag over those of the template.", max_length=common.MAX_ARGUMENTS),
    ] = ()


class RetentionPolicy(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What happens to a network's volumes; a network goes without a trace unless told otherwise."""

    when_deleted: Annotated[
        nodes.Retention,
        Meta(
            description="When the resource is deleted. A change reaches a volume while its node runs, "
            "and `Retain` also at `replicas: 0`."
        ),
    ] = "Delete"
    when_scaled: Annotated[
        nodes.Retention, Meta(description="When a node is scaled away; `replicas: 0` keeps the volumes in any case.")
    ] = "Delete"


class Volume(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The volumes that hold the chains."""

    retention_policy: Annotated[RetentionPolicy, Meta(description="When volumes are deleted.")] = RetentionPolicy()


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


def _is_not_off(transport: str) -> Rule:
    """Return the rule that nobody switches off what the nodes talk by."""
    enabled = f"self.template.spec.{transport}.enabled"
    is_there = f"has(self.template) && has(self.template.spec) && has(self.template.spec.{transport}) && has({enabled})"
    return Rule(
        f"!has(self.transport) || self.transport != '{transport}' || !({is_there} && !{enabled})",
        f"transport is {transport}, so {transport}.enabled cannot be false: remove one",
        f".template.spec.{transport}.enabled",
    )


class MoneroNetworkSpec(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the network should be."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        common.immutable(
            "transport",
            "transport cannot be changed, as nodes of two transports do not reach each other; make a new network",
            default="clearnet",
        ),
        *(_is_not_off(each) for each in ("tor", "i2p")),
    )

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
    transport: Annotated[
        anonymity.Transport,
        Meta(
            description="By what the nodes talk to each other; over `tor` and `i2p` blocks too, and nothing otherwise."
        ),
    ] = "clearnet"
    blocks: Annotated[Blocks, Meta(description="Make blocks; off unless given (`blocks: {}` is enough).")] | None = None
    overrides: Annotated[
        tuple[Override, ...],
        markers.list_map("ordinal"),
        Meta(description="What single nodes have of their own.", max_length=naming.MAX_REPLICAS),
    ] = ()
    volume: Annotated[Volume, Meta(description="What becomes of the volumes.")] = Volume()
    paused: Annotated[bool, Meta(description="Change nothing; the status is still told.")] = False
    update: Annotated[nodes.Update, Meta(description="How a change rolls out.")] = nodes.Update()


class MoneroNetworkStatus(nodes.NodesStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the network is."""


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
        columns=nodes.COLUMNS,
        rules=common.NAME_RULES,
    )

    metadata: common.ResourceMetadata = common.ResourceMetadata()
    spec: Annotated[MoneroNetworkSpec, Meta(description="What the network should be.")] = MoneroNetworkSpec()
    status: Annotated[MoneroNetworkStatus, Meta(description="What the network is.")] = MoneroNetworkStatus()
