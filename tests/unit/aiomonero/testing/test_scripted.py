# SPDX-License-Identifier: Apache-2.0
"""Connections whose other side is a script."""

import pytest

from aiomonero import errors
from aiomonero.testing.scripted import ScriptedDialer, ScriptedStream, byte_by_byte
from aiomonero.transport import base


async def test_chunks_arrive_one_by_one_and_then_the_end() -> None:
    """As from a socket: at least a byte each time, nothing when the other side has ended."""
    stream: base.ByteStream = ScriptedStream(b"abc", b"d")

    assert [await stream.receive(2) for _ in range(5)] == [b"ab", b"c", b"d", b"", b""]


async def test_an_error_in_the_script_is_raised_in_its_turn() -> None:
    """Between two chunks the connection may break, or time run out."""
    stream = ScriptedStream(b"a", errors.TimedOut("late"), b"b")

    assert await stream.receive() == b"a"
    with pytest.raises(errors.TimedOut):
        await stream.receive()
    assert await stream.receive() == b"b"


async def test_what_was_sent_is_kept_and_after_the_end_refused() -> None:
    """A test looks at all bytes together; who goes on after closing has made a mistake."""
    stream = ScriptedStream()
    await stream.send(b"one")
    await stream.send(b"two")
    await stream.close()

    assert stream.sent == b"onetwo"
    assert stream.is_closed
    with pytest.raises(errors.Closed):
        await stream.send(b"three")


async def test_a_dialer_hands_out_streams_in_their_order() -> None:
    """It remembers who was called, and in the end nobody listens any more."""
    stream = ScriptedStream()
    dialer = ScriptedDialer(stream, errors.ConnectFailed("refused"))

    assert stream is await dialer.open("10.0.0.1", 18080, timeout_seconds=1)
    for _ in range(2):
        with pytest.raises(errors.ConnectFailed):
            await dialer.open("10.0.0.2", 18080, timeout_seconds=1)
    assert dialer.dialled == [("10.0.0.1", 18080), ("10.0.0.2", 18080), ("10.0.0.2", 18080)]


async def test_the_shortest_split() -> None:
    """Every byte on its own."""
    stream = ScriptedStream(*byte_by_byte(b"abc"))

    assert [await stream.receive() for _ in range(4)] == [b"a", b"b", b"c", b""]
