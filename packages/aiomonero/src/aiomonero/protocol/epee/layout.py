# SPDX-License-Identifier: Apache-2.0
"""Sections of an array are mostly written alike: the same names in the same order, with values of the same sizes.

What lies between the values is then always the same bytes. A layout knows them, so that one `struct` takes a whole
section apart and one comparison tells whether it was such a section at all.
"""

import struct
from typing import Any, Self

from aiomonero.protocol.epee import value as values

_MOST_LAYOUTS = 8
_MOST_BYTES = 1024
_MOST_STRING_BYTES = 63
"""Longer strings seldom have always the same size; up to here the length is one byte."""
_STRING, _OBJECT = values.Kind.STRING, values.Kind.OBJECT


class Layouts:
    """The layouts met in one document: a few, the one that fitted last first."""

    __slots__ = ("_known", "_lessons")

    def __init__(self) -> None:
        self._known: list[Layout] = []
        self._lessons = _MOST_LAYOUTS

    def find(self, data: bytes, at: int) -> "tuple[Layout, dict[str, Any]] | None":
        """Return the layout of the section that begins there, and the section itself."""
        known = self._known
        for place, layout in enumerate(known):
            section = layout.read(data, at)
            if section is not None:
                if place:
                    known.insert(0, known.pop(place))
                return layout, section
        return None

    def learn(self, data: bytes, begin: int, end: int) -> None:
        """Remember how a valid section is laid out, if it can be, and if not too much was learned already."""
        if self._lessons and end - begin <= _MOST_BYTES:
            self._lessons -= 1
            layout = Layout.of(data, begin)
            if layout is not None:
                self._known.insert(0, layout)


class Layout:
    """The bytes between the values of a section, the values' forms, and how they group into sections."""

    __slots__ = ("_folds", "_literals", "_names", "_unpack", "size", "values")

    def __init__(self, sketch: "_Sketch") -> None:
        form = struct.Struct("<" + "".join(sketch.forms))
        self._literals = tuple(sketch.literals)
        *self._folds, (_, _, self._names) = sketch.folds
        self._unpack = form.unpack_from
        self.size = form.size
        self.values = sum(len(names) for _, _, names in sketch.folds)

    @classmethod
    def of(cls, data: bytes, begin: int) -> Self | None:
        """Return the layout of the valid section that begins there, or None where its size is not fixed."""
        sketch = _Sketch(data, begin)
        return cls(sketch) if sketch.is_fixed else None

    def read(self, data: bytes, at: int) -> dict[str, Any] | None:
        """Return the section that begins there, or None where it is laid out otherwise."""
        if not data.startswith(self._literals[0], at) or at + self.size > len(data):
            return None
        parts = self._unpack(data, at)
        if parts[::2] != self._literals:
            return None
        found: list[Any] = list(parts[1::2])
        for begin, end, names in self._folds:
            found[begin:end] = (dict(zip(names, found[begin:end], strict=True)),)
        return dict(zip(self._names, found, strict=True))


class _Sketch:
    """A walk over one valid section: literal, value, literal, …, literal."""

    def __init__(self, data: bytes, begin: int) -> None:
        self.literals: list[bytes] = []
        self.forms: list[str] = []
        self.folds: list[tuple[int, int, tuple[str, ...]]] = []
        self.is_fixed = True
        self._data = data
        self._mark = self._at = begin
        self._section(0)
        self._literal()

    def _section(self, place: int) -> None:
        """Walk a section whose first value is the one of that number; inner sections fold to one value each."""
        count = self._small()
        names = []
        for index in range(count):
            names.append(self._name())
            self._value(place + index)
            if not self.is_fixed:
                return
        self.folds.append((place, place + count, tuple(names)))

    def _name(self) -> str:
        begin = self._at + 1
        self._at = begin + self._data[begin - 1]
        return self._data[begin : self._at].decode("ascii")

    def _value(self, place: int) -> None:
        kind = self._data[self._at]
        self._at += 1
        if kind in values.CODES:
            self._take(values.CODES[values.Kind(kind)])
        elif kind == _STRING:
            self._take(f"{self._small()}s")
        elif kind == _OBJECT:
            self._section(place)
        else:
            self.is_fixed = False

    def _take(self, form: str) -> None:
        self._literal()
        self.forms.append(form)
        self._at += struct.calcsize("<" + form)
        self._mark = self._at

    def _literal(self) -> None:
        self.literals.append(self._data[self._mark : self._at])
        self.forms.append(f"{self._at - self._mark}s")

    def _small(self) -> int:
        """Return a count or length that is one byte; a larger one makes the section unfit."""
        first = self._data[self._at]
        self._at += 1
        self.is_fixed = self.is_fixed and not first & 3 and first >> 2 <= _MOST_STRING_BYTES
        return first >> 2 if self.is_fixed else 0
