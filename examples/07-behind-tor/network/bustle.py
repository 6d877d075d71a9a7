# SPDX-License-Identifier: Apache-2.0
"""Traffic between the relays of a private Tor network, which those of the public one are never without.

A relay that loses a neighbor has to tell others of each circuit that ended. tor (0.4.9 and before) sends one such cell
per link at once, and leaves the rest until it has something else for that link. Where nobody talks this is minutes
later, and so long introduction points let clients knock at a tor that is gone.

Usage: bustle.py CONTROL_SOCKET RELAY... (an even number of relays, without the one whose socket it is)
"""

from __future__ import annotations

import itertools
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TextIO

EVERY_SECONDS = 0.1
"""A circuit; all links of fifteen relays have been used within 3 s."""
KEPT = 20


def main() -> None:
    """Have a tor build one circuit after the other, and end the oldest, until it ends itself."""
    path, *relays = sys.argv[1:]
    circuits: deque[str] = deque()
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(path)
        stream = control.makefile("rw")
        _ask(stream, "AUTHENTICATE")
        for way in itertools.cycle(list(ways(relays))):
            code, _, answer = _ask(stream, f"EXTENDCIRCUIT 0 {','.join(way)}").partition(" ")
            if code == "250":  # what is refused comes up again in the next round
                circuits.append(answer.removeprefix("EXTENDED "))
            if len(circuits) > KEPT:
                _ask(stream, f"CLOSECIRCUIT {circuits.popleft()}")
            time.sleep(EVERY_SECONDS)


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


def _ask(stream: TextIO, command: str) -> str:
    """Return the only line of an answer."""
    stream.write(f"{command}\r\n")
    stream.flush()
    if not (answer := stream.readline()):
        raise SystemExit("tor has ended")
    return answer.strip()


if __name__ == "__main__":
    main()
