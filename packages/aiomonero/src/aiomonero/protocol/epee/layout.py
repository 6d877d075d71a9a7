# SPDX-License-Identifier: Apache-2.0
"""Sections of an array are mostly written alike: the same names in the same order, with values of the same sizes.

What lies between the values is then always the same bytes. A layout knows them, so that one `struct` takes a whole
section apart and one comparison tells whether it was such a section at all.
"""

import functools
import struct
from collections.abc import Callable
from typing import Any, Self, TypeAlias

from aiomonero.protocol.epee import value as values

_MOST_LAYOUTS = 8
_MOST_BYTES = 1024
_LEAST_VALUES, _MOST_VALUES = 3, 128
"""What is shorter is read as fast one by one; what is longer seldom has always the same size."""
_CREDIT, _EARNED = 64, 8
"""A layout may be tried so often in vain, and as much oftener each time it fits: input that is made to be almost like
what was learned costs little more than without it."""
_STRING, _OBJECT = values.Kind.STRING, values.Kind.OBJECT

_Shape: TypeAlias = tuple[Any, ...]
"""A section or an array: "{" or "[" and the shapes of what is in it, None for a plain value."""
_Build: TypeAlias = Callable[[tuple[Any, ...]], dict[str, Any]]


class Layouts:
    """The layouts met in one document, a few, found by the bytes before a section's first value."""

    __slots__ = ("_by_head", "_head_sizes", "_lessons", "depth", "size", "values")

    def __init__(self) -> None:
        self._by_head: dict[bytes, list[Layout]] = {}
        self._head_sizes: list[int] = []
        self._lessons = _MOST_LAYOUTS
        self.size = self.values = self.depth = 0

    def read(self, data: bytes, at: int) -> dict[str, Any] | None:
        """Return the section that begins there, or None where no known layout fits.

        How many bytes, values and levels it had is in `size`, `values` and `depth`.
        """
        for head_size in self._head_sizes:
            for layout in self._by_head.get(data[at : at + head_size], ()):
                section = layout.read(data, at)
                if section is not None:
                    layout.credit += _EARNED
                    self.size, self.values, self.depth = layout.size, layout.values, layout.depth
                    return section
                layout.credit -= 1
                if not layout.credit:
                    self._forget(layout)
        return None

    def learn(self, data: bytes, begin: int, end: int, count: int) -> None:
        """Remember how a valid section of so many values is laid out, if it can be and pays."""
        if self._lessons and end - begin <= _MOST_BYTES and _LEAST_VALUES <= count <= _MOST_VALUES:
            self._lessons -= 1
            layout = Layout.of(data, begin)
            if layout is not None:
                self._by_head.setdefault(layout.head, []).append(layout)
                self._measure()

    def _forget(self, layout: "Layout") -> None:
        self._by_head[layout.head] = [each for each in self._by_head[layout.head] if each is not layout]
        self._measure()

    def _measure(self) -> None:
        self._head_sizes = sorted({len(head) for head, layouts in self._by_head.items() if layouts})


class Layout:
    """The bytes between the values of a section, the values' forms, and how they group into sections."""

    __slots__ = ("_build", "_literals", "_mark", "_mark_at", "_unpack", "credit", "depth", "head", "size", "values")

    def __init__(self, sketch: "_Sketch", shape: _Shape) -> None:
        form = struct.Struct("<" + "".join(sketch.forms))
        self.head = sketch.literals[0]
        self._literals = tuple(sketch.literals)
        # Where sections are alike but for the size of a text, these are the bytes that lie elsewhere.
        self._mark_at, self._mark = sketch.last
        self._unpack = form.unpack_from
        self._build = _builder(shape)(*sketch.names)
        self.size = form.size
        self.values = sketch.values
        self.depth = _depth(shape)
        self.credit = _CREDIT

    @classmethod
    def of(cls, data: bytes, begin: int) -> Self | None:
        """Return the layout of the valid section that begins there, or None where its size is not fixed."""
        sketch = _Sketch(data, begin)
        try:
            return cls(sketch, sketch.walk())
        except _Varies:
            return None

    def read(self, data: bytes, at: int) -> dict[str, Any] | None:
        """Return the section that begins there, or None where it is laid out otherwise."""
        if not data.startswith(self._mark, at + self._mark_at):
            return None
        try:
            parts = self._unpack(data, at)
        except struct.error:
            return None
        return self._build(parts) if parts[::2] == self._literals else None


