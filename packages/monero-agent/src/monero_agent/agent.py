# SPDX-License-Identifier: Apache-2.0
"""The agent's life, the same for every program: serve, look for changes, take them in, ask the program how it is.

Nothing that goes wrong in a room ends it: a container that ends would make its pod unready, and with it the node.
"""

import asyncio
import logging
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from monero_agent import server
from monero_agent.problems import Problem
from monero_agent.supervisor import Supervisor
from monero_agent.watch import Watch

EVERY_SECONDS = 2.0
DEAF_SECONDS = 300.0
"""No turn takes so long: after this the kubelet is told to begin the agent anew."""

_log = logging.getLogger(__name__)


class Room(Protocol):
    """What the room of a program brings. `failure` is what the agent writes down for its status."""

    failure: Problem | None
    supervisor: Supervisor

    @property
    def folders(self) -> Sequence[Path]:
        """The folders whose changes concern it."""

    async def apply(self) -> bool:
        """Take in what the folders hold; tell whether it could be followed. Raises what can be tried at once again."""

    async def look(self) -> None:
        """Ask the program how it is."""

    def status(self) -> Mapping[str, Any]:
        """Return what is known, at once."""

    async def stop(self) -> None:
        """End the program, and all else that was begun."""


async def run(room: Room, *, port: int) -> None:
    """Live until SIGTERM or SIGINT, and end the program then."""
    stop, pulse = _stop_signal(), Pulse()
    async with server.serving(port, room.status, lambda: pulse.is_felt):
        _log.info("the agent listens on port %d", port)
        tasks = {asyncio.create_task(stop.wait()), living := asyncio.create_task(_live(room, pulse))}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()  # a turn may be waiting for its program
            await asyncio.wait(tasks)
            await room.stop()
    if not living.cancelled():
        living.result()  # an agent that does not look any more must not seem to live


class Pulse:
    """When a turn ended last."""

    def __init__(self) -> None:
        self._felt = _now()

    def beat(self) -> None:
        """Note that a turn has ended."""
        self._felt = _now()

    @property
    def is_felt(self) -> bool:
        return _now() - self._felt < DEAF_SECONDS


async def _live(room: Room, pulse: Pulse) -> None:
    watch = Watch(room.folders)
    while True:
        await turn(room, watch)
        pulse.beat()
        await asyncio.sleep(EVERY_SECONDS)


async def turn(room: Room, watch: Watch) -> None:
    """Do what there is to do now; what could not be taken in is tried again, what was refused ever more rarely."""
    try:
        room.supervisor.reap()
        if (seen := watch.look()) is not None:
            watch.take(seen, is_followed=await room.apply())
        await room.look()
        room.failure = None
    except OSError as error:
        _note(room, Problem("StorageFailed", f"a file cannot be read or written: {error}"))
    except Exception as error:  # noqa: BLE001 - see the docstring: the status says it, and the agent lives
        _note(room, Problem("AgentFailed", f"{type(error).__name__}: the log of the container says where"))


def _note(room: Room, problem: Problem) -> None:
    if room.failure != problem:
        _log.error("%s: %s", problem.code, problem.message, exc_info=problem.code == "AgentFailed")
    room.failure = problem


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def _now() -> float:
    return asyncio.get_running_loop().time()
