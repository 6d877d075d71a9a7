# SPDX-License-Identifier: Apache-2.0
"""How long a program waits until it can begin, beside the interpreter alone.

The shortest of many starts is told: what comes on top of it is the machine's, which has other things to do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import NamedTuple

from benchmarks.library import table

STARTS = 30
PROGRAMS = {
    "python alone": ("-c", "pass"),
    "import aiomonero": ("-c", "import aiomonero"),
    "import aiohttp": ("-c", "import aiohttp"),
    "import aiomonero.node": ("-c", "import aiomonero.node"),
    "monero --help": ("-m", "aiomonero.cli", "--help"),
    "monero daemon --help": ("-m", "aiomonero.cli", "daemon", "--help"),
}


class Start(NamedTuple):
    """Milliseconds of one start."""

    wall: float
    cpu: float


def show() -> None:
    """Print how long each program takes, and how much of that is not the interpreter's."""
    alone = _shortest(PROGRAMS["python alone"])
    rows = [_row(name, _shortest(arguments), alone) for name, arguments in PROGRAMS.items()]
    table.show(f"Start-up, the shortest of {STARTS}", ("program", "wall ms", "CPU ms", "above python ms"), rows)


def _row(name: str, start: Start, alone: Start) -> tuple[str, ...]:
    return name, f"{start.wall:.0f}", f"{start.cpu:.0f}", f"{max(0.0, start.wall - alone.wall):.0f}"


def _shortest(arguments: tuple[str, ...]) -> Start:
    starts = [_start(arguments) for _ in range(STARTS)]
    return Start(min(each.wall for each in starts), min(each.cpu for each in starts))


def _start(arguments: tuple[str, ...]) -> Start:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Start(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000)
