# SPDX-License-Identifier: Apache-2.0
"""What an API package writes beside its structs so that they become a CustomResourceDefinition.

A field: `Annotated[T, Meta(description="…", ge=0, max_length=64)] = default`; names by `rename="camel"`.
A struct's CEL rules: `__rules__: ClassVar[tuple[Rule, ...]] = (Rule(…),)`. The root struct, which has `spec` and
`status`: `__resource__: ClassVar[Resource] = Resource(…)`. Free lists and maps need a bound (`max_length`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec

from kubeloop.objects import kind as kinds

QUANTITY_PATTERN = r"^[0-9]+(\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$"
DURATION_PATTERN = r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"
MAX_NOTATION_LENGTH = 32

Quantity = int | Annotated[str, msgspec.Meta(pattern=QUANTITY_PATTERN, max_length=MAX_NOTATION_LENGTH)]
"""A non-negative Kubernetes quantity: `1Gi`, `100m` or a bare number."""

Duration = Annotated[str, msgspec.Meta(pattern=DURATION_PATTERN, max_length=MAX_NOTATION_LENGTH)]
"""A duration as Go and CEL's `duration()` write it: `30s`, `1h30m`."""

IntOrString = int | Annotated[str, msgspec.Meta(max_length=MAX_NOTATION_LENGTH)]
"""A number or a string, such as a `maxUnavailable` of `1` or `10%`."""


class Rule(msgspec.Struct, frozen=True):
    """A CEL rule (`x-kubernetes-validations`); `self` is the struct that declares it, `oldSelf` what it was before.

    A rule that reads `oldSelf` is asked on updates only, and only where both exist: put it on the parent, with `has()`.
    """

    expression: str
    message: str
    field_path: str = ""


class Column(msgspec.Struct, frozen=True):
    """A column of `kubectl get`; priority 1 and above shows with `-o wide` only."""

    name: str
    json_path: str
    type: Literal["string", "integer", "number", "boolean", "date"]
    priority: int = 0
    description: str = ""


class Scale(msgspec.Struct, frozen=True):
    """Where `kubectl scale` and a HorizontalPodAutoscaler find the replicas and the selector."""

    spec_replicas: str = ".spec.replicas"
    status_replicas: str = ".status.replicas"
    selector: str = ".status.selector"


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What the definition says beside its schema; `rules` see `self.metadata.name`, `self.spec` and `self.status`."""

    group: str
    version: str
    plural: str
    singular: str
    kind: str
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    scale: Scale | None = None
    columns: tuple[Column, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def identity(self) -> kinds.Kind:
        """The kind as clients and informers want it."""
        return kinds.Kind(self.group, self.version, self.plural, self.kind, self.namespaced)


def list_map(*keys: str) -> msgspec.Meta:
    """Mark a list of structs as a map by these JSON field names: server-side apply then merges entry by entry."""
    return msgspec.Meta(extra_json_schema={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": list(keys)})


def value_rules(*rules: Rule) -> msgspec.Meta:
    """Put CEL rules on one field; never immutability, which removing and re-adding the field would bypass."""
    return msgspec.Meta(extra_json_schema=validations(rules))


def validations(rules: Iterable[Rule]) -> dict[str, Any]:
    """Return what to add to the schema of the value that the rules are about."""
    rendered = [_rendered(rule) for rule in rules]
    return {"x-kubernetes-validations": rendered} if rendered else {}


def _rendered(rule: Rule) -> dict[str, str]:
    text = {"rule": rule.expression, "message": rule.message}
    return text | ({"fieldPath": rule.field_path} if rule.field_path else {})
