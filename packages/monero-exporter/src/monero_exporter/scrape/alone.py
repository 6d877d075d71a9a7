# SPDX-License-Identifier: Apache-2.0
"""Stands in for the collector of an exporter beside a miner, which has no daemon to look at."""

from collections.abc import Callable, Sequence

from monero_exporter.scrape import companion
from monero_exporter.scrape.companion import Companion
from monero_exporter.translate import observation
from monero_exporter.translate.observation import Details, Observation


class Alone:
    """Reads what the companions saw last."""

    def __init__(self, *, clock: Callable[[], float], companions: Sequence[Companion]) -> None:
        self._clock = clock
        self._companions = companions

    async def observe(self) -> Observation:
        return self.unanswered()

    async def details(self, seen: Observation) -> Details:  # noqa: ARG002 - the daemon's own are none
        return self.so_far()

    def so_far(self) -> Details:
        """Return all of it at any time."""
        return Details(**companion.last(self._companions))

    def unanswered(self) -> Observation:
        """Return that no daemon was asked."""
        return Observation(self._clock(), observation.unanswered(None), None, None)
