# SPDX-License-Identifier: Apache-2.0
"""How a crawl goes on, in one line of the terminal that is written over; nothing where no terminal is."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from aiomonero.p2p.crawler import Crawler
    from aiomonero.p2p.visit import Visit

_PER_SECOND = 5


class Progress:
    """A context manager; the line is on standard error and gone in the end."""

    def __init__(self) -> None:
        from rich.console import Console

        console = Console(stderr=True)
        self._stack = contextlib.ExitStack()
        self._status: Any = (
            console.status("connecting", refresh_per_second=_PER_SECOND) if console.is_terminal else None
        )
        self._visited = self._reachable = 0

    def __enter__(self) -> Self:
        if self._status:
            self._stack.enter_context(self._status)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def show(self, crawler: Crawler, visit: Visit) -> None:
        """Count a visit that ended."""
        self._visited += 1
        self._reachable += visit.answer is not None
        if self._status:
            self._status.update(
                f"{self._visited:,} visited, {self._reachable:,} answered, {crawler.frontier.waiting:,} waiting, "
                f"{crawler.under_way} connections"
            )
