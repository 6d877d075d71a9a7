# SPDX-License-Identifier: Apache-2.0
"""One collection of all sources."""

import asyncio
import dataclasses

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.scrape.collection import Collector
from monero_exporter.scrape.sources import Every, Source
from monero_exporter.translate.observation import Details
from tests.support.observations import HEIGHT, NOW, header, info, peer, sibling


class FakeDaemon:
    """Answers from values and remembers which headers were asked for."""

    def __init__(self, daemon: Info | errors.MoneroError) -> None:
        self.info = daemon
        self.asked_heights: list[int] = []

    async def get_info(self) -> Info:
        if isinstance(self.info, errors.MoneroError):
            raise self.info
        return self.info

    async def get_connections(self) -> tuple[Connection, ...]:
        return (peer(),)

    async def get_block_header_by_height(self, height: int) -> BlockHeader:
        self.asked_heights.append(height)
        return header()


class Sibling:
    """Something beside the daemon, which was seen already."""

    name = "version"

    async def run(self) -> None:
        raise AssertionError("a collection waits for no companion")

    def last(self) -> str:
        return "seen"


def _collector(daemon: FakeDaemon) -> Collector:
    return Collector(daemon, clock=lambda: NOW, deadline_seconds=2.0)


@pytest.mark.parametrize("daemon", [info(), errors.ConnectFailed("x")], ids=["there", "away"])
async def test_siblings_are_seen_as_they_were_last_heard(daemon: Info | errors.MoneroError) -> None:
    """Whether or not the daemon answers, and also by who went before it did."""
    heard = (sibling(),)
    collector = Collector(FakeDaemon(daemon), clock=lambda: NOW, deadline_seconds=2.0, siblings=lambda: heard)

    assert (await collector.observe()).siblings == collector.unanswered().siblings == heard


async def test_all_sources_are_seen_at_one_time() -> None:
    """The top block stands one below the height."""
    daemon = FakeDaemon(info())

    seen = await _collector(daemon).observe()

    assert (seen.observed_at, seen.info.answer) == (NOW, info())
    assert seen.connections is not None
    assert seen.connections.answer == (peer(),)
    assert daemon.asked_heights == [HEIGHT - 1]


async def test_the_top_block_is_asked_for_once() -> None:
    """A second collection of the same chain needs no header; a new top block does."""
    daemon = FakeDaemon(info())
    collector = _collector(daemon)

    await collector.observe()
    await collector.observe()
    daemon.info = info(height=HEIGHT + 1, top_block_hash="0" * 64)
    await collector.observe()

    assert daemon.asked_heights == [HEIGHT - 1, HEIGHT]


async def test_a_silent_daemon_is_asked_nothing_more() -> None:
    """Only the failure of get_info is a fact then."""
    daemon = FakeDaemon(errors.ConnectFailed("x"))

    seen = await asyncio.wait_for(_collector(daemon).observe(), 1)

    assert isinstance(seen.info.error, errors.ConnectFailed)
    assert (seen.connections, seen.header, daemon.asked_heights) == (None, None, [])


@pytest.mark.parametrize("daemon", [info(), errors.ConnectFailed("x")], ids=["up", "down"])
async def test_what_was_seen_beside_the_daemon_is_read_whether_or_not_that_answers(
    daemon: Info | errors.MoneroError,
) -> None:
    """A miner is news too while the daemon is away."""
    collector = Collector(FakeDaemon(daemon), clock=lambda: NOW, deadline_seconds=2.0, companions=[Sibling()])

    details = await collector.details(await collector.observe())

    assert details.version == "seen"


async def test_a_question_that_hangs_ends_in_time() -> None:
    """What hangs is told with what was answered."""
    daemon = FakeDaemon(info())
    daemon.get_connections = asyncio.Future  # type: ignore[method-assign] - hangs
    collector = Collector(daemon, clock=lambda: NOW, deadline_seconds=0.01)

    seen = await asyncio.wait_for(collector.observe(), 1)

    assert seen.info.answer == info()
    assert seen.connections is not None
    assert isinstance(seen.connections.error, errors.TimedOut)


