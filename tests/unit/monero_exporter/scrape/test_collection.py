# SPDX-License-Identifier: Apache-2.0
"""One collection of all sources."""

import asyncio

from aiomonero import errors
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.scrape.collection import Collector
from tests.support.observations import HEIGHT, NOW, header, info, peer


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


def _collector(daemon: FakeDaemon) -> Collector:
    return Collector(daemon, clock=lambda: NOW)


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
