# SPDX-License-Identifier: Apache-2.0
"""What waits for a slow consumer, and what it learns of what did not wait."""

import asyncio

import pytest

from aiomonero.zmq.backlog import Backlog, BacklogLimits
from aiomonero.zmq.notice import Disconnected, Overflowed, Reconnected


async def test_first_in_first_out() -> None:
    """What fits is handed out in its order."""
    backlog = Backlog(BacklogLimits())
    for item in (b"a", Disconnected("gone"), b"b"):
        backlog.put(item)

    assert [b"a", Disconnected("gone"), b"b"] == [await backlog.get() for _ in range(3)]


async def test_the_oldest_go_and_their_number_is_told_first() -> None:
    """Two of four messages have room."""
    backlog = Backlog(BacklogLimits(messages=2))
    for item in (b"a", b"b", b"c", b"d"):
        backlog.put(item)

    assert [Overflowed(2), b"c", b"d"] == [await backlog.get() for _ in range(3)]


async def test_breaks_of_the_connection_outlive_the_messages_around_them() -> None:
    """A consumer that was too slow learns all the same that there was nobody to hear for a while."""
    backlog = Backlog(BacklogLimits(messages=2))
    for item in (b"a", Disconnected("gone"), b"b", Reconnected(), b"c", b"d"):
        backlog.put(item)

    told = [await backlog.get() for _ in range(5)]

    assert told == [Overflowed(2), Disconnected("gone"), Reconnected(), b"c", b"d"]


async def test_endless_breaks_do_not_fill_the_memory() -> None:
    """Of many that nobody read the last is told."""
    backlog = Backlog(BacklogLimits(messages=2))
    for number in range(100):
        backlog.put(Disconnected(str(number)))
        backlog.put(Reconnected())
    backlog.put(b"a")
    backlog.put(b"b")

    assert [Disconnected("99"), Reconnected(), b"a", b"b"] == [await backlog.get() for _ in range(4)]


async def test_bytes_are_bounded_too() -> None:
    """A large message pushes out the small ones; alone it stays, though it is over the limit."""
    backlog = Backlog(BacklogLimits(size_bytes=10, message_bytes=10))
    for item in (b"12345", b"12345", b"1", 20 * b"x"):
        backlog.put(item)

    assert [Overflowed(3), 20 * b"x"] == [await backlog.get() for _ in range(2)]
    backlog.put(b"1")
    assert await backlog.get() == b"1"


async def test_what_was_taken_leaves_room() -> None:
    """A consumer that keeps up loses nothing, however much passes."""
    backlog = Backlog(BacklogLimits(size_bytes=10, message_bytes=10))

    for _ in range(5):
        backlog.put(b"1234")
        backlog.put(b"5678")
        assert [await backlog.get(), await backlog.get()] == [b"1234", b"5678"]


async def test_who_waits_gets_the_next_message() -> None:
    """The consumer sleeps until something arrives, and a cancelled wait loses nothing."""
    backlog = Backlog(BacklogLimits())
    given_up, waiting = asyncio.create_task(backlog.get()), asyncio.create_task(backlog.get())
    await asyncio.sleep(0)
    given_up.cancel()

    backlog.put(b"a")

    assert await waiting == b"a"


async def test_the_end_comes_after_the_last_message() -> None:
    """What arrived before is still handed out."""
    backlog = Backlog(BacklogLimits())
    backlog.put(b"a")
    backlog.end()

    assert await backlog.get() == b"a"
    with pytest.raises(StopAsyncIteration):
        await backlog.get()


async def test_a_failure_comes_after_the_last_message() -> None:
    """Whatever ended the arrivals is not taken for a good end."""
    backlog = Backlog(BacklogLimits())
    backlog.put(b"a")
    backlog.end(ZeroDivisionError())

    assert await backlog.get() == b"a"
    with pytest.raises(ZeroDivisionError):
        await backlog.get()


def test_a_backlog_without_room_is_refused() -> None:
    """A limit of nothing can only be a mistake."""
    with pytest.raises(ValueError, match="at least one"):
        BacklogLimits(messages=0)
    with pytest.raises(ValueError, match="no room"):
        BacklogLimits(size_bytes=10, message_bytes=11)