async def test_questions_that_hang_cost_no_others() -> None:
    """The time of a question that waits for its turn is not the daemon's."""
    hanging = [Source(name, Every.COLLECTION, _hang) for name in ("net_stats", "pool_stats", "backlog", "calls")]
    collector = Collector(
        FakeDaemon(info()),
        clock=lambda: NOW,
        deadline_seconds=0.1,
        sources=[*hanging, Source("version", Every.COLLECTION, _answer)],
    )

    details = await collector.details(await collector.observe())

    assert details.version is not None
    assert details.version.answer == "7"
    assert details.backlog is not None
    assert isinstance(details.backlog.error, errors.TimedOut)


async def test_all_that_hang_end_together_in_time() -> None:
    """Who never has a turn is not told as answered."""
    names = [field.name for field in dataclasses.fields(Details)][:20]
    sources = [Source(name, Every.COLLECTION, _hang) for name in names]
    collector = Collector(FakeDaemon(info()), clock=lambda: NOW, deadline_seconds=0.05, sources=sources)

    details = await asyncio.wait_for(collector.details(await collector.observe()), 2)

    assert all(isinstance(getattr(details, name).error, errors.TimedOut) for name in names)


async def test_what_is_answered_so_far_is_told_at_any_time() -> None:
    """The others are told as those that do not answer."""
    sources = [Source("backlog", Every.COLLECTION, _hang), Source("version", Every.COLLECTION, _answer)]
    collector = Collector(FakeDaemon(info()), clock=lambda: NOW, deadline_seconds=0.2, sources=sources)
    collection = asyncio.create_task(collector.details(await collector.observe()))
    await asyncio.sleep(0.01)

    so_far = collector.so_far()
    collection.cancel()

    assert so_far.version is not None
    assert so_far.backlog is not None
    assert (so_far.version.answer, so_far.backlog.answer) == ("7", None)
    assert isinstance(so_far.backlog.error, errors.TimedOut)


async def test_a_restricted_port_is_asked_for_its_peers_once() -> None:
    """Probes of health come each second, and it will not tell; another daemon in its place may."""
    daemon = FakeDaemon(info(restricted=True))
    collector, asked = _collector(daemon), []

    async def refuse() -> tuple[Connection, ...]:
        asked.append("connections")
        raise errors.Restricted("not here")

    daemon.get_connections = refuse  # type: ignore[method-assign] - refuses
    first, second = await collector.observe(), await collector.observe()
    daemon.info = info()
    await collector.observe()
    await collector.observe()

    assert first.connections == second.connections
    assert len(asked) == 2


async def _answer(daemon: DaemonRpc, _: Info) -> str:
    return "7"


async def _hang(daemon: DaemonRpc, _: Info) -> str:
    await asyncio.sleep(3600)
    return "never"


def test_who_goes_before_an_answer_sees_a_daemon_that_does_not_answer() -> None:
    """That is told as the daemon's silence is, at this very time."""
    seen = _collector(FakeDaemon(info())).unanswered()

    assert isinstance(seen.info.error, errors.TimedOut)
    assert (seen.info.answer, seen.observed_at) == (None, NOW)


async def test_a_mistake_in_one_source_costs_only_its_own_families(caplog: pytest.LogCaptureFixture) -> None:
    """It is told as that source's failure, and in the log with all that helps to mend it."""

    async def fail(daemon: DaemonRpc, _: Info) -> str:
        raise KeyError("a bug")

    sources = [Source("version", Every.COLLECTION, _answer), Source("bans", Every.COLLECTION, fail)]
    collector = Collector(FakeDaemon(info()), clock=lambda: NOW, deadline_seconds=2.0, sources=sources)

    details = await collector.details(await collector.observe())

    assert details.version is not None
    assert details.bans is not None
    assert (details.version.answer, details.bans.answer) == ("7", None)
    assert isinstance(details.bans.error, errors.LocalProtocolError)
    assert "the source bans failed" in caplog.text
