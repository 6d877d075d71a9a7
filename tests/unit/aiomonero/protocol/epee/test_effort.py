# SPDX-License-Identifier: Apache-2.0
"""Twice as much hostile input costs at most about twice the work, and memory in proportion to the input.

Work is counted in calls of functions, which no busy machine changes.
"""

import contextlib
import sys
import tracemalloc
from collections.abc import Callable

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import reader, writer
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.epee.value import Array, Kind
from tests.support.storage_values import document, entry

SIZE = 400


def _layouts_that_never_repeat(size: int) -> bytes:
    sections = [{f"n{each}": values.U8(1), "b": values.U8(2), "c": bytes(each % 50)} for each in range(size)]
    return writer.encode({"a": sections})


def _almost_the_same(size: int) -> bytes:
    """Return sections that share their beginnings with eight known layouts and fit none of them."""
    known = [{"a": values.U8(0), "b": bytes(60 + each), "c": values.U8(0)} for each in range(8)]
    stray = {"a": values.U8(0), "b": bytes(90), "c": values.U8(0)}
    return writer.encode({"x": [*known, *[stray] * size]})


def _strays(size: int, layouts: int = 8) -> bytes:
    """Return short sections that begin as some long ones before them do."""
    inner = {f"n{each}": values.U8(0) for each in range(100)}
    known = [{"a": values.U8(0), "b": {**inner, f"z{each}": values.U8(0)}} for each in range(layouts)]
    return writer.encode({"x": [*known, *[{"a": values.U8(1), "b": values.U8(2)}] * size]})


def _deep_and_wide(size: int) -> bytes:
    innermost: dict[str, object] = {"z": Array(Kind.U8)}
    for _ in range(6):
        innermost = {"a": [innermost, innermost]}
    return writer.encode({"all": [innermost] * (size // 200)})


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "empty sections": lambda size: document(entry(Kind.OBJECT | 0x80, writer.varint(size) + bytes(size))),
    "empty arrays": lambda size: document(entry(Kind.ARRAY | 0x80, writer.varint(size) + b"\x88\0" * size)),
    "empty strings": lambda size: document(entry(Kind.STRING | 0x80, writer.varint(size) + bytes(size))),
    "many names": lambda size: document(*[entry(Kind.U8, b"\1", b"%d" % each) for each in range(size)]),
    "layouts that never repeat": _layouts_that_never_repeat,
    "sections almost the same": _almost_the_same,
    "strays": _strays,
    "deep and wide": _deep_and_wide,
    "a lie at the end": lambda size: document(entry(Kind.OBJECT | 0x80, writer.varint(size) + bytes(size - 1) + b"\4")),
}


def work(data: bytes) -> int:
    """Return how many functions are called to read a document."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        with contextlib.suppress(errors.RemoteProtocolError):
            reader.decode(data)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("attack", HOSTILE)
def test_work_grows_with_the_input_and_no_faster(attack: str) -> None:
    """Nothing is read again and again."""
    make = HOSTILE[attack]
    work(make(SIZE))

    once, twice = work(make(SIZE)), work(make(2 * SIZE))

    assert twice <= 2.2 * once + 50


@pytest.mark.parametrize("attack", HOSTILE)
def test_memory_is_in_proportion_to_the_input(attack: str) -> None:
    """A byte becomes an object at worst, never more."""
    data = HOSTILE[attack](3 * SIZE)
    section = None

    tracemalloc.start()
    with contextlib.suppress(errors.RemoteProtocolError):
        section = reader.decode(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 120 * len(data) + 2**16
    del section


def test_layouts_that_never_fit_are_not_tried_for_ever() -> None:
    """Long layouts that were shown once do not slow down all the short sections that begin like them."""
    work(_strays(SIZE))

    after, alone = (work(_strays(4 * SIZE, layouts)) - work(_strays(2 * SIZE, layouts)) for layouts in (8, 0))

    assert after <= 1.1 * alone
