# SPDX-License-Identifier: Apache-2.0
"""Has i2pd look up anew where others are who do not answer any more.

A router that was killed is soon back, by new tunnels. Whoever was connected with it keeps to what he knows: a stream
for a minute and a half, in which i2pd sends again and again, and its lease set until that lapses, for up to ten.
"""

import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection

from monero_agent.i2p import console, traffic
from monero_agent.i2p.silence import Silence
from monero_agent.i2p.witness import ConsoleError

EVERY_SECONDS = 5.0
_MOST = 8
"""The local destinations that are looked at: those of client tunnels and of the proxy are three."""
_log = logging.getLogger(__name__)

Ask = Callable[[str], Awaitable[str]]
"""Gets a page of the console."""


class Renewal:
    """Looks at the streams that lead out of one i2pd; `ask` is of its console."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._silences: dict[str, Silence] = {}
        self._next_look = 0.0

    def forget(self) -> None:
        """Begin anew, with another i2pd."""
        self._silences, self._next_look = {}, 0.0

    async def look(self, served: Collection[str], now: float) -> None:
        """Look at what leads out, unless that was done a moment ago; what comes in by `served` is others' to mend."""
        if now < self._next_look:
            return
        self._next_look = now + EVERY_SECONDS
        with contextlib.suppress(ConsoleError):  # whose error the witness tells, if it lasts
            await self._look(served, now)

    async def _look(self, served: Collection[str], now: float) -> None:
        known = {each.partition(".")[0] for each in served}
        own = [each for each in console.destinations(await self._ask(console.DESTINATIONS)) if each not in known]
        self._silences = {each: self._silences.get(each) or Silence() for each in own[:_MOST]}
        for each, silence in self._silences.items():
            for link in silence.hear(traffic.read(await self._ask(console.path(each))), now):
                _log.info("somebody has not answered for a while: i2pd is told to forget a stream or where he is")
                await self._ask(link)
