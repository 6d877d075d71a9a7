# SPDX-License-Identifier: Apache-2.0
"""A document → the struct of its kind, as strictly as the API server reads it: no unknown field, no wrong type.

As there, null means "not given", and a status in a manifest counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kubeloop.crd import markers

T = TypeVar("T", bound=msgspec.Struct)

OF_EVERY_KIND = frozenset({"apiVersion", "kind", "metadata"})
METADATA = frozenset(
    {
        "annotations",
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generateName",
        "generation",
        "labels",
        "managedFields",
        "name",
        "namespace",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid",
    }
)


_WORDS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
"""Types as the schema of the kinds names them, which is what users read."""


class Refused(Exception):
    """The document is none of its kind; each argument is a sentence that names the field."""


def convert(content: dict[str, Any], root: type[T]) -> T:
    """Return the resource that a document says, with defaults; raises Refused."""
    said = _without_nulls({name: value for name, value in content.items() if name != "status"})
    metadata = said.get("metadata")
    strangers = [f"metadata.{name}" for name in metadata if name not in METADATA] if isinstance(metadata, dict) else []
    rest = {name: value for name, value in said.items() if name not in OF_EVERY_KIND}
    unknown = [*strangers, *_unknown(rest, inspect.type_info(root), "")]
    if unknown:
        raise Refused(*(f'unknown field "{path}"' for path in unknown))
    try:
        return msgspec.convert(said, root)
    except msgspec.ValidationError as error:
        raise Refused(_sentence(str(error))) from None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value


def _unknown(value: Any, shape: inspect.Type, path: str) -> Iterator[str]:
    """Find the fields that no struct has; a value of a wrong type is left to the conversion."""
    for below, item, inner in _parts(value, shape):
        where = f"{path}{below}".removeprefix(".")
        if inner is None:
            yield where
        else:
            yield from _unknown(item, inner, where)


def _parts(value: Any, shape: inspect.Type) -> Iterator[tuple[str, Any, inspect.Type | None]]:
    """Take a value apart: what to add to the path, the part, and its type, or None where there is no such part."""
    match shape:
        case inspect.Metadata():
            yield "", value, shape.type
        case inspect.UnionType():
            yield from (("", value, each) for each in shape.types)
        case inspect.StructType() if isinstance(value, dict):
            known = {field.encode_name: field.type for field in shape.fields}
            yield from ((f".{name}", item, known.get(name)) for name, item in value.items())
        case inspect.ListType() | inspect.VarTupleType() if isinstance(value, list):
            yield from ((f"[{index}]", item, shape.item_type) for index, item in enumerate(value))
        case inspect.DictType() if isinstance(value, dict):
            yield from ((f".{name}", item, shape.value_type) for name, item in value.items())


def _sentence(problem: str) -> str:
    """Put the path first, as the API server does: `spec.replicas: expected int <= 64`."""
    what, _, path = problem.rpartition(" - at ")
    if not what:
        return problem
    return f"{path.strip('`').removeprefix('$').removeprefix('.') or 'the document'}: {_plain(what)}"


def _plain(what: str) -> str:
    if markers.DURATION_PATTERN in what.replace("\\\\", "\\"):
        return "write a time such as 30s, 5m or 1h"
    words = re.sub(r"\b(str|int|float|bool)\b", lambda found: _WORDS[found[0]], what.replace("`", ""))
    return words[:1].lower() + words[1:].replace(" | null", "")
