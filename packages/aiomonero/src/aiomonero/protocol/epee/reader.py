# SPDX-License-Identifier: Apache-2.0
"""Portable storage to values. Nothing in the input is believed: sizes, depths and counts are bounded before memory is
taken, every byte is read at most a fixed number of times, and whatever is wrong is a RemoteProtocolError that says
where.
"""

import dataclasses
import struct
from typing import NoReturn

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
_SCALARS = {int(kind): struct.Struct(f"<{code}") for kind, code in values.CODES.items()}
_U16, _U32, _U64 = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<Q")
_STRING, _OBJECT, _ARRAY = int(values.Kind.STRING), int(values.Kind.OBJECT), int(values.Kind.ARRAY)
_KINDS = frozenset(map(int, values.Kind))


def decode(data: bytes, *, limits: Limits = _DEFAULT) -> dict[str, Value]:
    """Return the document's section: integers plain, strings as bytes, sections as dict, arrays as list."""
    return _document(_Reader(data, limits))


def decode_typed(data: bytes, *, limits: Limits = _DEFAULT) -> dict[str, Value]:
    """Return the same with `value.U64` and the like for integers and `value.Array` for arrays: as it was written."""
    return _document(_TypedReader(data, limits))


def _document(reader: "_Reader") -> dict[str, Value]:
    try:
        return reader.document()
    except (IndexError, struct.error) as error:
        raise errors.RemoteProtocolError(f"portable storage ends too early, at byte {len(reader.data)}") from error


class _Reader:
    """A place in a document, and what may still come; reading past the end raises IndexError or struct.error."""

    __slots__ = ("at", "data", "depth", "layouts", "values")

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
        begin = self.at
        count = self.count(_LEAST_ENTRY_BYTES)
        self.descend()
        section: dict[str, Value] = {}
        for _ in range(count):
            name = self.name()
            kind = self.data[self.at]
            self.at += 1
            section[name] = self.value(kind)
        self.depth += 1
        if len(section) != count:
            self.at = begin
            self.fail("a section has one name twice")
        return section

    def name(self) -> str:
        data, begin = self.data, self.at + 1
        end = begin + data[self.at]
        if end >= len(data) or end == begin:
            self.fail("a name is empty or longer than the input")
        self.at = end
        try:
            return data[begin:end].decode("ascii")
        except UnicodeDecodeError:
            self.fail("a name is not written in ASCII")

    def value(self, kind: int) -> Value:
        scalar = _SCALARS.get(kind)
        if scalar is not None:
            (value,) = scalar.unpack_from(self.data, self.at)
            self.at += scalar.size
            return value
        if kind == _STRING:
            return self.string()
        if kind == _OBJECT:
            return self.section()
        return self.array(self.data[self._step()] if kind == _ARRAY else kind)

    def _step(self) -> int:
        self.at += 1
        return self.at - 1

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
        self.descend()
        elements = self.elements(kind)
        self.depth += 1
        return elements

    def elements(self, kind: int) -> list[Value]:
        scalar = _SCALARS.get(kind)
        if scalar is None:
            count = self.count(1)
            return self.objects(count) if kind == _OBJECT else [self.value(kind) for _ in range(count)]
        count = self.count(scalar.size)
        begin, self.at = self.at, self.at + count * scalar.size
        return list(struct.unpack_from(f"<{count}{scalar.format[1:]}", self.data, begin))

    def objects(self, count: int) -> list[Value]:
        """Return an array's sections, those of a known layout in one step each."""
        if count < _LAYOUT_PAYS_FROM:
            return [self.section() for _ in range(count)]
        sections: list[Value] = []
        layouts = self.layouts
        while len(sections) < count:
            known = layouts.find(self.data, self.at)
            if known is None:
                begin = self.at
                sections.append(self.section())
                layouts.learn(self.data, begin, self.at)
            else:
                found, section = known
                self.at += found.size
                self.spend(found.values)
                sections.append(section)
        return sections

    def count(self, least_bytes: int) -> int:
        """Return how many things follow, each at least so long; refuse what cannot fit into the input or the limit."""
        count = self.varint()
        if count * least_bytes > len(self.data) - self.at:
            self.fail(f"{count} entries are more than the input can hold")
        self.spend(count)
        return count

    def spend(self, count: int) -> None:
        self.values -= count
        if self.values < 0:
            self.fail("it holds more values than allowed")

    def descend(self) -> None:
        self.depth -= 1
        if self.depth < 0:
            self.fail("values lie in each other deeper than allowed")

    def varint(self) -> int:
        """Return a count or length: the two low bits of the first byte say how many bytes it takes."""
        data, at = self.data, self.at
        first = data[at]
        match first & 3:
            case 0:
                self.at = at + 1
                return first >> 2
            case 1:
                (number,) = _U16.unpack_from(data, at)
            case 2:
                (number,) = _U32.unpack_from(data, at)
            case _:
                (number,) = _U64.unpack_from(data, at)
        self.at = at + (1 << (first & 3))
        return int(number) >> 2


class _TypedReader(_Reader):
    """Keeps what the plain reader forgets: widths and kinds."""

    __slots__ = ()

    def value(self, kind: int) -> Value:
        plain = super().value(kind)
        integer = values.INTEGERS.get(kind)
        return plain if integer is None else integer(plain)

    def elements(self, kind: int) -> list[Value]:
        return values.Array(values.Kind(kind), super().elements(kind))

    def objects(self, count: int) -> list[Value]:
        return [self.section() for _ in range(count)]
