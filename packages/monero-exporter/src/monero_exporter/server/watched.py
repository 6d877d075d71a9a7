# SPDX-License-Identifier: Apache-2.0
"""One daemon as its readers get it: looked at once, judged once and written once for all who ask at the same time."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from monero_exporter.catalogue.exporter import EXPORTER_COLLECTION_DURATION_SECONDS
from monero_exporter.catalogue.family import Sample
from monero_exporter.scrape.shared import Shared
from monero_exporter.server.page import Page
from monero_exporter.translate import exporter, readiness, samples
from monero_exporter.translate.distribution import Histogram
from monero_exporter.translate.observation import Details, Observation

_log = logging.getLogger(__name__)


class Looker(Protocol):
    """Looks at the daemon, as `scrape.collection.Collector` does."""

    async def observe(self) -> Observation: ...

    async def details(self, seen: Observation) -> Details: ...

    def so_far(self) -> Details: ...

    def unanswered(self) -> Observation: ...


class Look(NamedTuple):
    """What was seen, and what that means."""

    seen: Observation
    verdict: readiness.Verdict


class Watched:
    """One daemon; `own` tells the samples of the exporter's process, where they belong on the daemon's page.

    `tell` hears of every verdict on the daemon, but for those of readers who did not wait for its answers.
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
        self._seen = Shared(looker.observe)
        self._page = Shared(self._collect)
        self._under_way: Observation | None = None
        self._durations = Histogram.empty(EXPORTER_COLLECTION_DURATION_SECONDS.buckets)

    async def look(self) -> Look:
        """Return the daemon's health, without asking what only metrics need."""
        return self._judged(await self._seen.read())

    async def page(self, patience_seconds: float) -> Page:
        """Return the metrics; who waits less than they take gets what was answered so far."""
        try:
            return await self._page.read(patience_seconds)
        except TimeoutError:
            return self._so_far()

    async def _collect(self) -> Page:
        loop = asyncio.get_running_loop()
        started = loop.time()
        self._under_way = None
        self._under_way = seen = await self._seen.read()
        look, details = self._judged(seen), await self._looker.details(seen)
        self._durations = self._durations.with_value(
            EXPORTER_COLLECTION_DURATION_SECONDS.buckets, loop.time() - started
        )
        return self._written(look, details)

    def _so_far(self) -> Page:
        if self._under_way is None:
            return self._written(self._judge(self._looker.unanswered()), Details())
        return self._written(self._judge(self._under_way), self._looker.so_far())

    def _written(self, look: Look, details: Details) -> Page:
        of_daemon = _translated(samples.topics(look.seen, look.verdict, details))
        return Page((*of_daemon, *exporter.of_collections(self._durations), *self._own()))

    def _judged(self, seen: Observation) -> Look:
        look = self._judge(seen)
        if seen.info.is_asked:
            self._tell(look.verdict)
        return look

    def _judge(self, seen: Observation) -> Look:
        return Look(seen, readiness.judge(seen, is_closed=self._is_closed))


def _translated(topics: Iterable[Iterable[Sample]]) -> Iterator[Sample]:
    for topic in topics:
        try:
            yield from topic
        except Exception:  # noqa: BLE001 - what one daemon says must not cost the whole page
            _log.exception("a topic cannot be told in full")
