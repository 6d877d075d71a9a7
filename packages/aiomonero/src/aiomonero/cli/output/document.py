# SPDX-License-Identifier: Apache-2.0
"""Values as JSON for programs: the server's own names, whole numbers, bytes in hex."""

from __future__ import annotations

import msgspec


def text(value: object) -> str:
    """Return a value as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(_plain(value)), indent=2).decode()


def line(value: object) -> str:
    """Return a value as JSON in one line, for streams of them."""
    return msgspec.json.encode(_plain(value)).decode()


def _plain(value: object) -> object:
    return _in_hex(msgspec.to_builtins(value, builtin_types=(bytes,), str_keys=True))


def _in_hex(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _in_hex(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_in_hex(each) for each in value]
    return value
