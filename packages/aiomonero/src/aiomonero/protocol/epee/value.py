# SPDX-License-Identifier: Apache-2.0
"""What portable storage can hold, in Python: integers that know their width, arrays that know their kind.

Doubles are `float`, strings are `bytes`, sections are mappings; these and `bool` say by themselves what they are.
"""

import enum
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self, TypeAlias

from aiomonero import errors

Value: TypeAlias = Any
"""int | float | bool | bytes | dict[str, Value] | list[Value]; mypy has no use for so recursive a union."""
Section: TypeAlias = Mapping[str, Value]

HEADER = bytes.fromhex("011101010101020101")
"""Two signatures and the version (portable_storage_base.h)."""


class Kind(enum.IntEnum):
    """What stands before each value on the wire (portable_storage_base.h)."""

    I64 = 1
    I32 = 2
    I16 = 3
    I8 = 4
    U64 = 5
    U32 = 6
    U16 = 7
    U8 = 8
    DOUBLE = 9
    STRING = 10
    BOOL = 11
    OBJECT = 12
    ARRAY = 13


ARRAY_FLAG = 0x80

CODES = {
    Kind.I64: "q",
    Kind.I32: "i",
    Kind.I16: "h",
    Kind.I8: "b",
    Kind.U64: "Q",
    Kind.U32: "I",
    Kind.U16: "H",
    Kind.U8: "B",
    Kind.DOUBLE: "d",
    Kind.BOOL: "?",
}
"""The kinds of one size, with their letters in `struct`."""


class Integer(int):
    """An integer of a stated width; equal to the plain one. Only the subclasses are of use."""

    kind: ClassVar[Kind]
    _least: ClassVar[int]
    _most: ClassVar[int]

    def __init_subclass__(cls) -> None:
        cls.kind = Kind[cls.__name__]
        bits, is_signed = int(cls.__name__[1:]), cls.__name__.startswith("I")
        cls._least, cls._most = (-(1 << bits - 1), (1 << bits - 1) - 1) if is_signed else (0, (1 << bits) - 1)

    def __new__(cls, number: int) -> Self:
        if not cls._least <= number <= cls._most:
            raise errors.LocalProtocolError(f"{number} does not fit into {cls.__name__}")
        return super().__new__(cls, number)


class I64(Integer):
    """A signed integer of 64 bits."""


class I32(Integer):
    """A signed integer of 32 bits."""


class I16(Integer):
    """A signed integer of 16 bits."""


class I8(Integer):
    """A signed integer of 8 bits."""


class U64(Integer):
    """An unsigned integer of 64 bits."""


class U32(Integer):
    """An unsigned integer of 32 bits."""


class U16(Integer):
    """An unsigned integer of 16 bits."""


class U8(Integer):
    """An unsigned integer of 8 bits."""


INTEGERS: dict[int, type[Integer]] = {each.kind: each for each in (I64, I32, I16, I8, U64, U32, U16, U8)}


class Array(list[Value]):
    """Values of one kind; its integers may be plain ones, for the kind is known. Equal to the plain list."""

    __slots__ = ("kind",)

    def __init__(self, kind: Kind, items: Iterable[Value] = ()) -> None:
        super().__init__(items)
        self.kind = kind
