# SPDX-License-Identifier: Apache-2.0
"""A turn of the agent's life: what goes wrong in a room is told, tried again, and ends nothing."""

import asyncio
import itertools
import os
import types

import pytest

from monero_agent import agent
from monero_agent import watch as watches
from monero_agent.supervisor import Supervisor
from monero_agent.watch import Watch


class Room:
    """Applies and looks as it is told to."""

    def __init__(self, folder):
        self.folders = (folder,)
        self.failure = None
        self.supervisor = Supervisor("none")
        self.applied = self.looked = 0
        self.error = None
        self.is_refused = False

    async def apply(self):
        self.applied += 1
        if self.error:
            raise self.error
        return not self.is_refused

    async def look(self):
        self.looked += 1

    def status(self):
        return {}

    async def stop(self):
        await self.supervisor.stop()


@pytest.fixture
def room(tmp_path):
    """A room that looks at one folder."""
    return Room(tmp_path)


async def test_a_change_is_taken_in_once(room, tmp_path):
    """Each turn looks at the program, and only a changed folder is worth more."""
    watch = Watch(room.folders)

    for _ in range(3):
        await agent.turn(room, watch)
    (tmp_path / "tor.json").write_text("{}")
    await agent.turn(room, watch)

    assert (room.applied, room.looked) == (2, 4)


@pytest.mark.parametrize(
    ("error", "code"), [(PermissionError("/data"), "StorageFailed"), (ZeroDivisionError(), "AgentFailed")]
)
async def test_what_fails_is_told_and_tried_again_until_it_is_well(room, error, code):
    """A full disk or a mistake of ours must not take the pod's other containers down."""
    watch = Watch(room.folders)
    room.error = error
    await agent.turn(room, watch)
    await agent.turn(room, watch)

    assert (room.failure.code, room.applied) == (code, 2)
    room.error = None
    await agent.turn(room, watch)
    await agent.turn(room, watch)
    assert (room.failure, room.applied) == (None, 3)


async def test_what_was_refused_is_tried_again_ever_more_rarely(room, monkeypatch):
    """A name that is not known when a machine boots is known later, and nothing that is mounted changes by that."""
    now = 0.0
    monkeypatch.setattr(watches, "_now", lambda: now)
    watch = Watch(room.folders)
    room.is_refused = True
    applied = []
    for now in (0.0, 3.9, 4.0, 11.9, 12.0, 27.0):  # noqa: B007 - it is the clock
        await agent.turn(room, watch)
        applied.append(room.applied)

    assert applied == [1, 1, 2, 2, 3, 3]
    room.is_refused = False
    for now in (28.0, 1000.0):  # noqa: B007 - it is the clock
        await agent.turn(room, watch)
    assert room.applied == 4


async def test_a_turn_outlives_a_child_that_somebody_else_waited_for(room, monkeypatch):
    """The event loop waits for the same program, and may be first."""

    def _gone(*_):
        raise ChildProcessError(10, "No child processes")

    room.supervisor.start(("sleep", "600"))
    try:
        async with asyncio.timeout(10):
            while not room.supervisor.pid:  # noqa: ASYNC110 - processes have no events
                await asyncio.sleep(0)
        monkeypatch.setattr(os, "waitid", _gone)

        await agent.turn(room, Watch(room.folders))

        assert (room.failure, room.looked) == (None, 1)
    finally:
        await room.supervisor.stop()


async def test_a_turn_leaves_the_programs_of_other_supervisors_to_them(room, monkeypatch):
    """Else how a second i2pd ended could not be told, nor when."""
    other, collected, collect = Supervisor("other"), [], os.waitpid

    def _noted(pid, options):
        collected.extend([pid] if options == os.WNOHANG else [])
        return collect(pid, options)

    room.supervisor.start(("sleep", "600"))
    other.start(("sleep", "600"))
    try:
        async with asyncio.timeout(10):
            while not (room.supervisor.pid and other.pid):  # noqa: ASYNC110 - processes have no events
                await asyncio.sleep(0)
        monkeypatch.setattr(os, "waitid", lambda *_: types.SimpleNamespace(si_pid=other.pid))
        monkeypatch.setattr(os, "waitpid", _noted)

        await agent.turn(room, Watch(room.folders))

        assert (room.failure, collected) == (None, [])
    finally:
        await room.supervisor.stop()
        await other.stop()


async def test_an_agent_that_cannot_look_any_more_ends(room, monkeypatch):
    """One that only answers the kubelet would be deaf for ever."""
    monkeypatch.setattr(agent, "Watch", lambda folders: None)

    def _broken(*_):
        raise ArithmeticError

    monkeypatch.setattr(agent, "turn", _broken)

    async with asyncio.timeout(10):
        with pytest.raises(ArithmeticError):
            await agent.run(room, port=0)


async def test_a_pulse_is_felt_until_no_turn_has_ended_for_minutes(monkeypatch):
    """Each turn may take long, as programs are asked and ended in it."""
    clock = itertools.count(0.0, 200.0)
    monkeypatch.setattr(agent, "_now", lambda: next(clock))
    pulse = agent.Pulse()

    assert [pulse.is_felt, pulse.is_felt] == [True, False]
    pulse.beat()
    assert pulse.is_felt
