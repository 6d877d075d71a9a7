# SPDX-License-Identifier: Apache-2.0
"""Portable storage is written as monerod writes it, and what has no place in it is our own mistake."""

from typing import Any

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee import writer
from aiomonero.protocol.epee.value import Array, Kind
from tests.support.storage_values import document, entry


def test_names_stand_in_alphabetical_order() -> None:
    """The order of a mapping does not matter."""
    data = writer.encode({"b": values.U8(2), "a": values.I16(-1)})

    assert document(entry(Kind.I16, b"\xff\xff", b"a"), entry(Kind.U8, b"\2", b"b")) == data


def test_an_empty_list_is_left_out_and_an_empty_array_is_not() -> None:
    """A plain empty list has no kind to write down."""
    data = writer.encode({"a": [], "b": Array(Kind.U64)})

    assert document(entry(Kind.U64 | 0x80, b"\0", b"b")) == data


@pytest.mark.parametrize(("number", "size"), [(63, 1), (64, 2), (16383, 2), (16384, 4), (2**30 - 1, 4), (2**30, 8)])
def test_counts_take_their_shortest_form(number: int, size: int) -> None:
    """The forms of 1, 2, 4 and 8 bytes begin where the shorter one ends."""
    assert size == len(writer.varint(number))


def _endless() -> dict[str, Any]:
    section: dict[str, Any] = {}
    section["a"] = section
    return section


IMPOSSIBLE = {
    "plain integer": {"a": 1},
    "text": {"a": "text"},
    "nothing": {"a": None},
    "mixed array": {"a": [values.U8(1), values.U16(1)]},
    "array of plain integers": {"a": [1]},
    "array with a stray": {"a": Array(Kind.U8, [1, 1.5])},
    "array with a bool": {"a": Array(Kind.U8, [True])},
    "array with too large an integer": {"a": Array(Kind.U8, [256])},
    "array inside an array without a kind": {"a": [[]]},
    "empty name": {"": values.U8(1)},
    "long name": {"a" * 256: values.U8(1)},
    "long name in few letters": {"\xe4" * 128: values.U8(1)},
    "name that is no text": {"\ud800": values.U8(1)},
    "section inside itself": _endless(),
}


@pytest.mark.parametrize("mistake", IMPOSSIBLE)
def test_what_cannot_be_written_is_refused(mistake: str) -> None:
    """No value is guessed at: a mistake is a LocalProtocolError."""
    with pytest.raises(errors.LocalProtocolError):
        writer.encode(IMPOSSIBLE[mistake])


@pytest.mark.parametrize(
    ("integer", "number"), [(values.U8, 256), (values.U64, -1), (values.I8, 128), (values.I8, -129)]
)
def test_integers_know_their_width(integer: type[values.Integer], number: int) -> None:
    """A number that does not fit is refused where it is made."""
    with pytest.raises(errors.LocalProtocolError):
        integer(number)
