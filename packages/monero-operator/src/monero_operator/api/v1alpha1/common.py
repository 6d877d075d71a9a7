# SPDX-License-Identifier: Apache-2.0
"""What all kinds share: resources, Secrets, settings of pods, and the part of a status that counts pods."""

from typing import Annotated

from msgspec import Meta, Struct, field

from kubeloop.crd import markers
from kubeloop.crd.markers import Column, Rule
from kubeloop.objects.condition import Condition
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.v1alpha1 import placement

MAX_ARGUMENTS = 64
MAX_ARGUMENT_LENGTH = 1024
MAX_IMAGE_LENGTH = 512
MAX_LABELS = 32
MAX_NAME = 253
MAX_PORT = 65535

SUBDOMAIN = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
"""The names of most kinds in Kubernetes (DNS-1123)."""

ResourceName = Annotated[str, Meta(max_length=63)]
Image = Annotated[
    str, Meta(description="The container image.", pattern=r"^\S+$", min_length=1, max_length=MAX_IMAGE_LENGTH)
]
Argument = Annotated[str, Meta(max_length=MAX_ARGUMENT_LENGTH)]
LabelKey = Annotated[str, Meta(max_length=317)]
LabelValue = Annotated[str, Meta(max_length=63, pattern=r"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$")]
AnnotationValue = Annotated[str, Meta(max_length=4096)]
Labels = Annotated[dict[LabelKey, LabelValue], Meta(description="Further labels of the pods.", max_length=MAX_LABELS)]
Annotations = Annotated[
    dict[LabelKey, AnnotationValue], Meta(description="Annotations of the pods.", max_length=MAX_LABELS)
]

NAME_RULES = (
    Rule(
        f"size(self.metadata.name) <= {naming.MAX_NAME_LENGTH}",
        f"the name must have at most {naming.MAX_NAME_LENGTH} characters, as names of Services derive from it",
    ),
    Rule(
        "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
        "the name must start with a letter and consist of lower-case letters, digits and '-' (DNS-1035)",
    ),
)
STATUS = Column("Status", ".status.reason", "string", description="What there is to know of it, in a word.")
MESSAGE = Column("Message", ".status.message", "string", priority=1, description="The same in a sentence.")
AGE = Column("Age", ".metadata.creationTimestamp", "date")


def immutable(name: str, message: str, *, default: str = "") -> Rule:
    """Return the rule that a field cannot be changed, added or removed; it stands on the struct that has the field.

    To add or remove what is the `default` changes nothing.
    """
    if default:
        now, before = (f"(has({it}.{name}) ? {it}.{name} : '{default}')" for it in ("self", "oldSelf"))
        return Rule(f"{now} == {before}", message)
    unchanged = f"has(self.{name}) == has(oldSelf.{name}) && (!has(self.{name}) || self.{name} == oldSelf.{name})"
    return Rule(unchanged, message)


class OwnAnnotations(Struct, frozen=True, omit_defaults=True):
    """The annotations of a custom resource that the operator reads."""

    restart: str = field(default="", name=naming.ANNOTATION_RESTART)
    rotate: str = field(default="", name=naming.ANNOTATION_ROTATE)


class ResourceMetadata(Metadata, frozen=True, kw_only=True):
    """Metadata of a custom resource."""

    annotations: OwnAnnotations = OwnAnnotations()


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


class SecretReference(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A Secret of the same namespace."""

    name: Annotated[str, Meta(description="The name of the Secret.", min_length=1, max_length=MAX_NAME)]


class PodSettings(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the pods carry and where they run; nothing that gives their user a power of its own."""

    labels: Labels = {}
    annotations: Annotations = {}
    node_selector: Annotated[
        dict[LabelKey, LabelValue], Meta(description="Labels that a machine must have.", max_length=MAX_LABELS)
    ] = {}
    tolerations: Annotated[
        tuple[placement.Toleration, ...], Meta(description="Taints of machines that do not matter.", max_length=16)
    ] = ()
    affinity: (
        Annotated[placement.Affinity, Meta(description="Further affinity, beside that of hardAntiAffinity.")] | None
    ) = None
    topology_spread_constraints: Annotated[
        tuple[placement.TopologySpread, ...],
        Meta(description="How the pods spread; replaces the default, which is over machines.", max_length=8),
    ] = ()
    priority_class_name: Annotated[str, Meta(description="The pods' priority class.", max_length=MAX_NAME)] = ""
    image_pull_secrets: Annotated[
        tuple[SecretReference, ...], Meta(description="Secrets with logins of registries.", max_length=8)
    ] = ()


class SetStatus(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What is, as far as pods can tell."""

    observed_generation: Annotated[int, Meta(description="The generation that this status is about.")] | None = None
    replicas: Annotated[int, Meta(description="Pods that exist.", ge=0)] | None = None
    ready_replicas: Annotated[int, Meta(description="Pods that serve.", ge=0)] | None = None
    updated_replicas: Annotated[int, Meta(description="Pods made from the current template.", ge=0)] | None = None
    pending_replicas: Annotated[int, Meta(description="Pods for which there is no machine.", ge=0)] | None = None
    selector: Annotated[str, Meta(description="Label selector of the pods.", max_length=512)] | None = None
    reason: Annotated[str, Meta(description="That of the condition to be read first.", max_length=1024)] | None = None
    message: Annotated[str, Meta(description="The sentence of that condition.", max_length=32768)] | None = None
    conditions: Annotated[
        tuple[Condition, ...],
        markers.list_map("type"),
        Meta(description="Always all of them; those of Tor and I2P where these are on.", max_length=16),
    ] = ()