def _depth(shape: _Shape) -> int:
    return 1 + max((_depth(entry) for entry in shape[1:] if entry is not None), default=0)


class _Varies(Exception):
    """The section holds what has no fixed size."""


class _Sketch:
    """A walk over one valid section: literal, value, literal, …, literal."""

    def __init__(self, data: bytes, begin: int) -> None:
        self.literals: list[bytes] = []
        self.forms: list[str] = []
        self.names: list[str] = []
        self.values = 0
        self.last = 0, b""
        self._data = data
        self._begin = self._mark = self._at = begin

    def walk(self) -> _Shape:
        shape = self._section()
        self._literal()
        return shape

    def _section(self) -> _Shape:
        return ("{", *[self._entry() for _ in range(self._count())])

    def _entry(self) -> _Shape | None:
        begin = self._at + 1
        self._at = begin + self._data[begin - 1] + 1
        self.names.append(self._data[begin : self._at - 1].decode())
        kind = self._data[self._at - 1]
        if kind & values.ARRAY_FLAG:
            element = kind ^ values.ARRAY_FLAG
            return ("[", *[self._value(element) for _ in range(self._count())])
        return self._value(kind)

    def _value(self, kind: int) -> _Shape | None:
        if kind == _OBJECT:
            return self._section()
        if kind == _STRING:
            self._take(f"{self._length()}s")
        elif kind in values.CODES:
            self._take(values.CODES[values.Kind(kind)])
        else:
            raise _Varies
        return None

    def _take(self, form: str) -> None:
        self._literal()
        self.forms.append(form)
        self._at += struct.calcsize("<" + form)
        self._mark = self._at

    def _literal(self) -> None:
        self.literals.append(self._data[self._mark : self._at])
        if self.literals[-1]:
            self.last = self._mark - self._begin, self.literals[-1]
        self.forms.append(f"{self._at - self._mark}s")

    def _count(self) -> int:
        count = self._length()
        self.values += count
        return count

    def _length(self) -> int:
        """Return a count or length of one or two bytes: there are no longer ones in so few bytes."""
        first, second = self._data[self._at], self._data[self._at + 1] if self._data[self._at] & 3 else 0
        if first & 3 > 1:
            raise _Varies
        self._at += 1 + (first & 3)
        return (second << 8 | first) >> 2


@functools.lru_cache(maxsize=64)
def _builder(shape: _Shape) -> Callable[..., _Build]:
    """Return what takes the names of such a section and gives what makes its dict of the parts of a struct.

    Several times as fast as putting the dicts together step by step. The code consists of numbered names alone; what a
    peer called its fields reaches it as arguments.
    """
    code = _Code()
    body = code.value(shape)
    names = ", ".join(f"n{each}" for each in range(code.names))
    build: Callable[..., _Build] = eval(f"lambda {names}: lambda parts: {body}", {})  # noqa: S307 - nothing foreign in it
    return build


class _Code:
    """Writes what makes a shape: `{n0: {n1: parts[1], n2: [parts[3], parts[5]]}, n3: parts[7]}`."""

    def __init__(self) -> None:
        self.names = 0
        self._part = -1

    def value(self, shape: _Shape | None) -> str:
        if shape is None:
            self._part += 2
            return f"parts[{self._part}]"
        opening, *shapes = shape
        if opening == "[":
            return "[" + ", ".join(map(self.value, shapes)) + "]"
        return "{" + ", ".join(f"{self._name()}: {self.value(entry)}" for entry in shapes) + "}"

    def _name(self) -> str:
        self.names += 1
        return f"n{self.names - 1}"
