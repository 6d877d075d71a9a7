# SPDX-License-Identifier: Apache-2.0
"""What this node does about the loss of another one: it watches one, and lets a second i2pd stand in for it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_agent.i2p import line
from monero_agent.i2p.siblings import Siblings
from monero_agent.i2p.stand_in import StandIns, Taken
from monero_agent.i2p.wanted import Place


class Losses:
    """Idle until it is told what i2pd has taken in, and where there is nothing that all nodes share."""

    def __init__(self, program: str, folder: Path, data: Path) -> None:
        self._stand_ins = StandIns(program, folder, data)
        self._siblings = Siblings(self._hold)
        self._taken: Taken | None = None
        self._socks: Place | None = None

    def take(self, taken: Taken, socks: Place | None, nearest: Sequence[str]) -> None:
        """Learn what i2pd has taken in, where its proxy is, and who the others are."""
        self._taken, self._socks = taken, socks
        self._siblings.are(nearest if socks and taken.shared else ())

    def status(self) -> Mapping[str, Any]:
        """Return what is told of others, and of who stands in for them."""
        return {"siblingsReached": self._siblings.reached, "standIns": self._stand_ins.status()}

    async def look(self, *, is_reachable: bool) -> None:
        """See whether one was lost; a node that is not reached itself cannot tell."""
        if not is_reachable:
            self._siblings.forget()
        elif self._siblings.look(asyncio.get_running_loop().time()) and self._taken:
            await self._stand_ins.begin(self._taken)
        await self._stand_ins.look(self._taken)

    async def stop(self) -> None:
        """Hang up, and end all that stand in."""
        self._siblings.forget()
        await self._stand_ins.stop()

    async def _hold(self, address: str, heard: Callable[[], None]) -> None:
        """Call by the newest i2pd: one that knew a sibling before it restarted looks for it in vain for minutes."""
        if socks := self._stand_ins.socks or self._socks:
            await line.hold(socks, address, heard)
