# SPDX-License-Identifier: Apache-2.0
"""One daemon and all who read about it."""

import asyncio
import math

import pytest

from monero_exporter.catalogue import exporter
from monero_exporter.catalogue.family import Sample
from monero_exporter.server.exposition import Format
from monero_exporter.server.watched import Watched
from monero_exporter.translate import readiness, samples
from monero_exporter.translate.observation import Details
from tests.support.lookers import Looker
from tests.support.observations import FAILED, info, observation, sibling

FINE = observation(info(nettype="fakechain"))


async def _text(watched: Watched, patience_seconds: float = math.inf) -> str:
    return (await watched.page(patience_seconds)).body(Format.TEXT).decode()


async def test_many_readers_share_one_page() -> None:
    """Fifty scrapers cost the daemon as much as one, and the same bytes serve them all."""
    looker = Looker(FINE)
    watched = Watched(looker, is_closed=False)

    pages = await asyncio.gather(*(watched.page(math.inf) for _ in range(50)))

    assert looker.collections == 1
    assert all(page is pages[0] for page in pages)


async def test_health_never_asks_what_only_metrics_need() -> None:
    """Probes of Kubernetes come often and must cost little."""
    looker = Looker(FINE)

    _, verdict = await Watched(looker, is_closed=False).look()

    assert verdict.is_ready
    assert looker.collections == 0


async def test_every_verdict_on_answers_is_heard_of_once_whoever_asked() -> None:
    """Where nobody probes, scrapes alone tell the log that a daemon fell out of service; the hasty tell nothing."""
    heard: list[readiness.Verdict] = []
    looker = Looker(FINE)
    watched = Watched(looker, is_closed=False, tell=heard.append)

    await watched.page(math.inf)
    looker.gate.clear()
    await watched.page(0.01)
    looker.gate.set()
    await watched.page(math.inf)
    await watched.look()

    assert [verdict.is_ready for verdict in heard] == [True] * len(heard)
    assert len(heard) == looker.collections + 1


async def test_who_cannot_wait_is_told_so_in_time_and_spoils_nothing() -> None:
    """The page says what was answered so far, and the collection goes on for those who wait."""
    looker = Looker(FINE)
    looker.answered = Details(version=FAILED)
    looker.gate.clear()
    watched = Watched(looker, is_closed=False)

    patient = asyncio.create_task(watched.page(math.inf))
    hasty = await asyncio.wait_for(_text(watched, 0.01), 1)
    looker.gate.set()

    assert "monero_up 1.0\n" in hasty
    assert 'source_up{source="version"} 0.0\n' in hasty
    assert 'source_up{source="version"}' not in (await patient).body(Format.TEXT).decode()


async def test_who_goes_before_the_daemon_answered_is_told_so() -> None:
    """That is what the daemon's silence looks like to one who waits that long."""
    looker = Looker(FINE)
    looker.observe = asyncio.Future  # type: ignore[method-assign] - hangs

    assert "monero_up 0.0\n" in await _text(Watched(looker, is_closed=False), 0.01)


async def test_collections_are_counted_and_timed() -> None:
    """Each page tells the collections up to its own."""
    text = await _text(Watched(Looker(FINE), is_closed=False))

    assert "monero_exporter_collections_total 1.0\n" in text
    assert "monero_exporter_collection_duration_seconds_count 1.0\n" in text


async def test_what_the_process_tells_stands_on_the_page() -> None:
    """The exporter's own families come with its daemon's."""
    watched = Watched(Looker(FINE), is_closed=False, own=lambda: [Sample(exporter.EXPORTER_BUILD_INFO, 1, ("1.2",))])

    assert 'monero_exporter_build_info{version="1.2"} 1.0\n' in await _text(watched)


async def test_numbers_beyond_all_measure_cost_only_themselves() -> None:
    """No daemon says such a thing, but a target of probes may be anything."""
    daemon = info(nettype="mainnet", target_seconds=10**400, free_space_bytes=10**400)
    watched = Watched(Looker(observation(daemon, siblings=(sibling(),))), is_closed=False)

    text = await _text(watched)

    assert (await watched.look()).verdict.reasons[0].code == readiness.Code.DAEMON_REFUSED
    assert "monero_info_height 1000.0\n" in text
    assert "monero_info_free_space" not in text


async def test_a_mistake_in_one_topic_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told in the log with all that helps to mend it."""
    monkeypatch.setattr(samples.daemon, "translate", lambda *_: map(int, ["a bug"]))

    assert "monero_last_block_header_height" in await _text(Watched(Looker(FINE), is_closed=False))
    assert "a bug" in caplog.text
