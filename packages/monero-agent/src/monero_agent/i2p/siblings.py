# SPDX-License-Identifier: Apache-2.0
"""The other nodes of a set, as far as each watches them: at I2P itself, so that no name and no port is needed for it.

A node watches the one before it, in a ring, and while that is away the one before that: so someone who is left watches
whoever is lost, and it costs one line for each node. Whoever is called first has some time to answer before the next is
called, or the nodes of a large set would call each other all at once when they start.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

DOUBT_SECONDS = 6.0
"""Who has been silent for so long is called by another line as well: the tunnel of the first may have broken."""
LOST_SECONDS = 14.0
FIRST_SECONDS = 14.0
"""For which one that is called for the first time is waited for."""
RARELY_SECONDS = 30.0
"""Between two calls to one that is not there, or never was."""
MAX_SIBLINGS = 64
MAX_LINES = 2

Call = Callable[[str, Callable[[], None]], Coroutine[Any, Any, None]]
"""Holds a line to an address until nothing is heard there, and tells of each time that something is."""


def nearest(nodes: Sequence[str], ordinal: int) -> tuple[str, ...]:
    """Return the addresses of the others, beginning with the one before; an empty one is not known yet."""
    before, after = nodes[:ordinal][::-1], nodes[ordinal + 1 :][::-1]
    return tuple(address for address in (*before, *after) if address)[:MAX_SIBLINGS]


@dataclass(slots=True)
class _Watched:
    """What is known of one that is watched `since` then; `heard_at` is None while it is not there."""

    since: float
    heard_at: float | None = None
    called_at: float | None = None
    lines: list[asyncio.Task[None]] = field(default_factory=list)

    def calls(self, now: float) -> bool:
        """Say whether it is to be called now, by the first line or by another one."""
        if self.called_at is None:
            return True
        if self.heard_at is None:
            return not self.lines and now - self.called_at >= RARELY_SECONDS
        return min(now - self.heard_at, now - self.called_at) >= DOUBT_SECONDS

    def is_waited_for(self, now: float) -> bool:
        """Say whether nobody farther is to be called yet."""
        return self.heard_at is not None or now - self.since < FIRST_SECONDS

    def hang_up(self, *, but: int = 0) -> None:
        """End all lines but so many, the oldest first."""
        for line in self.lines[: len(self.lines) - but]:
            line.cancel()


class Siblings:
    """Those who are watched. `call` begins a line."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._nearest: tuple[str, ...] = ()
        self._watched: dict[str, _Watched] = {}

    def are(self, nearest: Sequence[str]) -> None:
        """Learn who they are."""
        self._nearest = tuple(nearest)
        self._keep_only(self._nearest)

    def forget(self) -> None:
        """Hang up, and know nothing of anybody."""
        self._keep_only(())

    @property
    def reached(self) -> int:
        """How many of those who are watched are there."""
        return sum(watched.heard_at is not None for watched in self._watched.values())

    def look(self, now: float) -> bool:
        """Call whom it takes, and return whether one was lost who had been there."""
        is_one_lost = False
        near: list[str] = []
        for address in self._nearest:
            near.append(address)
            watched = self._watched.setdefault(address, _Watched(now))
            if watched.heard_at is not None and now - watched.heard_at >= LOST_SECONDS:
                watched.heard_at, is_one_lost = None, True
            self._see_to(address, watched, now)
            if watched.is_waited_for(now):
                break
        self._keep_only(near)
        return is_one_lost

    def _see_to(self, address: str, watched: _Watched, now: float) -> None:
        watched.lines = [line for line in watched.lines if not line.done()]
        if watched.calls(now):
            watched.hang_up(but=MAX_LINES - 1)
            watched.called_at = now
            watched.lines.append(asyncio.create_task(self._call(address, lambda: _hear(watched))))

    def _keep_only(self, addresses: Sequence[str]) -> None:
        for address in self._watched.keys() - set(addresses):
            self._watched.pop(address).hang_up()


def _hear(watched: _Watched) -> None:
    watched.heard_at = _now()


def _now() -> float:
    return asyncio.get_running_loop().time()
