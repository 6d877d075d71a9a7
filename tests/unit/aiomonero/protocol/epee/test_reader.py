# SPDX-License-Identifier: Apache-2.0
"""Portable storage is read as monerod wrote it, and hostile storage is refused before it costs anything."""

import contextlib
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol.epee import reader, writer
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Array, Kind
from tests.support import storage_values
from tests.support.storage_values import document, entry


@given(storage_values.sections())
def test_what_was_written_is_read(section: dict[str, values.Value]) -> None:
    """Values, widths, kinds and names come back as they were, and byte for byte when written again."""
    data = writer.encode(section)

    typed = reader.decode_typed(data)

    assert section == typed == reader.decode(data)
    assert data == writer.encode(typed)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(noise: bytes, has_header: bool) -> None:
    """Whatever comes, the only error is our own."""
    with contextlib.suppress(errors.RemoteProtocolError):
        reader.decode(values.HEADER + noise if has_header else noise)


@given(storage_values.sections(), st.data())
def test_a_document_cut_short_is_refused(section: dict[str, values.Value], data: st.DataObject) -> None:
    """No beginning of a document is a document."""
    whole = writer.encode(section)
    cut = data.draw(st.integers(0, len(whole) - 1))

    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(whole[:cut])


@pytest.mark.parametrize("count", [0, 63, 64, 16383, 16384, 70_000])
def test_counts_of_every_size(count: int) -> None:
    """A count takes 1, 2 or 4 bytes; what is read is what was counted."""
    data = writer.encode({"a": Array(Kind.U8, [7] * count)})

    assert {"a": [7] * count} == reader.decode(data)


def test_count_of_eight_bytes() -> None:
    """A count may take more bytes than it needs."""
    eight = (2 << 2 | 3).to_bytes(8, "little")

    section = reader.decode(document(entry(Kind.U8 | 0x80, eight + b"\1\2")))

    assert section["a"] == [1, 2]


def test_array_as_a_value_of_its_own_kind() -> None:
    """The kind "array" is followed by the array's own kind: another spelling of the same."""
    section = reader.decode(document(entry(Kind.ARRAY, b"\x88\x08\1\2")))

    assert section["a"] == [1, 2]


HOSTILE = {
    "no header": b"\0" * 9,
    "header of another version": values.HEADER[:-1] + b"\x02\0",
    "section larger than the input": values.HEADER + (2**61).to_bytes(8, "little")[:-1] + b"\xff",
    "array larger than the input": document(entry(Kind.U64 | 0x80, writer.varint(2**29))),
    "array of sections larger than the input": document(entry(Kind.OBJECT | 0x80, writer.varint(2**29))),
    "array of arrays larger than the input": document(entry(Kind.ARRAY | 0x80, writer.varint(2**60))),
    "string larger than the input": document(entry(Kind.STRING, writer.varint(2**61) + b"a")),
    "name larger than the input": values.HEADER + b"\x04\xffa\x08\0",
    "name without letters": document(entry(Kind.U64, bytes(8), b"")),
    "name that is no text": document(entry(Kind.U8, b"\0", b"\xff\xff")),
    "one name twice": document(entry(Kind.U8, b"\1"), entry(Kind.U8, b"\2")),
    "unknown kind": document(entry(14, b"\0\0")),
    "kind zero": document(entry(0, b"\0\0")),
    "array of an unknown kind": document(entry(0x8E, b"\0\0")),
    "array kind without its flag": document(entry(Kind.ARRAY, b"\x08\x04\1")),
    "bytes after the end": document(entry(Kind.U8, b"\1")) + b"\0",
    "sections too deep": values.HEADER + b"\x04\1a\x0c" * 40 + b"\0",
    "arrays too deep": document(entry(Kind.ARRAY, b"\x8d\x04" * 40 + b"\x88\x04\1")),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_document_is_refused(attack: str) -> None:
    """Every trick ends in our own error, whichever reader meets it."""
    for decode in (reader.decode, reader.decode_typed):
        with pytest.raises(errors.RemoteProtocolError):
            decode(HOSTILE[attack])


def test_an_error_says_where() -> None:
    """The message names the offset of what is wrong."""
    with pytest.raises(errors.RemoteProtocolError, match="byte 14"):
        reader.decode(document(entry(Kind.STRING, b"\xfc")))


@pytest.mark.parametrize(
    "limits", [reader.Limits(size_bytes=20), reader.Limits(depth=1), reader.Limits(values=10)], ids=str
)
def test_limits_hold(limits: reader.Limits) -> None:
    """Size, depth and number of values are bounded by what the caller says."""
    data = writer.encode({"a": [{"b": values.U8(each)} for each in range(9)]})

    assert reader.decode(data)
    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(data, limits=limits)


def test_a_caller_who_allows_any_depth_is_safe() -> None:
    """Deeper than Python can follow is an error of the input, whatever the limits."""
    deep = values.HEADER + b"\x04\1a\x0c" * 20_000 + b"\0"

    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(deep, limits=reader.Limits(depth=1_000_000))


def test_limit_of_values_is_exact() -> None:
    """One array, nine elements and three values of each, whether they are read in one step or one by one."""
    data = writer.encode({"a": [{"b": values.U8(each), "c": True, "d": b""} for each in range(9)]})

    assert reader.decode(data, limits=reader.Limits(values=37))
    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(data, limits=reader.Limits(values=36))


def test_a_count_is_not_believed_until_the_input_ends() -> None:
    """What cannot fit is refused where it is said."""
    with pytest.raises(errors.RemoteProtocolError, match="byte 17"):
        reader.decode(document(entry(Kind.U8 | 0x80, writer.varint(20_000) + bytes(10_000))))


def test_many_empty_sections_take_no_more_memory_than_the_limit() -> None:
    """A byte each becomes a dict each: the number of values is what bounds it."""
    bomb = document(entry(Kind.OBJECT | 0x80, writer.varint(2**24) + bytes(2**24)))

    tracemalloc.start()
    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 2**20
