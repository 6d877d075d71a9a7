# SPDX-License-Identifier: Apache-2.0
"""Parameters and answers of the `.bin` paths, which speak portable storage.

The type of an answer decides how its strings are read. A hash is in hex as everywhere, a `bytes` member as it came, and
a tuple of hashes or integers may come as one string of them all. Daemons convert integers to the width they expect, so
all are sent as the widest.
"""

import functools
import struct
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from msgspec import inspect

from aiomonero import errors
from aiomonero.protocol import document
from aiomonero.protocol.epee import reader, value, writer
from aiomonero.types import hashes
from aiomonero.types.hashes import Hash

Result = TypeVar("Result")

_INTEGER_BYTES = 8
# The transport has bounded the answer; what is left to bound is how much is made of it.
_LIMITS = reader.Limits(size_bytes=2**30)
# A distribution over the whole chain has 3.5 million numbers, and 263,000 more every year.
_PACKED_LIMIT = 8_000_000
_EMPTY = writer.encode({})
_BYTES = (bytes,)


class _Packed:
    """Counts what was unpacked of one answer's strings, over all of them."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _PACKED_LIMIT

    def integers(self, packed: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{self._count(packed, _INTEGER_BYTES)}Q", packed)

    def hashes(self, packed: bytes) -> list[Hash]:
        self._count(packed, hashes.SIZE_BYTES)
        return hashes.split(packed)

    def _count(self, packed: bytes, unit_bytes: int) -> int:
        count = len(packed) // unit_bytes
        self.left -= count
        if self.left < 0:
            raise errors.RemoteProtocolError(f"the answer has more than {_PACKED_LIMIT} packed values")
        return count


Shape: TypeAlias = Callable[[Any, _Packed], Any]
"""Makes of a decoded value what `msgspec.convert` expects; what makes no sense is left for that to refuse."""


def encode(params: msgspec.Struct | None) -> bytes:
    """Return the body of a request; strings in parameters are hashes. None stands for "no parameters"."""
    return _EMPTY if params is None else writer.encode(_section(params))


def read(body: bytes, result: type[Result], *, takes_untrusted: bool = True) -> Result:
    """Read an answer; raises the DaemonError that its status means, or RemoteProtocolError.

    Raises Untrusted where it says that another daemon answered and that is not wanted.
    """
    section = reader.decode(body, limits=_LIMITS)
    try:
        if isinstance(status := section.get("status"), bytes):
            document.check(status.decode())
        document.check_source(is_untrusted=section.get("untrusted") is True and not takes_untrusted)
        shape = _shape_of(cast("Hashable", result))
        return msgspec.convert(shape(section, _Packed()) if shape else section, result, builtin_types=_BYTES)
    except (msgspec.ValidationError, UnicodeDecodeError, struct.error) as error:
        raise errors.RemoteProtocolError(f"the answer is not what the method returns: {error}") from error


def _section(params: msgspec.Struct) -> dict[str, value.Value]:
    values = ((field.encode_name, getattr(params, field.name)) for field in msgspec.structs.fields(type(params)))
    return {name: _value(each) for name, each in values if each is not msgspec.UNSET}


def _value(of: object) -> value.Value:
    match of:
        case bool():
            return of
        case int():
            return value.U64(of)
        case str():
            return _hash(of)
        case tuple() if of and isinstance(of[0], str):
            return b"".join(map(_hash, of))
        case tuple():
            return [_value(each) for each in of]
        case msgspec.Struct():
            return _section(of)
    raise errors.LocalProtocolError(f"{type(of).__name__} cannot be a parameter of a .bin path")


def _hash(text: str) -> bytes:
    try:
        raw = bytes.fromhex(text)
    except ValueError as error:
        raise errors.LocalProtocolError(f"{text!r} is no hash: {error}") from error
    if len(raw) != hashes.SIZE_BYTES:
        raise errors.LocalProtocolError(f"{text!r} is no hash: it has {len(raw)} bytes and not {hashes.SIZE_BYTES}")
    return raw


@functools.cache
def _shape_of(kind: Hashable) -> Shape | None:
    return _shape(inspect.type_info(kind))


def _shape(kind: inspect.Type) -> Shape | None:
    """Return what to do with values of the kind, None where they are right as they are."""
    match kind:
        case inspect.StrType(pattern=str()):
            return lambda found, _: found.hex() if isinstance(found, bytes) else found
        case inspect.StrType():
            return lambda found, _: found.decode() if isinstance(found, bytes) else found
        case inspect.VarTupleType():
            return _shape_of_array(kind.item_type)
        case inspect.StructType():
            return _shape_of_struct(kind)
        case inspect.UnionType():
            return _shape_of_union(kind)
    return None


def _shape_of_array(item: inspect.Type) -> Shape | None:
    if isinstance(item, inspect.IntType):
        return lambda found, packed: packed.integers(found) if isinstance(found, bytes) else found
    if isinstance(item, inspect.StrType) and item.pattern == hashes.HEX_OF_32_BYTES:
        return lambda found, packed: packed.hashes(found) if isinstance(found, bytes) else found
    shape = _shape(item)
    return shape and (
        lambda found, packed: [shape(each, packed) for each in found] if isinstance(found, list) else found
    )


def _shape_of_struct(kind: inspect.StructType) -> Shape | None:
    members = {field.encode_name: shape for field in kind.fields if (shape := _shape(field.type))}

    def reshape(found: Any, packed: _Packed) -> Any:
        if not isinstance(found, dict):
            return found
        return found | {name: shape(found[name], packed) for name, shape in members.items() if name in found}

    return reshape if members else None


def _shape_of_union(kind: inspect.UnionType) -> Shape | None:
    # Bytes stay bytes where the union has them; what is left has one shape at most.
    takes_bytes = any(isinstance(each, inspect.BytesType) for each in kind.types)
    shape = next((shape for each in kind.types if (shape := _shape(each))), None)
    return shape and (lambda found, packed: found if takes_bytes and isinstance(found, bytes) else shape(found, packed))
