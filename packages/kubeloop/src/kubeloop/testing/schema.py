# SPDX-License-Identifier: Apache-2.0
"""How a value merges: which of its parts have owners of their own, and by what entries of a list are told apart.

What is not declared merges as the server takes what has no schema: maps key by key, lists as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import msgspec

Document: TypeAlias = dict[str, Any]


class Type(msgspec.Struct, frozen=True):
    """The type of a value. `each` is that of a list's entries, or of a map's keys that are not among `fields`."""

    is_atomic: bool = False
    list_type: Literal["atomic", "set", "map"] = "atomic"
    keys: tuple[str, ...] = ()
    key_defaults: Mapping[str, Any] = {}
    fields: Mapping[str, Type] = {}
    each: Type | None = None

    def is_free(self, name: str) -> bool:
        """Say whether a part of this map or list is the user's choice, such as a label, or an entry of a list."""
        return self.each is not None and name not in self.fields

    def of_field(self, name: str) -> Type:
        """Return the type below a key of this map."""
        return self.fields.get(name) or self.each or UNDECLARED

    def filled(self, item: Any) -> Any:
        """Return an entry of this list with the defaults of the keys that it leaves out."""
        return dict(self.key_defaults) | item if self.key_defaults else item

    def element(self, item: Any) -> str:
        """Return the name of an entry of this list among its siblings, as `fieldsV1` spells it."""
        if self.list_type == "set":
            return "v:" + _json(item)
        entry = self.filled(item)
        return "k:" + _json({key: entry[key] for key in sorted(self.keys) if key in entry})


UNDECLARED = Type()
ATOMIC = Type(is_atomic=True)
SET = Type(list_type="set", each=ATOMIC)


def struct(**fields: Type) -> Type:
    """Return the type of a map with known fields; the others are undeclared."""
    return Type(fields=fields)


def list_map(*keys: str, each: Type = UNDECLARED, **defaults: Any) -> Type:
    """Return the type of a list whose entries are known by these keys."""
    return Type(list_type="map", keys=keys, key_defaults=defaults, each=each)


def children(value: Any, type_: Type) -> dict[str, tuple[Any, Type]] | None:
    """Return the parts of a value that have owners of their own, by their names in `fieldsV1`; None if it has none."""
    if type_.is_atomic:
        return None
    if isinstance(value, dict):
        return {f"f:{name}": (child, type_.of_field(name)) for name, child in value.items()}
    if isinstance(value, list) and type_.list_type != "atomic":
        return {type_.element(item): (item, type_.each or UNDECLARED) for item in value}
    return None


def from_openapi(schema: Document) -> Type:
    """Return the type that a structural schema describes."""
    if schema.get("x-kubernetes-map-type") == "atomic":
        return ATOMIC
    if schema.get("type") == "array":
        return _list(schema)
    free = schema.get("additionalProperties")
    return Type(
        fields={name: from_openapi(each) for name, each in schema.get("properties", {}).items()},
        each=from_openapi(free) if isinstance(free, dict) else None,
    )


def _list(schema: Document) -> Type:
    items, keys = schema["items"], tuple(schema.get("x-kubernetes-list-map-keys", ()))
    properties = items.get("properties", {})
    return Type(
        list_type=schema.get("x-kubernetes-list-type", "atomic"),
        keys=keys,
        key_defaults={key: properties[key]["default"] for key in keys if "default" in properties.get(key, {})},
        each=from_openapi(items),
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
