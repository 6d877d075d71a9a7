# SPDX-License-Identifier: Apache-2.0
"""What several kinds share: monerod, its resources, metrics, volumes, and how one node looks in a status."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from kubeloop.crd import markers

MAX_ARGUMENTS = 64
MAX_ARGUMENT_LENGTH = 1024
MAX_IMAGE_LENGTH = 512
MAX_LABELS = 32
MAX_VERSION_LENGTH = 64

Retention = Literal["Retain", "Delete"]
ResourceName = Annotated[str, Meta(max_length=63)]
Image = Annotated[str, Meta(description="The container image.", min_length=1, max_length=MAX_IMAGE_LENGTH)]
DiskSize = Annotated[str, Meta(pattern=markers.QUANTITY_PATTERN, max_length=markers.MAX_NOTATION_LENGTH)]


class Resources(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What a container requests, and what it may use at most."""

    requests: Annotated[
        dict[ResourceName, markers.Quantity],
        Meta(description="What is reserved, by resource name; added to the defaults.", max_length=16),
    ] = {}
    limits: Annotated[
        dict[ResourceName, markers.Quantity],
        Meta(description="What may be used at most, by resource name; none by default.", max_length=16),
    ] = {}


class Monerod(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The daemon."""

    image: Image | None = None
    args: Annotated[
        tuple[Annotated[str, Meta(max_length=MAX_ARGUMENT_LENGTH)], ...],
        Meta(description="Arguments of monerod, merged flag by flag with the operator's.", max_length=MAX_ARGUMENTS),
    ] = ()
    resources: Annotated[Resources, Meta(description="Requests and limits of the monerod container.")] = Resources()


class Metrics(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Metrics for Prometheus."""

    enabled: Annotated[bool, Meta(description="Serve `/metrics`; health and status are served always.")] = True


class RetentionPolicy(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What happens to a network's volumes; a network goes without a trace unless told otherwise."""

    when_deleted: Annotated[
        Retention,
        Meta(
            description="When the resource is deleted. A change reaches a volume while its node runs, "
            "and `Retain` also at `replicas: 0`."
        ),
    ] = "Delete"
    when_scaled: Annotated[
        Retention, Meta(description="When a node is scaled away; `replicas: 0` keeps the volumes in any case.")
    ] = "Delete"


class Volume(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The volumes that hold the chains."""

    retention_policy: Annotated[RetentionPolicy, Meta(description="When volumes are deleted.")] = RetentionPolicy()


class NodeStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One node as last seen; what is absent is not known."""

    name: Annotated[str, Meta(description="The name of its pod.", max_length=63)]
    ready: Annotated[bool, Meta(description="Whether it serves.")] | None = None
    synced: Annotated[bool, Meta(description="Whether it has the chain that its peers have.")] | None = None
    height: Annotated[int, Meta(description="How many blocks it has.", ge=0)] | None = None
    peers_in: Annotated[int, Meta(description="Connections that peers opened.", ge=0)] | None = None
    peers_out: Annotated[int, Meta(description="Connections that it opened.", ge=0)] | None = None
    version: Annotated[str, Meta(description="The version of its monerod.", max_length=MAX_VERSION_LENGTH)] | None = (
        None
    )
