# SPDX-License-Identifier: Apache-2.0
"""A turn of the agent's life: what goes wrong in a room is told, tried again, and ends nothing."""

import pytest

from monero_agent import agent
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

    async def apply(self):
        self.applied += 1
        if self.error:
            raise self.error

    async def look(self):
        self.looked += 1

    def status(self):
        return {}


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
