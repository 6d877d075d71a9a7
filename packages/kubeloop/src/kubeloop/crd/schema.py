# SPDX-License-Identifier: Apache-2.0
"""msgspec types → structural OpenAPI schemas: references inlined, null never allowed, defaults for the server.

Texts, lists and maps of a spec must have a bound: users write them, and the cost of CEL rules is estimated by it.

Defaults: what means "absent" (None, "", an empty list or map) is none; an all-default struct is `{}`, so that the
server fills in what lies below it. Under `status` there are none at all.
"""

from __future__ import annotations

import enum
from typing import Any

import msgspec
from msgspec import inspect

from kubeloop.crd import markers

Schema = dict[str, Any]

_NUMBER_BOUNDS = {"ge": "minimum", "gt": "minimum", "le": "maximum", "lt": "maximum", "multiple_of": "multipleOf"}
RULES = "x-kubernetes-validations"
KEYS = "x-kubernetes-list-map-keys"

_Sized = inspect.StrType | inspect.ListType | inspect.VarTupleType | inspect.DictType


class Unsupported(TypeError):
    """A type that has no structural schema: says where it stands and what to write instead."""


def of(type_: type[msgspec.Struct], *, with_defaults: bool = True) -> Schema:
    """Return the schema of a struct."""
    return _Builder(with_defaults=with_defaults).build(inspect.type_info(type_), type_.__name__)


class _Builder:
    def __init__(self, *, with_defaults: bool) -> None:
        self._with_defaults = with_defaults

    def build(self, type_: inspect.Type, where: str) -> Schema:
        match type_:
            case inspect.Metadata():
                return _described(type_.extra_json_schema or {}, self.build(type_.type, where), where)
            case inspect.StructType():
                return self._struct(type_, where)
            case inspect.UnionType():
                return self._union(type_, where)
            case inspect.ListType() | inspect.VarTupleType() | inspect.DictType() | inspect.StrType():
                return self._sized(type_, where)
            case _:
                return _scalar(type_, where)

    def _struct(self, type_: inspect.StructType, where: str) -> Schema:
        schema: Schema = {"type": "object"}
        if type_.fields:
            schema["properties"] = {field.encode_name: self._field(field, where) for field in type_.fields}
        required = [field.encode_name for field in type_.fields if field.required]
        if required:
            schema["required"] = required
        declared = getattr(type_.cls, "__rules__", ())
        if not isinstance(declared, tuple) or any(not isinstance(rule, markers.Rule) for rule in declared):
            raise Unsupported(f"{where}: __rules__ is a tuple of Rule(...), not {declared!r}")
        return schema | markers.validations(declared)

    def _field(self, field: inspect.Field, where: str) -> Schema:
        schema = self.build(field.type, f"{where}.{field.encode_name}")
        default = _default(field)
        if self._with_defaults and not _means_absent(default):
            schema["default"] = _rendered(default)
        return schema

    def _union(self, type_: inspect.UnionType, where: str) -> Schema:
        types = [each for each in type_.types if not isinstance(each, inspect.NoneType)]
        if len(types) == 1:
            return self.build(types[0], where)
        strings = [each for each in types if isinstance(each, inspect.StrType)]
        if len(types) == 2 and strings and any(isinstance(each, inspect.IntType) for each in types):
            alternatives = [{"type": "integer"}, {"type": "string"}]
            numbers = next(each for each in types if isinstance(each, inspect.IntType))
            text = self.build(strings[0], where) | _bounds(numbers)
            text |= {"x-kubernetes-int-or-string": True, "anyOf": alternatives}
            return {name: value for name, value in text.items() if name != "type"}
        raise Unsupported(f"{where}: a union has no structural schema; use one type, `T | None` or `int | str`")

    def _sized(self, type_: _Sized, where: str) -> Schema:
        if type_.max_length is None and self._with_defaults:
            raise Unsupported(f"{where} has no bound; give it one by Meta(max_length=...)")
        match type_:
            case inspect.StrType():
                pattern = {"pattern": type_.pattern} if type_.pattern is not None else {}
                return {"type": "string"} | _sizes(type_, "minLength", "maxLength") | pattern
            case inspect.DictType():
                values = {"type": "object", "additionalProperties": self.build(type_.value_type, f"{where}{{}}")}
                return values | _sizes(type_, "minProperties", "maxProperties")
            case _:
                items = {"type": "array", "items": self.build(type_.item_type, f"{where}[]")}
                return items | _sizes(type_, "minItems", "maxItems")


def _described(extra: Schema, schema: Schema, where: str) -> Schema:
    unknown = set(extra.get(KEYS, ())) - schema.get("items", {}).get("properties", {}).keys()
    if unknown:
        raise Unsupported(f"{where}: the entries have no {', '.join(sorted(unknown))} to be the keys of a list map")
    both = [*schema.get(RULES, []), *extra.get(RULES, [])]
    return extra | schema | ({RULES: both} if both else {})


def _scalar(type_: inspect.Type, where: str) -> Schema:
    match type_:
        case inspect.BoolType():
            return {"type": "boolean"}
        case inspect.IntType():
            return {"type": "integer"} | _bounds(type_)
        case inspect.FloatType():
            return {"type": "number"} | _bounds(type_)
        case inspect.LiteralType():
            return _enumeration(type_.values, where)
        case inspect.EnumType():
            return _enumeration(tuple(member.value for member in type_.cls), where)
        case _:
            raise Unsupported(f"{where}: {type(type_).__name__} has no structural schema; use a struct or a plain type")


def _enumeration(values: tuple[Any, ...], where: str) -> Schema:
    if any(not isinstance(value, str) for value in values):
        raise Unsupported(
            f"{where}: only texts can be enumerated, not {values!r}; use Meta(ge=..., le=...) for numbers"
        )
    return {"type": "string", "enum": list(values)}


def _bounds(type_: inspect.IntType | inspect.FloatType) -> Schema:
    found = {name: getattr(type_, name) for name in _NUMBER_BOUNDS if getattr(type_, name) is not None}
    exclusive = {"gt": {"exclusiveMinimum": True}, "lt": {"exclusiveMaximum": True}}
    schema: Schema = {_NUMBER_BOUNDS[name]: value for name, value in found.items()}
    for name in found:
        schema |= exclusive.get(name, {})
    return schema


def _sizes(type_: _Sized, least: str, most: str) -> Schema:
    sizes = {least: type_.min_length, most: type_.max_length}
    return {name: size for name, size in sizes.items() if size is not None}


def _default(field: inspect.Field) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return None if field.default is msgspec.NODEFAULT else field.default


def _means_absent(default: object) -> bool:
    return default is None or default is msgspec.UNSET or default in ("", [], (), {})


def _rendered(default: Any) -> Any:
    if isinstance(default, enum.Enum):
        return default.value
    if isinstance(default, msgspec.Struct) and default == _all_defaults(type(default)):
        return {}
    return _present(msgspec.to_builtins(default))


def _present(value: Any) -> Any:
    """Return a default without what means absent in it: the server refuses null, and fills in the rest itself."""
    if isinstance(value, dict):
        return {name: _present(item) for name, item in value.items() if not _means_absent(item)}
    return [_present(item) for item in value] if isinstance(value, list | tuple) else value


def _all_defaults(type_: type[msgspec.Struct]) -> msgspec.Struct | None:
    return type_() if not any(field.required for field in msgspec.structs.fields(type_)) else None
