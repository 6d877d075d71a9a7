# SPDX-License-Identifier: Apache-2.0
"""Sections that are laid out alike are read in one step, and read no differently for it."""

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import layout, reader, writer
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Value

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


@pytest.mark.parametrize("content", [[values.U8(1)], bytes(64)], ids=["array", "long string"])
def test_no_layout_without_a_fixed_size(content: Value) -> None:
    """Arrays and long strings vary, so their sections are read one by one."""
    assert layout.Layout.of(section_bytes({"a": content}), 0) is None


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
