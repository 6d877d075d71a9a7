# SPDX-License-Identifier: Apache-2.0
"""Where pods may run, in Kubernetes' own words (core/v1), bounded: affinity, tolerations, spread."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

MAX_TERMS = 16
MAX_VALUES = 64

Key = Annotated[str, Meta(max_length=317)]
Value = Annotated[str, Meta(max_length=63)]
Weight = Annotated[int, Meta(ge=1, le=100)]
TopologyKey = Annotated[str, Meta(description="Label of machines whose value makes a place.", max_length=317)]


class NodeRequirement(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A condition on a machine's labels."""

    key: Key
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]
    values: Annotated[tuple[Value, ...], Meta(max_length=MAX_VALUES)] = ()


class NodeTerm(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Conditions that must all hold."""

    match_expressions: Annotated[tuple[NodeRequirement, ...], Meta(max_length=MAX_TERMS)] = ()
    match_fields: Annotated[tuple[NodeRequirement, ...], Meta(max_length=MAX_TERMS)] = ()


class NodeSelector(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Terms of which one must hold."""

    node_selector_terms: Annotated[tuple[NodeTerm, ...], Meta(max_length=MAX_TERMS)]


class PreferredNode(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A wish with its weight."""

    weight: Weight
    preference: NodeTerm


class NodeAffinity(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Which machines."""

    required_during_scheduling_ignored_during_execution: NodeSelector | None = None
    preferred_during_scheduling_ignored_during_execution: Annotated[
        tuple[PreferredNode, ...], Meta(max_length=MAX_TERMS)
    ] = ()


class LabelRequirement(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A condition on labels."""

    key: Key
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    values: Annotated[tuple[Value, ...], Meta(max_length=MAX_VALUES)] = ()


class LabelSelector(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Labels and conditions that must all match."""

    match_labels: Annotated[dict[Key, Value], Meta(max_length=MAX_TERMS)] = {}
    match_expressions: Annotated[tuple[LabelRequirement, ...], Meta(max_length=MAX_TERMS)] = ()


class PodTerm(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Pods of the own namespace, and how near they are meant."""

    topology_key: TopologyKey
    label_selector: LabelSelector | None = None


class PreferredPods(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A wish with its weight."""

    weight: Weight
    pod_affinity_term: PodTerm


class PodAffinity(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Near which pods, or away from which."""

    required_during_scheduling_ignored_during_execution: Annotated[tuple[PodTerm, ...], Meta(max_length=MAX_TERMS)] = ()
    preferred_during_scheduling_ignored_during_execution: Annotated[
        tuple[PreferredPods, ...], Meta(max_length=MAX_TERMS)
    ] = ()


class Affinity(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Where pods run, relative to machines and to other pods."""

    node_affinity: NodeAffinity | None = None
    pod_affinity: PodAffinity | None = None
    pod_anti_affinity: PodAffinity | None = None


class Toleration(Struct, frozen=True, rename="camel", omit_defaults=True):
    """A taint of machines that does not matter."""

    key: Key = ""
    operator: Literal["Exists", "Equal"] | None = None
    value: Value = ""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    toleration_seconds: Annotated[int, Meta(ge=0)] | None = None


class TopologySpread(Struct, frozen=True, rename="camel", omit_defaults=True):
    """How evenly the set's own pods spread."""

    max_skew: Annotated[int, Meta(description="How many more pods one place may have than another.", ge=1, le=64)]
    topology_key: TopologyKey
    when_unsatisfiable: Annotated[
        Literal["DoNotSchedule", "ScheduleAnyway"], Meta(description="Whether it is a condition or a wish.")
    ]
