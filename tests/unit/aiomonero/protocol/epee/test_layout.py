# SPDX-License-Identifier: Apache-2.0
"""Sections that are laid out alike are read in one step, and read no differently for it."""

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import layout, reader, writer
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Array, Kind, Value

IPV4 = {"addr": {"m_ip": values.U32(7), "m_port": values.U16(18080)}, "type": values.U8(1)}
IPV6 = {"addr": {"addr": bytes(16), "m_port": values.U16(18080)}, "type": values.U8(2)}


def peer(address: dict[str, Value], number: int) -> dict[str, Value]:
    """Return an entry of a peer list."""
    return {"adr": address, "id": values.U64(number)}


def section_bytes(section: dict[str, Value]) -> bytes:
    """Return a section as it stands inside a document."""
    return writer.encode(section)[len(values.HEADER) :]


def test_a_layout_reads_its_like() -> None:
    """Another section of the same names and sizes is taken apart in one step."""
    first, second = section_bytes(peer(IPV4, 1)), section_bytes(peer(IPV4, 2))

    known = layout.Layout.of(first, 0)

    assert known is not None
    assert (len(first), 6, 3) == (known.size, known.values, known.depth)
    assert peer(IPV4, 2) == known.read(first + second, len(first))


@pytest.mark.parametrize(
    "other", [peer(IPV6, 1), {**peer(IPV4, 1), "rpc_port": values.U16(1)}, {"adr": IPV4, "ic": values.U64(1)}]
)
def test_a_layout_leaves_alone_what_is_laid_out_otherwise(other: dict[str, Value]) -> None:
    """Other names, kinds or sizes are not its business, nor is a section cut short."""
    known = layout.Layout.of(section_bytes(peer(IPV4, 1)), 0)

    assert known is not None
    assert known.read(section_bytes(other), 0) is None
    assert known.read(section_bytes(peer(IPV4, 1))[:-1], 0) is None


def test_arrays_of_the_same_length_are_part_of_a_layout() -> None:
    """Numbers, texts and sections in arrays are taken apart in the same step."""
    section = {
        "a": Array(Kind.U16, [1, 2]),
        "b": [b"text", b"", bytes(300)],
        "c": [{"d": values.U8(each)} for each in range(3)],
    }
    data = section_bytes(section)

    known = layout.Layout.of(data, 0)

    assert known is not None
    assert section == known.read(data, 0)
    assert (len(data), 3 + 2 + 3 + 3 + 3, 3) == (known.size, known.values, known.depth)


@pytest.mark.parametrize("content", [bytes(2**14), [[values.U8(1)]]], ids=["long string", "array in an array"])
def test_no_layout_of_what_seldom_repeats(content: Value) -> None:
    """Such sections are read one by one."""
    assert layout.Layout.of(section_bytes({"a": content}), 0) is None


def test_a_layout_that_was_given_up_changes_nothing() -> None:
    """What is read of sections that it fits, and of those that it does not, stays the same."""
    fits = [{"a": values.U8(each), "b": bytes(9), "c": values.U8(1)} for each in range(9)]
    strays = [{"a": values.U8(each), "b": b"", "c": values.U8(1)} for each in range(200)]

    assert [*fits, *strays, *fits] == reader.decode(writer.encode({"x": [*fits, *strays, *fits]}))["x"]


def test_sections_and_arrays_of_one_shape_are_kept_apart() -> None:
    """A section that holds a section, and one that holds an array, have different makers."""
    nested = [{"a": {"b": values.U8(1), "c": values.U8(2)}} for _ in range(9)]
    listed = [{"a": [values.U8(1), values.U8(2)], "x": values.U8(3)} for _ in range(9)]

    assert [*nested, *listed] == reader.decode(writer.encode({"all": [*nested, *listed]}))["all"]


def test_sections_of_many_layouts_are_read_in_order() -> None:
    """Layouts that take turns, some known and some not, give what was written."""
    kinds = [{"n": values.U64(each), "s": bytes(each % 12), **({"f": True} if each % 3 else {})} for each in range(200)]

    section = reader.decode(writer.encode({"a": [*kinds, {"empty": {}}, {}, *kinds]}))

    assert [*kinds, {"empty": {}}, {}, *kinds] == section["a"]


def test_a_name_twice_is_no_layout() -> None:
    """A section that the reader refuses never becomes a layout that lets it pass."""
    twice = b"\x08\1a\x08\1\1a\x08\1"
    data = values.HEADER + b"\x04\1x\x8c" + writer.varint(8) + twice * 8

    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(data)


def test_a_layout_is_no_way_around_the_depth() -> None:
    """A section that was learned near the top is refused where it lies too deep."""
    sections = [peer(IPV4, each) for each in range(9)]
    shallow, deep = writer.encode({"a": sections}), writer.encode({"a": sections, "b": {"c": {"d": sections}}})

    assert reader.decode(shallow, limits=reader.Limits(depth=6))
    with pytest.raises(errors.RemoteProtocolError):
        reader.decode(deep, limits=reader.Limits(depth=6))
