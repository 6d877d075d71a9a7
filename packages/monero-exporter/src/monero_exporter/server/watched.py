# SPDX-License-Identifier: Apache-2.0
"""One daemon as its readers get it: looked at once, judged once and written once for all who ask at the same time."""

import asyncio
import math
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from monero_exporter.catalogue.exporter import EXPORTER_COLLECTION_DURATION_SECONDS
from monero_exporter.catalogue.family import Sample
from monero_exporter.scrape.shared import Shared
from monero_exporter.server.page import Page
from monero_exporter.translate import exporter, readiness, samples
from monero_exporter.translate.distribution import Histogram
from monero_exporter.translate.observation import Details, Observation

_COLLECTION_SHARE = 0.9
"""Of the reader's patience; the rest is for writing the page."""
_LEAST_COLLECTION_SECONDS = 0.5
"""Who hardly waits gets little, and leaves a whole collection to those who come in the same second."""


class Looker(Protocol):
    """Looks at the daemon, as `scrape.collection.Collector` does, for no longer than it is told."""

    async def observe(self, within_seconds: float) -> Observation: ...

    async def details(self, seen: Observation, within_seconds: float) -> Details: ...

    def unanswered(self) -> Observation: ...


class Look(NamedTuple):
    """What was seen, and what that means."""

    seen: Observation
    verdict: readiness.Verdict


class Watched:
    """One daemon; `own` tells the samples of the exporter's process, where they belong on the daemon's page.

    `tell` hears of every verdict on the daemon.
    """

    def __init__(
        self,
        looker: Looker,
        *,
        is_closed: bool,
        own: Callable[[], Iterable[Sample]] = tuple,
        tell: Callable[[readiness.Verdict], None] = lambda _: None,
    ) -> None:
        self._looker = looker
        self._is_closed = is_closed
        self._own = own
        self._tell = tell
        self._seen = Shared(self._whole)
        self._page = Shared(self._collect)
        self._durations = Histogram.empty(EXPORTER_COLLECTION_DURATION_SECONDS.buckets)

    async def look(self) -> Look:
        """Return the daemon's health, without asking what only metrics need."""
        look = self._judge(await self._seen.read())
        self._tell(look.verdict)
        return look

    async def page(self, patience_seconds: float) -> Page:
        """Return the metrics; who waits less than they take gets what a silent daemon would leave."""
        try:
            return await self._page.read(patience_seconds)
        except TimeoutError:
            return self._written(self._looker.unanswered(), Details())

    async def _collect(self, patience_seconds: float) -> Page:
        loop = asyncio.get_running_loop()
        started = loop.time()
        by_seconds = started + max(patience_seconds * _COLLECTION_SHARE, _LEAST_COLLECTION_SECONDS)
        seen = await self._observe(by_seconds - started)
        details = await self._looker.details(seen, by_seconds - loop.time())
        self._durations = self._durations.with_value(
            EXPORTER_COLLECTION_DURATION_SECONDS.buckets, loop.time() - started
        )
        return self._written(seen, details)

    async def _whole(self, _: float) -> Observation:
        # Health is judged by it too, so no reader's haste cuts it short.
        return await self._looker.observe(math.inf)

    async def _observe(self, within_seconds: float) -> Observation:
        try:
            return await self._seen.read(within_seconds)
        except TimeoutError:
            return self._looker.unanswered()

    def _written(self, seen: Observation, details: Details) -> Page:
        of_daemon = samples.translate(seen, self._judge(seen).verdict, details)
        return Page((*of_daemon, *exporter.of_collections(self._durations), *self._own()))

    def _judge(self, seen: Observation) -> Look:
        return Look(seen, readiness.judge(seen, is_closed=self._is_closed))
