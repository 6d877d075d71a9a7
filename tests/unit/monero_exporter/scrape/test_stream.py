# SPDX-License-Identifier: Apache-2.0
"""Listening to publications."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from aiomonero import errors
from aiomonero.types.publication import NewBlocks, NewTransactions
from aiomonero.zmq.notice import Disconnected, Event, Missed, Overflowed, Reconnected, Reorganized, Undecodable
from monero_exporter.scrape import stream
from monero_exporter.scrape.stream import Stream
from monero_exporter.translate.publications import Publications
from tests.support.made_chain import digest

NOW = 1_800_000_000.0
CHAIN, POOL = "json-minimal-chain_main", "json-minimal-txpool_add"
BLOCKS = NewBlocks(first_height=5, first_prev_hash=digest("4"), hashes=(digest("5"), digest("6")))
TRANSACTIONS = NewTransactions(())
GARBAGE = Undecodable(errors.RemoteProtocolError("x"))
AWAY = errors.ConnectFailed("nobody listens")


class FakeSubscriber:
    """Gives one connection after the other: its events, or why there is none; the last one stays open and silent."""

    def __init__(self, *connections: Sequence[Event] | errors.MoneroError) -> None:
        self._connections = list(connections)
        self.is_exhausted = asyncio.Event()

    @contextlib.asynccontextmanager
    async def subscribe(self, *_: object, **__: object) -> AsyncIterator[AsyncIterator[Event]]:
        connection = self._connections.pop(0)
        if isinstance(connection, errors.MoneroError):
            raise connection
        yield self._events(connection)

    async def _events(self, events: Sequence[Event]) -> AsyncIterator[Event]:
        for event in events:
            yield event
        if not self._connections:
            self.is_exhausted.set()
            await asyncio.Event().wait()


class Chain:
    """Remembers which blocks arrived, and how often it was let look."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.looks = 0
        self.is_looked_at = asyncio.Event()

    async def look(self) -> None:
        self.looks += 1
        self.is_looked_at.set()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(stream, "RETRY_SECONDS", 0)
    monkeypatch.setattr(stream, "CALM_SECONDS", 0)


async def _told(*connections: Sequence[Event] | errors.MoneroError, chain: Chain | None = None) -> Publications:
    chain, subscriber = chain or Chain(), FakeSubscriber(*connections)
    listening = Stream(subscriber, clock=lambda: NOW, arrived=chain.arrived.append, look=chain.look)
    running = asyncio.create_task(listening.run())
    await asyncio.wait([running, asyncio.create_task(subscriber.is_exhausted.wait())], return_when="FIRST_COMPLETED")
    told = listening.last()
    if BLOCKS in connections[-1]:
        await chain.is_looked_at.wait()
        for _ in range(3):
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return told


async def test_before_anything_is_published_nothing_is_claimed() -> None:
    """The time of the last message is unknown, and both topics have a count."""
    assert await _told([]) == Publications(is_connected=True, messages={CHAIN: 0, POOL: 0}, gaps=0, last_at=None)


async def test_messages_are_counted_by_topic() -> None:
    """And the last one's time is known."""
    told = await _told([BLOCKS, TRANSACTIONS, TRANSACTIONS])

    assert told == Publications(is_connected=True, messages={CHAIN: 1, POOL: 2}, gaps=0, last_at=NOW)


async def test_a_block_lets_the_chain_be_looked_at() -> None:
    """Of several that come together only the last one arrives just now, and one look is enough for all."""
    chain = Chain()
    await _told([BLOCKS, BLOCKS, BLOCKS], chain=chain)

    assert chain.arrived == 3 * [digest("6")]
    assert chain.looks == 1


async def test_transactions_do_not() -> None:
    """The pool is looked at by others."""
    chain = Chain()
    await _told([TRANSACTIONS], chain=chain)

    assert (chain.arrived, chain.looks) == ([], 0)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([Disconnected("x"), Reconnected()], 1, id="a broken connection"),
        pytest.param([Disconnected("x"), Reconnected(), Missed(3, 4), BLOCKS], 1, id="and the blocks missed meanwhile"),
        pytest.param([Overflowed(7), Missed(3, 4), BLOCKS], 1, id="too many at once"),
        pytest.param([GARBAGE, GARBAGE], 2, id="two that make no sense"),
        pytest.param([BLOCKS, Missed(7, 8), BLOCKS], 1, id="dropped by the daemon"),
        pytest.param([Disconnected("x"), Reconnected(), BLOCKS, Missed(7, 8), BLOCKS], 2, id="one after the other"),
        pytest.param([BLOCKS, Reorganized(5, 2), BLOCKS], 0, id="a reorganization is none"),
    ],
)
async def test_gaps_are_counted_once_each(events: Sequence[Event], expected: int) -> None:
    """Whatever is told of them."""
    assert (await _told(events)).gaps == expected


@pytest.mark.parametrize(
    ("connections", "expected"),
    [
        pytest.param([AWAY, []], True, id="at last"),
        pytest.param([[Disconnected("x")]], False, id="no more"),
        pytest.param([[Disconnected("x"), Reconnected()]], True, id="again"),
        pytest.param([[Disconnected("x"), Overflowed(1)]], False, id="no more, and too slow"),
    ],
)
async def test_whether_it_is_connected(connections: list[Sequence[Event]], expected: bool) -> None:
    """A publisher that is not there is dialed again."""
    assert (await _told(*connections)).is_connected is expected
