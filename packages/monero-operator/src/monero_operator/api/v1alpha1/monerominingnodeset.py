# SPDX-License-Identifier: Apache-2.0
"""MoneroMiningNodeSet: miners (xmrig) that work for a pool or for a node."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Column, Resource, Rule
from monero_operator import naming
from monero_operator.api.v1alpha1 import common
from monero_operator.api.v1alpha1.metrics import MinerMetrics

MAX_MINERS = 1000
MAX_VARIABLES = 32

VariableName = Annotated[
    str, Meta(description="`NAME` of `$(NAME)`.", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=63)
]


class KeyReference(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A key of a Secret or ConfigMap of the same namespace."""

    name: Annotated[str, Meta(description="The name of the object.", min_length=1, max_length=common.MAX_NAME)]
    key: Annotated[str, Meta(description="Which of its entries.", min_length=1, max_length=common.MAX_NAME)]


class ValueSource(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Where a value comes from."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "has(self.secretKeyRef) != has(self.configMapKeyRef)",
            "valueFrom needs either secretKeyRef or configMapKeyRef",
        ),
    )

    secret_key_ref: Annotated[KeyReference, Meta(description="A key of a Secret.")] | None = None
    config_map_key_ref: Annotated[KeyReference, Meta(description="A key of a ConfigMap.")] | None = None


class Variable(Struct, frozen=True, rename="camel", omit_defaults=True):
    """An environment variable; `$(NAME)` in an argument stands for its value."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule("has(self.value) != has(self.valueFrom)", "an entry of env needs either value or valueFrom"),
        Rule("self.name != 'id'", "the name id is the replica's ordinal: choose another name", ".name"),
    )

    name: VariableName
    value: Annotated[str, Meta(description="The value as it stands.", max_length=common.MAX_ARGUMENT_LENGTH)] | None = (
        None
    )
    value_from: Annotated[ValueSource, Meta(description="Where the value comes from instead.")] | None = None


class Xmrig(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The miner."""

    image: common.Image | None = None
    args: Annotated[
        tuple[common.Argument, ...],
        Meta(
            description="Arguments of xmrig, after the operator's; `$(id)` is the replica's ordinal, from 0, "
            "and `$(NAME)` a variable of env.",
            max_length=common.MAX_ARGUMENTS,
        ),
    ] = ()
    env: Annotated[
        tuple[Variable, ...],
        markers.list_map("name"),
        Meta(description="Variables that arguments may name, such as a wallet address.", max_length=MAX_VARIABLES),
    ] = ()
    resources: Annotated[common.Resources, Meta(description="Requests and limits of the xmrig container.")] = (
        common.Resources()
    )
    config_secret_ref: (
        Annotated[common.SecretReference, Meta(description="A Secret whose key `config.json` xmrig reads.")] | None
    ) = None


class MoneroMiningNodeSetSpec(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the miners should be."""

    replicas: Annotated[
        int,
        Meta(description="How many miners.", ge=0, le=MAX_MINERS, extra_json_schema={"format": "int32"}),
    ] = 1
    paused: Annotated[bool, Meta(description="Change nothing; the status is still told.")] = False
    hard_anti_affinity: Annotated[
        bool, Meta(description="Never put two miners on one machine; without it they are spread where possible.")
    ] = False
    xmrig: Annotated[Xmrig, Meta(description="The miner: image, arguments, variables, resources.")] = Xmrig()
    huge_pages: Annotated[
        bool, Meta(description="Reserve 2 MiB pages for RandomX; machines must have set some aside.")
    ] = False
    metrics: Annotated[MinerMetrics, Meta(description="Metrics for Prometheus.")] = MinerMetrics()
    pod: Annotated[common.PodSettings, Meta(description="What the pods carry and where they run.")] = (
        common.PodSettings()
    )


class MoneroMiningNodeSetStatus(common.SetStatus, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What the miners are."""

    connected_replicas: Annotated[int, Meta(description="Miners that have a pool or node.", ge=0)] | None = None


class MoneroMiningNodeSet(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Miners that work for a pool or for a node."""

    __resource__: ClassVar[Resource] = Resource(
        group=naming.GROUP,
        version=naming.VERSION,
        plural="monerominingnodesets",
        singular="monerominingnodeset",
        kind="MoneroMiningNodeSet",
        short_names=("mmns",),
        categories=("monero",),
        scale=markers.Scale(),
        columns=(
            Column("Replicas", ".spec.replicas", "integer", description="Miners asked for."),
            Column("Ready", ".status.readyReplicas", "integer", description="Miners that run."),
            Column("Connected", ".status.connectedReplicas", "integer", description="Miners that have a pool."),
            Column("Pending", ".status.pendingReplicas", "integer", description="Miners without a machine."),
            common.STATUS,
            common.AGE,
            common.MESSAGE,
        ),
        rules=common.NAME_RULES,
    )

    metadata: common.ResourceMetadata = common.ResourceMetadata()
    spec: Annotated[MoneroMiningNodeSetSpec, Meta(description="What the miners should be.")] = MoneroMiningNodeSetSpec()
    status: Annotated[MoneroMiningNodeSetStatus, Meta(description="What the miners are.")] = MoneroMiningNodeSetStatus()
