# SPDX-License-Identifier: Apache-2.0
"""Who is let in, and who is shown out."""

import asyncio

from monero_exporter.server.door import Door


class Transport:
    """Notes whether it was ended."""

    def __init__(self) -> None:
        self.is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True


class Guest:
    """A connection."""

    def __init__(self) -> None:
        self.transport = Transport()


def _shown_out(guests: list[Guest]) -> list[bool]:
    return [guest.transport.is_aborted for guest in guests]


def _enter(door: Door, count: int) -> list[Guest]:
    guests = [Guest() for _ in range(count)]
    for guest in guests:
        door.entered(guest)
    return guests


async def test_those_who_say_nothing_push_out_each_other_only() -> None:
    """However many come, one who asked stays, and the latest have their chance to ask."""
    door = Door(most=4)
    (reader,) = _enter(door, 1)
    door.asked(reader)

    silent = _enter(door, 9)

    assert _shown_out([reader]) == [False]
    assert _shown_out(silent) == [True] * 6 + [False] * 3


async def test_those_who_asked_leave_room_for_others() -> None:
    """The one whose last request is oldest goes; all who are open could hold the door otherwise."""
    door = Door(most=4)
    readers = _enter(door, 4)
    for reader in (*readers, readers[0]):
        door.asked(reader)

    newcomers = _enter(door, 1)

    assert _shown_out(readers) == [False, True, False, False]
    assert _shown_out(newcomers) == [False]


async def test_who_left_counts_no_more() -> None:
    """Readers that open a connection for each question are no crowd."""
    door = Door(most=1)

    for _ in range(9):
        (guest,) = _enter(door, 1)
        door.asked(guest)
        door.left(guest)
        assert _shown_out([guest]) == [False]


async def test_who_asks_nothing_goes_after_a_while() -> None:
    """Who asked in time may be idle until the next question."""
    door = Door(patience_seconds=0.0)
    silent, reader = _enter(door, 2)
    door.asked(reader)

    await asyncio.sleep(0.001)

    assert _shown_out([silent, reader]) == [True, False]
