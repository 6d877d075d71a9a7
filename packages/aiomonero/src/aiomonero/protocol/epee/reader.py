# SPDX-License-Identifier: Apache-2.0
"""Portable storage to values. Nothing in the input is believed: sizes, depths and counts are bounded before memory is
taken, every byte is read at most a fixed number of times, and whatever is wrong is a RemoteProtocolError that says
where.
"""

import dataclasses
import functools
import struct
from collections.abc import Callable
from typing import ClassVar, NoReturn, TypeAlias

from aiomonero import errors
from aiomonero.protocol.epee import layout
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Value


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a document may hold; `values` counts entries of sections and elements of arrays, at every depth."""

    size_bytes: int = 100_000_000
    depth: int = 32
    values: int = 2_000_000


_DEFAULT = Limits()
_LEAST_ENTRY_BYTES = 4
_LAYOUT_PAYS_FROM = 4
_SHORT_ARRAY = 16
_CODES = {int(kind): code for kind, code in values.CODES.items()}
_Unpack: TypeAlias = Callable[[bytes, int], tuple[Value, ...]]
_Scalars: TypeAlias = dict[int, tuple[_Unpack, int]]
_SCALARS: _Scalars = {
    kind: (struct.Struct(f"<{code}").unpack_from, struct.calcsize(f"<{code}")) for kind, code in _CODES.items()
}
_LONG_COUNTS = {2: struct.Struct("<I"), 3: struct.Struct("<Q")}
_STRING, _OBJECT, _ARRAY = int(values.Kind.STRING), int(values.Kind.OBJECT), int(values.Kind.ARRAY)
_TOO_DEEP = "values lie in each other deeper than allowed"
_TOO_MANY = "it holds more values than allowed"
_KINDS = frozenset(map(int, values.Kind))


def decode(data: bytes, *, limits: Limits = _DEFAULT) -> dict[str, Value]:
    """Return the document's section: integers plain, strings as bytes, sections as dict, arrays as list."""
    return _document(_Reader(data, limits))


def decode_typed(data: bytes, *, limits: Limits = _DEFAULT) -> dict[str, Value]:
    """Return the same with `value.U64` and the like for integers and `value.Array` for arrays: as it was written."""
    return _document(_TypedReader(data, limits))


@functools.lru_cache(maxsize=len(_CODES) * (_SHORT_ARRAY + 1))
def _array_form(kind: int, count: int) -> struct.Struct:
    return struct.Struct(f"<{count}{_CODES[kind]}")


def _document(reader: "_Reader") -> dict[str, Value]:
    try:
        return reader.document()
    except (IndexError, struct.error) as error:
        raise errors.RemoteProtocolError(f"portable storage ends too early, at byte {len(reader.data)}") from error
    except RecursionError as error:
        raise errors.RemoteProtocolError("portable storage lies deeper in itself than Python can follow") from error
    except UnicodeDecodeError as error:
        raise errors.RemoteProtocolError(f"portable storage has a name that is no text: {error.object!r}") from error


