# SPDX-License-Identifier: Apache-2.0
"""Who is watched by whom, and when one counts as lost: with a clock that the test turns."""

import asyncio

import pytest

from monero_agent.i2p import siblings
from monero_agent.i2p.siblings import Siblings


class Calls:
    """Remembers who was called; lines are held until they are hung up."""

    def __init__(self):
        self.began = []
        self.held = []
        self.heard = {}

    async def hold(self, address, heard):
        self.began.append(address)
        self.held.append(address)
        self.heard[address] = heard
        try:
            await asyncio.Event().wait()
        finally:
            self.held.remove(address)


@pytest.fixture
def calls():
    """Nobody has been called yet."""
    return Calls()


async def _look(watched, now):
    is_lost = watched.look(now)
    await asyncio.sleep(0)
    return is_lost


async def _meet(watched, calls, monkeypatch, *addresses, now=0.0):
    """Let these be heard at a time."""
    monkeypatch.setattr(siblings, "_now", lambda: now)
    await _look(watched, now)
    for address in addresses:
        calls.heard[address]()
    await _look(watched, now)


def test_the_nearest_is_the_one_before_in_a_ring():
    """One that is not known yet is left out."""
    assert siblings.nearest(["zero", "one", "two", "", "four"], 2) == ("one", "zero", "four")
    assert siblings.nearest(["zero"], 0) == ()


async def test_only_the_nearest_that_is_there_is_watched(calls, monkeypatch):
    """The next is called when the one before it has had its time; who is farther is hung up on."""
    watched = Siblings(calls.hold)
    watched.are(["one", "two", "three"])

    for now in (0.0, siblings.FIRST_SECONDS - 1):
        await _look(watched, now)
        assert calls.began == ["one"]
    await _look(watched, siblings.FIRST_SECONDS)
    assert calls.held == ["one", "two"]
    await _look(watched, siblings.FIRST_SECONDS * 2)
    assert calls.held == ["one", "two", "three"]
    await _meet(watched, calls, monkeypatch, "two", now=siblings.FIRST_SECONDS * 2)

    assert calls.began == ["one", "two", "three"]
    assert calls.held == ["one", "two"]


async def test_who_falls_silent_is_lost_once(calls, monkeypatch):
    """The next one is watched from then on; who never was there cannot be lost."""
    watched = Siblings(calls.hold)
    watched.are(["one", "two"])
    await _meet(watched, calls, monkeypatch, "one")

    told = [await _look(watched, now) for now in (5.0, 10.0, siblings.LOST_SECONDS, 100.0, 500.0)]

    assert told == [False, False, True, False, False]
    assert "two" in calls.held


async def test_a_broken_line_is_not_the_loss_of_a_sibling(calls, monkeypatch):
    """Another one is begun in time, and no more than two are held."""
    watched = Siblings(calls.hold)
    watched.are(["one"])
    await _meet(watched, calls, monkeypatch, "one")
    calls.began.clear()

    await _look(watched, siblings.DOUBT_SECONDS)
    assert (calls.began, calls.held) == (["one"], ["one", "one"])
    monkeypatch.setattr(siblings, "_now", lambda: siblings.LOST_SECONDS - 1)
    calls.heard["one"]()

    assert not await _look(watched, siblings.LOST_SECONDS + siblings.DOUBT_SECONDS)
    assert (calls.began, calls.held) == (["one", "one"], ["one", "one"])


async def test_what_was_known_is_forgotten_with_the_node_s_own_way_out(calls, monkeypatch):
    """A node that is not reached itself has lost nobody."""
    watched = Siblings(calls.hold)
    watched.are(["one"])
    await _meet(watched, calls, monkeypatch, "one")

    watched.forget()
    await asyncio.sleep(0)

    assert calls.held == []
    assert not await _look(watched, 1000.0)
