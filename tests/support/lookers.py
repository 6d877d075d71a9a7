# SPDX-License-Identifier: Apache-2.0
"""Lookers for unit tests of what the exporter serves: they see what they are given, and count."""

import asyncio
import dataclasses

from aiomonero import errors
from aiomonero.types.info import Info
from monero_exporter.translate.observation import Details, Observation, Seen


class Looker:
    """Sees always the same; `gate` holds back what only metrics tell.

    `health_within_seconds` and `within_seconds` are how long it was told to take at most, the last time.
    """

    def __init__(self, seen: Observation) -> None:
        self.collections = 0
        self.health_within_seconds = 0.0
        self.within_seconds = 0.0
        self.gate = asyncio.Event()
        self.gate.set()
        self._seen = seen

    async def observe(self, within_seconds: float) -> Observation:
        self.health_within_seconds = within_seconds
        return self._seen

    async def details(self, seen: Observation, within_seconds: float) -> Details:
        self.collections += 1
        self.within_seconds = within_seconds
        await self.gate.wait()
        return Details()

    def unanswered(self) -> Observation:
        silence: Seen[Info] = Seen(answer=None, error=errors.TimedOut("too late"), duration_seconds=0.0)
        return dataclasses.replace(self._seen, info=silence, connections=None, header=None)
