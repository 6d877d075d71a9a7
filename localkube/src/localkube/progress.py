# SPDX-License-Identifier: Apache-2.0
"""Telling people what happens and how long it takes."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

_TERMINAL_INTERVAL_SECONDS = 0.5
_LOG_INTERVAL_SECONDS = 30.0
_ERASE_LINE = "\r\x1b[K"


class Progress:
    """One line per step; while a step lasts, an updating line on a terminal or a line now and then in a log.

    On standard error, because standard output is for results that other programs read.
    """

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._began = time.monotonic()

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show a step with its time; one that fails is shown as failed."""
        began = time.monotonic()
        ended = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(name, began, ended), daemon=True)
        ticker.start()
        outcome = "FAILED"
        try:
            yield
            outcome = ""
        finally:
            ended.set()
            ticker.join()
            self._write(line(time.monotonic() - began, name, outcome))

    def say(self, text: str) -> None:
        """Write one line."""
        self._write(text)

    def total(self, text: str) -> None:
        """Write the last line, with the time since the beginning."""
        self._write(line(time.monotonic() - self._began, text))

    def _tick(self, name: str, began: float, ended: threading.Event) -> None:
        interval = _TERMINAL_INTERVAL_SECONDS if self._is_terminal else _LOG_INTERVAL_SECONDS
        while not ended.wait(interval):
            self._write(line(time.monotonic() - began, name, "..."), is_final=not self._is_terminal)

    def _write(self, text: str, *, is_final: bool = True) -> None:
        erase = _ERASE_LINE if self._is_terminal else ""
        self._stream.write(f"{erase}{text}" + ("\n" if is_final else ""))
        self._stream.flush()


def line(seconds: float, name: str, outcome: str = "") -> str:
    """Return the line of a step."""
    return f"{seconds:7.1f} s  {name} {outcome}".rstrip()
