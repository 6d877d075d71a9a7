# SPDX-License-Identifier: Apache-2.0
"""The body of an apply: a struct with everything it says, defaults included.

Who applies owns only the fields that are sent. A field left out because it has the server's default would be noticed
when somebody edits it, and could not be put right. So defaults are sent, except those that mean "absent": None, "",
and empty lists and maps. A struct in use that happens to be empty (`emptyDir: {}`) is sent.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import msgspec

PLAIN = frozenset({str, int, bool, float})
ABSENT: tuple[object, ...] = ("", [], {})


class _Field(NamedTuple):
    name: str
    encode_name: str
    default: object


def builtins(value: Any) -> Any:
    """Return the value as JSON's types, under the names that the structs are encoded with."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, msgspec.Struct):
        return _struct(value)
    if isinstance(value, dict):
        return {key: builtins(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [builtins(item) for item in value]
    return msgspec.to_builtins(value)


def _struct(value: msgspec.Struct) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for name, encode_name, default in _fields(type(value)):
        item = getattr(value, name)
        if item is None or item is msgspec.UNSET:
            continue
        sent = item if type(item) in PLAIN else builtins(item)
        if sent in ABSENT and item == default:
            continue
        built[encode_name] = sent
    return built


@functools.cache
def _fields(type_: type[msgspec.Struct]) -> tuple[_Field, ...]:
    return tuple(
        _Field(
            field.name,
            field.encode_name,
            field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory(),
        )
        for field in msgspec.structs.fields(type_)
    )
