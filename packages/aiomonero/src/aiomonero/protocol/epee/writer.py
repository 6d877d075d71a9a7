# SPDX-License-Identifier: Apache-2.0
"""Values to portable storage, byte for byte as monerod writes them: names in alphabetical order."""

import struct
from collections.abc import Mapping, Sequence

from aiomonero import errors
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Kind, Section, Value

_DEPTH = 100
"""As deep as monerod reads (portable_storage_from_bin.h)."""
_NAME_BYTES = 255
_PACKERS = {kind: struct.Struct(f"<{code}") for kind, code in values.CODES.items()}
_KINDS: dict[type, Kind] = {bool: Kind.BOOL, float: Kind.DOUBLE, bytes: Kind.STRING}


def encode(section: Section) -> bytes:
    """Return the document that holds the section; raises LocalProtocolError where a value has no kind or no room.

    An empty plain list is left out, as monerod leaves out empty arrays; `value.Array` is always written.
    """
    out = bytearray(values.HEADER)
    _put_section(out, section, _DEPTH)
    return bytes(out)


def varint(number: int) -> bytes:
    """Return a count or length in its shortest form: the two low bits say how many bytes it takes."""
    for mark, size in enumerate((1, 2, 4, 8)):
        if number < 1 << 8 * size - 2:
            return (number << 2 | mark).to_bytes(size, "little")
    raise errors.LocalProtocolError(f"{number} is more than a count can say")


def _put_section(out: bytearray, section: Section, depth: int) -> None:
    if depth == 0:
        raise errors.LocalProtocolError(f"sections lie in each other more than {_DEPTH} deep")
    entries = sorted((_name(name), entry) for name, entry in section.items() if not _is_left_out(entry))
    out += varint(len(entries))
    for name, entry in entries:
        out += bytes((len(name),)) + name
        kind = _kind(entry)
        if kind is not Kind.ARRAY:
            out.append(kind)
        _put(out, kind, entry, depth - 1)


def _name(name: str) -> bytes:
    try:
        data = name.encode()
    except UnicodeEncodeError:
        data = b""
    if not 0 < len(data) <= _NAME_BYTES:
        raise errors.LocalProtocolError(f"{name[:_NAME_BYTES]!r} cannot be a name, which has 1 to {_NAME_BYTES} bytes")
    return data


def _is_left_out(entry: Value) -> bool:
    return isinstance(entry, Sequence) and not isinstance(entry, bytes | values.Array) and not entry


def _kind(entry: Value) -> Kind:
    if isinstance(entry, values.Integer):
        return entry.kind
    if (kind := _KINDS.get(type(entry))) is not None:
        return kind
    if isinstance(entry, Mapping):
        return Kind.OBJECT
    if isinstance(entry, list | tuple):
        return Kind.ARRAY
    raise errors.LocalProtocolError(f"{type(entry).__name__} has no kind in portable storage: say U64(…) and the like")


def _put(out: bytearray, kind: Kind, entry: Value, depth: int) -> None:
    if kind is Kind.STRING:
        out += varint(len(entry))
        out += entry
    elif kind is Kind.OBJECT:
        _put_section(out, entry, depth)
    elif kind is Kind.ARRAY:
        _put_array(out, entry, depth)
    else:
        out += _packed(_PACKERS[kind], entry)


def _packed(form: struct.Struct, *numbers: Value) -> bytes:
    try:
        return form.pack(*numbers)
    except struct.error as error:
        raise errors.LocalProtocolError(f"a number does not fit: {error}") from error


def _put_array(out: bytearray, array: Sequence[Value], depth: int) -> None:
    if depth == 0:
        raise errors.LocalProtocolError(f"arrays lie in each other more than {_DEPTH} deep")
    kind = _element_kind(array)
    out.append(kind | values.ARRAY_FLAG)
    out += varint(len(array))
    if kind in values.CODES:
        out += _packed(struct.Struct(f"<{len(array)}{values.CODES[kind]}"), *array)
        return
    for entry in array:
        _put(out, kind, entry, depth - 1)


def _element_kind(array: Sequence[Value]) -> Kind:
    """Return the one kind of all elements; integers of a `value.Array` take its kind."""
    if isinstance(array, values.Array):
        kind = array.kind
        strays = (each for each in array if not (type(each) is int and kind in values.INTEGERS) and _kind(each) != kind)
    else:
        if not array:
            raise errors.LocalProtocolError("an empty array inside an array needs a kind: say Array(Kind.…)")
        kind = _kind(array[0])
        strays = (each for each in array if _kind(each) != kind)
    if (stray := next(strays, None)) is not None:
        raise errors.LocalProtocolError(f"an array of {kind.name} cannot hold {type(stray).__name__}")
    return kind
