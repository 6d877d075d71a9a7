# SPDX-License-Identifier: Apache-2.0
"""Programs that run until their pod ends, or until one of them does."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

EVERY_SECONDS = 0.2
STOP_SECONDS = 10


@contextlib.contextmanager
def running() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Give a list that programs are put into; they end with the block, and the block ends by SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started: list[subprocess.Popen[bytes]] = []
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield started
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(STOP_SECONDS)


def start(command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    """Start a program, which says nothing here."""
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until(is_so: Callable[[], bool], what: str, seconds: float = 180) -> None:
    """Wait; ends with an error when the time is over."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what}: not within {seconds:g} s")
        time.sleep(EVERY_SECONDS)


def watch(started: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until one of them ends, which none should."""
    while all(each.poll() is None for each in started):
        time.sleep(1)
    raise SystemExit("a program of the network ended; the pod is started anew")
