# SPDX-License-Identifier: Apache-2.0
"""The body of an apply: a struct with everything it says, defaults included.

Who applies owns only the fields that are sent. A field left out because it has the server's default would be noticed
when somebody edits it, and could not be put right. So defaults are sent, except those that mean "absent": None, "",
and empty lists and maps. A struct in use that happens to be empty (`emptyDir: {}`) is sent.
"""

from __future__ import annotations

from typing import Any

import msgspec


def builtins(value: Any) -> Any:
    """Return the value as JSON's types, under the names that the structs are encoded with."""
    if isinstance(value, msgspec.Struct):
        return _struct(value)
    if isinstance(value, dict):
        return {key: builtins(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [builtins(item) for item in value]
    return msgspec.to_builtins(value)


def _struct(value: msgspec.Struct) -> dict[str, Any]:
    fields = ((field, getattr(value, field.name)) for field in msgspec.structs.fields(value))
    return {field.encode_name: builtins(item) for field, item in fields if not _is_absent(field, item)}


def _is_absent(field: msgspec.structs.FieldInfo, item: object) -> bool:
    if item is None or item is msgspec.UNSET:
        return True
    default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
    return item == default and builtins(item) in ("", [], {})
