# SPDX-License-Identifier: Apache-2.0
"""What each step of the demo took, said while it goes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from rich import console as consoles


class Stopwatch:
    """Times named steps and prints a line when one is done, with the time since the start before it."""

    def __init__(self) -> None:
        self.console = consoles.Console(highlight=False)
        self.steps: list[tuple[str, float]] = []
        self._start = time.monotonic()

    @property
    def elapsed_seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step; a step that fails is not recorded."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.steps.append((name, took))
        self.console.print(
            f"[dim]{self.elapsed_seconds:7.1f}s[/dim]  [green]✓[/green] {name} [dim]({took:.1f} s)[/dim]"
        )

    def say(self, text: str) -> None:
        """Print what happens meanwhile."""
        self.console.print(f"[dim]{self.elapsed_seconds:7.1f}s    {text}[/dim]")
