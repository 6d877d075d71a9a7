# SPDX-License-Identifier: Apache-2.0
"""The measured side of the pipes: a program answers each line on stdin with what it has cost so far."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Requests:
    """Every request by its verb: how many, and how long each took."""

    def __init__(self) -> None:
        self._seconds: dict[str, array[float]] = defaultdict(lambda: array("d"))
        self._first_write = self._last_write = 0.0

    def request_finished(self, method: str, status: int, seconds: float) -> None:  # noqa: ARG002 - a Counters
        """Count one."""
        self._seconds[method].append(seconds)
        if method == "PATCH":
            self._last_write = time.monotonic()
            self._first_write = self._first_write or self._last_write - seconds

    def told(self, *, with_times: bool) -> dict[str, Any]:
        """Return counts by verb, the times of the first and the last write, and if asked how long each request took."""
        counts = {method: len(found) for method, found in self._seconds.items()}
        times = {method: found.tolist() for method, found in self._seconds.items()} if with_times else {}
        span = {"first_write": self._first_write, "last_write": self._last_write}
        return {"requests": counts, "times": times} | span


class State(NamedTuple):
    """How far a program is."""

    is_ready: bool = True
    is_leading: bool = True


async def serve(
    requests: Requests, commands: Mapping[str, Callable[[], None]], state: Callable[[], State] = State
) -> None:
    """Answer until stdin ends; a line may name a command to run first."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := (await reader.readline()).decode().strip():
        commands.get(line, lambda: None)()
        answer = _costs() | requests.told(with_times=line == "times") | state()._asdict()
        print(json.dumps(answer), flush=True)


def _costs() -> dict[str, Any]:
    memory = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if "kB" in line)
    kib = {name: int(memory[name].split()[0]) for name in ("VmRSS", "VmHWM")}
    return {"cpu_seconds": time.process_time(), "rss_mib": kib["VmRSS"] / 1024, "peak_mib": kib["VmHWM"] / 1024}
