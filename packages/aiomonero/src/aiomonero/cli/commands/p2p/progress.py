# SPDX-License-Identifier: Apache-2.0
"""How a crawl goes on, counted in visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiomonero.cli.session import progress

if TYPE_CHECKING:
    from aiomonero.p2p.crawler import Crawler
    from aiomonero.p2p.visit import Visit


class Progress(progress.Progress):
    """Says how many were visited, answered and wait."""

    def __init__(self) -> None:
        super().__init__()
        self._visited = self._reachable = 0

    def show(self, crawler: Crawler, visit: Visit) -> None:
        """Count a visit that ended."""
        self._visited += 1
        self._reachable += visit.answer is not None
        self.tell(
            f"{self._visited:,} visited, {self._reachable:,} answered, {crawler.frontier.waiting:,} waiting, "
            f"{crawler.under_way} connections"
        )
