# SPDX-License-Identifier: Apache-2.0
"""What a method is asked with, compared with what its type says, before anything is sent.

Daemons take much for something else than was meant: no height, for instance, for the first one.
"""

import functools
import re
import types
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from msgspec import inspect

from aiomonero import errors

Item = TypeVar("Item")

_MOST = 2**64 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")

Check: TypeAlias = Callable[[Any], str]
"""Returns where a value is wrong and why, such as "[3].height is a str, …", or "" where it is right."""


def listed(values: Iterable[Item]) -> tuple[Item, ...]:
    """Return the values as a tuple; what is no list of them is left as it is, for `check` to refuse."""
    if isinstance(values, Iterable) and not isinstance(values, str | bytes):
        return tuple(values)
    return cast("tuple[Item, ...]", values)


def check(params: object, kind: type) -> None:
    """Raise LocalProtocolError, which names the parameter and what is due, where the parameters are of another kind."""
    if complaint := _check_of(cast("Hashable", kind))(params):
        raise errors.LocalProtocolError(complaint.removeprefix(".").removeprefix(" "))


@functools.cache
def _check_of(kind: Hashable) -> Check:
    return _check(inspect.type_info(kind))


def _check(kind: inspect.Type) -> Check:
    return _MAKERS[type(kind)](kind)


def _check_of_struct(kind: inspect.StructType) -> Check:
    of_class = _check_of_class(kind.cls, f"a {kind.cls.__name__}")
    members = tuple((field.name, field.encode_name, _check(field.type)) for field in kind.fields)

    def check(found: Any) -> str:
        if complaint := of_class(found):
            return complaint
        for name, encode_name, of_member in members:
            value = getattr(found, name)
            if value is not msgspec.UNSET and (complaint := of_member(value)):
                return f".{encode_name}{complaint}"
        return ""

    return check


def _check_of_list(kind: inspect.VarTupleType) -> Check:
    of_item = _check(kind.item_type)

    def check(found: Any) -> str:
        if not isinstance(found, tuple | list):
            return _wrong(found, "a list")
        for place, item in enumerate(found):
            if complaint := of_item(item):
                return f"[{place}]{complaint}"
        return ""

    return check


def _check_of_places(kind: inspect.TupleType) -> Check:
    of_items = tuple(map(_check, kind.item_types))

    def check(found: Any) -> str:
        complaints = (of_item(item) for item, of_item in zip(found, of_items, strict=True))
        return next((f"the parameter{complaint}" for complaint in complaints if complaint), "")

    return check


def _check_of_integer(kind: inspect.IntType) -> Check:
    least = 0 if kind.ge is None else kind.ge
    due = f"an integer from {least} to {_MOST}"

    def check(found: Any) -> str:
        if not isinstance(found, int) or isinstance(found, bool):
            return _wrong(found, due)
        return "" if least <= found <= _MOST else f" is out of range: {due} is due"

    return check


def _check_of_text(found: Any) -> str:
    if not isinstance(found, str):
        return _wrong(found, "a str")
    if not found.isascii() and _SURROGATE.search(found):
        return " holds half a character: text that UTF-8 can say is due"
    return ""


def _check_of_enum(kind: inspect.EnumType) -> Check:
    due = "one of " + ", ".join(repr(each.value) for each in kind.cls)

    def check(found: Any) -> str:
        try:
            kind.cls(found)
        except ValueError:
            return _wrong(found, due)
        return ""

    return check


def _check_of_class(kind: type, due: str) -> Check:
    return lambda found: "" if isinstance(found, kind) else _wrong(found, due)


def _wrong(found: object, due: str) -> str:
    """Say what is due, and not the value, which may be a secret."""
    return f" is {'None' if found is None else f'of type {type(found).__name__}'}: {due} is due"


_MAKERS: dict[type[inspect.Type], Callable[[Any], Check]] = {
    inspect.StructType: _check_of_struct,
    inspect.VarTupleType: _check_of_list,
    inspect.TupleType: _check_of_places,
    inspect.IntType: _check_of_integer,
    inspect.StrType: lambda _: _check_of_text,
    inspect.EnumType: _check_of_enum,
    inspect.BoolType: lambda _: _check_of_class(bool, "True or False"),
    inspect.NoneType: lambda _: _check_of_class(types.NoneType, "nothing"),
}
"""All kinds that parameters are of."""
