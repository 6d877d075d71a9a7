# SPDX-License-Identifier: Apache-2.0
"""Lookers for unit tests of what the exporter serves: they see what they are given, and count."""

import asyncio
import dataclasses

from aiomonero import errors
from aiomonero.types.info import Info
from monero_exporter.translate.observation import Details, Observation, Seen


class Looker:
    """Sees always the same; `gate` holds back what only metrics tell.

    `answered` is what is answered of them meanwhile.
    """

    def __init__(self, seen: Observation) -> None:
        self.collections = 0
        self.answered = Details()
        self.gate = asyncio.Event()
        self.gate.set()
        self._seen = seen

    async def observe(self) -> Observation:
        return self._seen

    async def details(self, seen: Observation) -> Details:
        self.collections += 1
        await self.gate.wait()
        return Details()

    def so_far(self) -> Details:
        return self.answered

    def unanswered(self) -> Observation:
        silence: Seen[Info] = Seen(answer=None, error=errors.TimedOut("too late"), duration_seconds=0.0)
        return dataclasses.replace(self._seen, info=silence, connections=None, header=None)
