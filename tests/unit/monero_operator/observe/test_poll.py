# SPDX-License-Identifier: Apache-2.0
"""Polling in virtual time: how often each daemon is asked, what is remembered, who is told."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

from aiomonero import errors
from aiomonero.types import health
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock
from monero_operator import facts
from monero_operator.observe.daemons import Daemons
from monero_operator.observe.poll import EAGER_SECONDS

OWNER = Key("ns", "net")
URL = "http://10.0.0.1:9000"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
INTERVAL = 15.0


class Exporter:
    """Stands in for the network: answers with a status, or fails."""

    def __init__(self) -> None:
        self.status: health.Status | None = health.Status(ready=True, height=1)
        self.asked_at: list[float] = []

    async def get(self, url: str, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        self.asked_at.append(asyncio.get_running_loop().time())
        if self.status is None:
            raise errors.ConnectFailed("refused")
        return health.encode(self.status)

    async def post(self, url: str, body: bytes, *, timeout_seconds: float, limit_bytes: int = 0) -> bytes:
        raise NotImplementedError


def daemons(exporter: Exporter) -> tuple[Daemons, list[Key]]:
    """Return a poller over a fake exporter and the list of owners that it tells."""
    told: list[Key] = []
    poller = Daemons(exporter, interval_seconds=INTERVAL, clock=lambda: NOW)
    poller.listen(told.append)
    return poller, told


def pauses(times: list[float]) -> list[float]:
    """Return the times between questions."""
    return [round(after - before, 3) for before, after in itertools.pairwise(times)]


def test_a_quiet_daemon_is_asked_less_and_less_often_until_the_interval() -> None:
    """Delays double from eager to the interval while nothing moves."""
    exporter = Exporter()

    async def story() -> None:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(60)

    clock.run(story())

    assert pauses(exporter.asked_at)[:6] == [EAGER_SECONDS, 2.0, 4.0, 8.0, INTERVAL, INTERVAL]


def test_a_daemon_that_is_not_ready_is_asked_eagerly() -> None:
    """What starts is looked at every second."""
    exporter = Exporter()
    exporter.status = health.Status(ready=False)

    async def story() -> None:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(5.5)

    clock.run(story())

    assert pauses(exporter.asked_at) == [EAGER_SECONDS] * 5


def test_the_owner_is_told_only_when_an_answer_says_something_new() -> None:
    """A new observation time alone is no news; a new height is."""
    exporter = Exporter()

    async def story() -> list[int]:
        poller, told = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(30)
        counts = [len(told)]
        exporter.status = health.Status(ready=True, height=2, observed_at=5)
        await asyncio.sleep(INTERVAL)
        return [*counts, len(told)]

    assert clock.run(story()) == [1, 2]


def test_a_daemon_that_does_not_answer_is_a_fact() -> None:
    """A refused connection becomes "could not look", and the next answer replaces it."""
    exporter = Exporter()
    exporter.status = None

    async def story() -> tuple[facts.Daemon, facts.Daemon]:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(0.5)
        failed = poller.answers(OWNER)["net-0-0"]
        exporter.status = health.Status(ready=True)
        await asyncio.sleep(2 * EAGER_SECONDS)
        return failed, poller.answers(OWNER)["net-0-0"]

    failed, answered = clock.run(story())

    assert failed == facts.CouldNotLook(because="it does not answer (ConnectFailed)", at=NOW)
    assert isinstance(answered, facts.Looked)


def test_a_pod_with_a_new_address_is_asked_there_and_the_old_answer_is_forgotten() -> None:
    """An answer of the pod before says nothing of the pod now."""
    exporter = Exporter()

    async def story() -> tuple[dict[str, facts.Daemon], dict[str, facts.Daemon]]:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(0.5)
        poller.watch(OWNER, {"net-0-0": "http://10.0.0.2:9000"})
        changed = poller.answers(OWNER)
        await asyncio.sleep(0.5)
        return changed, poller.answers(OWNER)

    changed, later = clock.run(story())

    assert changed == {}
    assert set(later) == {"net-0-0"}


def test_an_owner_that_is_gone_is_not_asked_for_any_more() -> None:
    """Watching nothing forgets answers and ends the polls."""
    exporter = Exporter()

    async def story() -> int:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(0.5)
        poller.watch(OWNER, {})
        asked = len(exporter.asked_at)
        await asyncio.sleep(60)
        assert poller.answers(OWNER) == {}
        return len(exporter.asked_at) - asked

    assert clock.run(story()) == 0


def test_a_daemon_that_does_not_answer_is_asked_less_and_less_often() -> None:
    """Dead machines must not keep the poller busy."""
    exporter = Exporter()
    exporter.status = None

    async def story() -> None:
        poller, _ = daemons(exporter)
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(60)

    clock.run(story())

    assert pauses(exporter.asked_at)[:5] == [2.0, 4.0, 8.0, INTERVAL, INTERVAL]


def test_progress_is_a_greater_height_than_ever() -> None:
    """The first height counts as one, a lower or the same does not, and silence does not make it forgotten."""
    exporter = Exporter()
    exporter.status = health.Status()
    moments: list[datetime | None] = []
    ticks = itertools.count()

    async def story() -> None:
        poller = Daemons(exporter, interval_seconds=INTERVAL, clock=lambda: NOW + timedelta(seconds=next(ticks)))
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(EAGER_SECONDS / 2)
        moments.append(poller.answers(OWNER)["net-0-0"].progressed_at)
        for status in (*(health.Status(height=height) for height in (5, 5, 4, 6)), None):
            exporter.status = status
            await asyncio.sleep(EAGER_SECONDS)
            moments.append(poller.answers(OWNER)["net-0-0"].progressed_at)

    clock.run(story())

    first, last = NOW + timedelta(seconds=1), NOW + timedelta(seconds=4)
    assert [None, first, first, first, last, last] == moments


def test_each_question_is_counted_with_its_outcome_and_how_long_it_took() -> None:
    """Whoever does not answer is counted as well."""
    exporter = Exporter()
    counted: list[tuple[str, str, float]] = []

    class Counters:
        def poll_finished(self, program: str, outcome: str, seconds: float) -> None:
            counted.append((program, outcome, seconds))

    async def story() -> None:
        poller = Daemons(exporter, interval_seconds=INTERVAL, clock=lambda: NOW, counters=Counters())
        poller.watch(OWNER, {"net-0-0": URL})
        await asyncio.sleep(0.5)
        exporter.status = None
        await asyncio.sleep(1)

    clock.run(story())

    assert counted == [("monerod", "answered", 0.0), ("monerod", "failed", 0.0)]
