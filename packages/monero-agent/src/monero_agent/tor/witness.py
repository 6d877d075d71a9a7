# SPDX-License-Identifier: Apache-2.0
"""Looks at a running tor through its control socket, and knows what was seen last."""

import asyncio
from collections import Counter
from pathlib import Path

from monero_agent.tor import control, health
from monero_agent.tor.control import Control, ControlError, SilenceError
from monero_agent.tor.health import Health, Published

_CONNECTING_SECONDS = 1.5
_RETRY_SECONDS = 0.1
_CIRCUITS_EVERY = 5
"""Looks between two at the circuits of onions that have introduction points: it can be a long answer."""


class Witness:
    """What tor says. `error` is why it says nothing; what a tor said is not known any more once it is gone."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._control: Control | None = None
        self._saw_the_start = False
        self._published = Published()
        self._points: Counter[str] = Counter()
        self._looks = 0
        self._silent_since: float | None = None
        self._health = Health()
        self.error = ""

    @property
    def health(self) -> Health:
        return self._health if self._is_there else Health()

    @property
    def _is_there(self) -> bool:
        """Whether the tor that was looked at still holds its end of the connection."""
        return self._control is not None and self._control.is_open

    async def look(self, onions: frozenset[str]) -> None:
        """Ask how tor is, and how these onions are."""
        try:
            asked = await self._connected()
            self._health = health.read(await asked.info(*health.KEYS))
            await self._look_at(asked, onions)
            self.error, self._silent_since = "", None
        except ControlError as error:
            since = self._silent_since
            await self._disconnect()
            self.error, self._silent_since = str(error), (since or _now()) if isinstance(error, SilenceError) else None

    @property
    def silent_seconds(self) -> float:
        """For how long tor has not answered though it runs."""
        return _now() - self._silent_since if self._silent_since else 0.0

    async def forget(self) -> None:
        """Begin anew: another tor starts with nothing published and nothing established."""
        await self._disconnect()
        self._silent_since, self.error = None, ""
        self._published, self._saw_the_start = Published(), False

    async def _disconnect(self) -> None:
        """Let go of a tor that does not answer. What it has published stays so, and is the last word about it."""
        if self._control:
            await self._control.close()
        self._control, self._health, self._points = None, Health(), Counter()

    def introduction_points(self, onion: str) -> int | None:
        """How many an onion has, where that is known."""
        return self._points[onion] if self._is_there else None

    def is_published(self, onion: str) -> bool | None:
        """Whether a directory took an onion's descriptor; not known of a tor that ran before it was looked at."""
        if self._published.has(onion, _now()):
            return True
        return False if self._is_there and self._saw_the_start else None

    async def _connected(self) -> Control:
        if self._control is None:
            self._control = await self._connect()
            first = health.read(await self._control.info(*health.KEYS))
            self._saw_the_start = not first.is_ready
            self._looks = 0
        return self._control

    async def _connect(self) -> Control:
        """Connect, waiting a moment for a tor that starts: what it publishes is told only once."""
        until = _now() + _CONNECTING_SECONDS
        while True:
            try:
                return await control.connect(self._socket, self._told, health.is_introduction)
            except ControlError:
                if _now() >= until:
                    raise
            await asyncio.sleep(_RETRY_SECONDS)

    async def _look_at(self, asked: Control, onions: frozenset[str]) -> None:
        if onions and (self._looks % _CIRCUITS_EVERY == 0 or not onions <= self._points.keys()):
            answer = await asked.info(health.CIRCUITS)
            self._points = health.introduction_points(answer.get(health.CIRCUITS, ""))
        self._looks += 1

    def _told(self, event: str) -> None:
        self._published.told(event, _now())


def _now() -> float:
    return asyncio.get_running_loop().time()
