# SPDX-License-Identifier: Apache-2.0
"""Hypothesis strategies for everything that portable storage can hold, and documents put together by hand."""

from hypothesis import strategies as st

from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee import writer
from aiomonero.protocol.epee.value import Array, Kind, Value

_NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
_DEPTH = 3


def sections(depth: int = _DEPTH) -> st.SearchStrategy[dict[str, Value]]:
    """Return sections of up to so many levels."""
    return st.dictionaries(
        _NAMES, st.one_of([_of(kind, depth) for kind in Kind if depth or kind < Kind.OBJECT]), max_size=5
    )


def document(*entries: bytes) -> bytes:
    """Return a document of entries that need not be right."""
    return values.HEADER + writer.varint(len(entries)) + b"".join(entries)


def entry(kind: int, content: bytes, name: bytes = b"a") -> bytes:
    """Return one entry of a section as it would stand on the wire."""
    return bytes([len(name)]) + name + bytes([kind]) + content


def _of(kind: Kind, depth: int) -> st.SearchStrategy[Value]:
    if kind in values.INTEGERS:
        integer = values.INTEGERS[kind]
        bits = int(integer.__name__[1:])
        least = -(1 << bits - 1) if integer.__name__.startswith("I") else 0
        return st.integers(least, least + (1 << bits) - 1).map(integer)
    if kind is Kind.OBJECT:
        return st.deferred(lambda: sections(depth - 1))
    if kind is Kind.ARRAY:
        return st.deferred(lambda: _arrays(depth - 1))
    return {Kind.DOUBLE: st.floats(allow_nan=False), Kind.STRING: st.binary(max_size=80), Kind.BOOL: st.booleans()}[
        kind
    ]


def _arrays(depth: int) -> st.SearchStrategy[Value]:
    kinds = [kind for kind in Kind if depth > 0 or kind < Kind.OBJECT]
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.lists(_of(kind, depth), max_size=8).map(lambda items: Array(kind, items))
    )
