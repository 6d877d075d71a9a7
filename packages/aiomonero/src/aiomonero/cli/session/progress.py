# SPDX-License-Identifier: Apache-2.0
"""Long work: one line of the terminal that says how far it is, and what Ctrl-C leaves of it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from typing import Any, Generic, Self, TypeVar

from aiomonero.cli.session import running

Value = TypeVar("Value")

_PER_SECOND = 5


class Progress:
    """A context manager; its line is on standard error, written over, gone in the end, and only where a terminal is."""

    def __init__(self) -> None:
        from rich.console import Console

        console = Console(stderr=True)
        self._stack = contextlib.ExitStack()
        self._status: Any = (
            console.status("connecting", refresh_per_second=_PER_SECOND) if console.is_terminal else None
        )

    def __enter__(self) -> Self:
        if self._status:
            self._stack.enter_context(self._status)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def tell(self, sentence: str) -> None:
        """Write over the line."""
        if self._status:
            self._status.update(sentence)


@dataclasses.dataclass(frozen=True, slots=True)
class Collected(Generic[Value]):
    """What there is, be it all or what Ctrl-C left, and the exit code that says which of both."""

    values: list[Value]
    exit_code: int


async def collect(values: AsyncIterator[Value], expected: int, noun: str) -> Collected[Value]:
    """Gather values, of which so many are `expected`, until they end or somebody interrupts."""
    found: list[Value] = []
    with Progress() as progress:
        try:
            async for value in values:
                found.append(value)
                progress.tell(f"{len(found):,} of {expected:,} {noun}")
        except asyncio.CancelledError:
            _stay()
            return Collected(found, running.INTERRUPTED)
    return Collected(found, 0)


def _stay() -> None:
    """Take the interrupt back: what was found is still to be shown."""
    if task := asyncio.current_task():
        task.uncancel()
