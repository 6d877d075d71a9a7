# SPDX-License-Identifier: Apache-2.0
"""Traffic between the relays of a private Tor network, which those of the public one are never without.

A relay that loses a neighbor has to tell others of each circuit that ended. tor (0.4.9 and before) sends one such cell
per link at once, and leaves the rest until it has something else for that link. Where nobody talks this is minutes
later, and so long introduction points let clients knock at a tor that is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from monero_agent.tor import control

EVERY_SECONDS = 0.1
"""A circuit; all links of fifteen relays have been used within 3 s."""
_BUILT = 250


@contextlib.asynccontextmanager
async def kept_up(socket: Path, relays: Sequence[str]) -> AsyncIterator[None]:
    """Have one relay, by its control socket, build circuits through all others until the end of the block."""
    asked = await control.connect(socket, lambda _: None)
    task = asyncio.create_task(_talk(asked, list(ways(relays))))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        await asked.close()


def ways(relays: Sequence[str]) -> Iterator[list[str]]:
    """Yield paths that go from each to each of an even number of relays, of which one begins at each.

    They are the halves of zigzags (0, 1, -1, 2, -2, ...) through a ring, which have no link in common, there and back.
    """
    count = len(relays)
    for first in range(count // 2):
        zigzag = [relays[(first + (step + 1) // 2 * (-1) ** (step + 1)) % count] for step in range(count)]
        for half in (zigzag[: count // 2 + 1], zigzag[count // 2 :]):
            yield half
            yield half[::-1]


async def _talk(asked: control.Control, paths: Sequence[Sequence[str]]) -> None:
    """Build one circuit after the other, and end the oldest; what is refused comes up again in the next round."""
    open_: deque[str] = deque()
    for path in itertools.cycle(paths):
        answer = await asked.ask(f"EXTENDCIRCUIT 0 {','.join(path)}")
        if answer.code == _BUILT:
            open_.append(answer.text.removeprefix("EXTENDED "))
        if len(open_) > len(paths):
            await asked.ask(f"CLOSECIRCUIT {open_.popleft()}")
        await asyncio.sleep(EVERY_SECONDS)