class _Reader:
    """A place in a document, and what may still come; reading past the end raises IndexError or struct.error."""

    __slots__ = ("at", "data", "depth", "layouts", "values")
    scalars: ClassVar[_Scalars] = _SCALARS

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.at = 0
        self.depth = limits.depth
        self.values = limits.values
        self.layouts = layout.Layouts()
        if len(data) > limits.size_bytes:
            self.fail(f"it is longer than {limits.size_bytes} bytes")

    def fail(self, reason: str) -> NoReturn:
        raise errors.RemoteProtocolError(f"portable storage is wrong at byte {self.at}: {reason}")

    def document(self) -> dict[str, Value]:
        if not self.data.startswith(values.HEADER):
            self.fail("it does not begin as it should")
        self.at = len(values.HEADER)
        section = self.section()
        if self.at != len(self.data):
            self.fail(f"{len(self.data) - self.at} bytes follow the end")
        return section

    def section(self) -> dict[str, Value]:
        """Read a section; most of the time goes by here, so plain values are read without a call of our own each."""
        begin = self.at
        count = self.count(_LEAST_ENTRY_BYTES)
        self.depth -= 1
        if self.depth < 0:
            self.fail(_TOO_DEEP)
        data, at, scalars = self.data, self.at, self.scalars
        section: dict[str, Value] = {}
        for _ in range(count):
            end = at + 1 + data[at]
            name = data[at + 1 : end].decode()
            kind = data[end]
            at = end + 1
            if (scalar := scalars.get(kind)) is not None:
                unpack, size = scalar
                section[name] = unpack(data, at)[0]
                at += size
            else:
                self.at = at
                section[name] = self.string() if kind == _STRING else self.composite(kind)
                at = self.at
        self.at = at
        self.depth += 1
        if len(section) != count or "" in section:
            self.at = begin
            self.fail("a section has an empty name, or one name twice")
        return section

    def composite(self, kind: int) -> Value:
        if kind == _STRING:
            return self.string()
        if kind == _OBJECT:
            return self.section()
        return self.array(self.byte() if kind == _ARRAY else kind)

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def string(self) -> bytes:
        size = self.varint()
        begin, end = self.at, self.at + size
        if end > len(self.data):
            self.fail(f"a string of {size} bytes is longer than the input")
        self.at = end
        return self.data[begin:end]

    def array(self, flagged: int) -> list[Value]:
        kind = flagged ^ values.ARRAY_FLAG
        if kind not in _KINDS:
            self.fail(f"there is no kind {flagged:#x}")
        self.depth -= 1
        if self.depth < 0:
            self.fail(_TOO_DEEP)
        elements = self.elements(kind)
        self.depth += 1
        return elements

    def elements(self, kind: int) -> list[Value]:
        if (scalar := _SCALARS.get(kind)) is None:
            count = self.count(1)
            return self.objects(count) if kind == _OBJECT else [self.composite(kind) for _ in range(count)]
        size = scalar[1]
        count = self.count(size)
        begin, self.at = self.at, self.at + count * size
        form = _array_form(kind, count) if count <= _SHORT_ARRAY else struct.Struct(f"<{count}{_CODES[kind]}")
        return list(form.unpack_from(self.data, begin))

    def objects(self, count: int) -> list[Value]:
        """Return an array's sections, those of a known layout in one step each."""
        if count < _LAYOUT_PAYS_FROM:
            return [self.section() for _ in range(count)]
        sections: list[Value] = []
        layouts = self.layouts
        while len(sections) < count:
            section = layouts.read(self.data, self.at)
            if section is None:
                begin, left = self.at, self.values
                section = self.section()
                layouts.learn(self.data, begin, self.at, left - self.values)
            else:
                self.at += layouts.size
                self.values -= layouts.values
                if self.values < 0 or self.depth < layouts.depth:
                    self.fail(_TOO_MANY if self.values < 0 else _TOO_DEEP)
            sections.append(section)
        return sections

    def count(self, least_bytes: int) -> int:
        """Return how many things follow, each at least so long; refuse what cannot fit into the input or the limit."""
        first = self.data[self.at]
        if first & 3:
            count = self.varint()
        else:
            count = first >> 2
            self.at += 1
        if count * least_bytes > len(self.data) - self.at:
            self.fail(f"{count} entries are more than the input can hold")
        self.values -= count
        if self.values < 0:
            self.fail(_TOO_MANY)
        return count

    def varint(self) -> int:
        """Return a count or length: the two low bits of the first byte say how many bytes it takes."""
        first = self.data[self.at]
        mark = first & 3
        if not mark:
            self.at += 1
            return first >> 2
        at = self.at
        self.at = at + (1 << mark)
        if mark == 1:
            return (first | self.data[at + 1] << 8) >> 2
        return int(_LONG_COUNTS[mark].unpack_from(self.data, at)[0]) >> 2


def _typed(kind: int) -> tuple[_Unpack, int]:
    """Return how a value of this kind is read, as an integer that knows its width if it is one."""
    unpack, size = _SCALARS[kind]
    integer = values.INTEGERS.get(kind)
    return (unpack if integer is None else lambda data, at: (integer(unpack(data, at)[0]),)), size


class _TypedReader(_Reader):
    """Keeps what the plain reader forgets: widths and kinds."""

    __slots__ = ()
    scalars: ClassVar[_Scalars] = {kind: _typed(kind) for kind in _SCALARS}

    def elements(self, kind: int) -> list[Value]:
        return values.Array(values.Kind(kind), super().elements(kind))

    def objects(self, count: int) -> list[Value]:
        return [self.section() for _ in range(count)]
