# SPDX-License-Identifier: Apache-2.0
"""What a value says, in short, so that a new one is told from the one before."""

import functools
import hashlib
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="deterministic")


def of(value: object) -> str:
    """Return the fingerprint of a value as it is encoded."""
    return hashlib.blake2b(_encoder.encode(value), digest_size=8).hexdigest()


def of_wishes(value: object) -> str:
    """Return the fingerprint of what a person wrote, the same whether a default is written out or left to the schema.

    The API server writes defaults out, also those of fields that a newer schema brings.
    """
    return of(_wishes(value))


def _wishes(value: object) -> Any:
    match value:
        case msgspec.Struct():
            items = ((name, getattr(value, name), default) for name, default in _defaults(type(value)))
            return {name: _wishes(item) for name, item, default in items if item != default}
        case dict():
            return {key: _wishes(item) for key, item in value.items()}
        case tuple() | list():
            return [_wishes(item) for item in value]
        case _:
            return value


@functools.cache
def _defaults(type_: type[msgspec.Struct]) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, _default(field)) for field in msgspec.structs.fields(type_))


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
