# SPDX-License-Identifier: Apache-2.0
"""A crawl over a network that is a dictionary: whom it visits, how many at once, and how it ends."""

import asyncio
import errno
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from aiomonero import errors
from aiomonero.p2p.crawler import Crawler, CrawlLimits
from aiomonero.p2p.frontier import Frontier, Verdict
from aiomonero.p2p.journal import Journal
from aiomonero.p2p.visit import Answer, Outcome, Told, Visit
from aiomonero.types.network import Network
from aiomonero.types.peer_address import PeerAddress

ANSWER = Answer(peer_id=1, height=10, top_hash="ab" * 32, top_version=16)


def peer(number: int) -> PeerAddress:
    """Return one of many public addresses."""
    return PeerAddress.of(f"5.{number >> 8 & 255}.{number & 255}.1", 18080)


class World:
    """Peers that know peers; who is not in it refuses. Visits end when they are let go."""

    def __init__(self, knows: Mapping[int, Sequence[int]], *, is_slow: bool = False) -> None:
        self._knows = {peer(number): tuple(map(peer, others)) for number, others in knows.items()}
        self.asked: list[PeerAddress] = []
        self.at_once = self.most_at_once = 0
        self.called, self.let_go = asyncio.Event(), asyncio.Event()
        if not is_slow:
            self.let_go.set()

    async def __call__(self, address: PeerAddress) -> Told:
        self.asked.append(address)
        self.called.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.let_go.wait()
            await asyncio.sleep(0)
            if address not in self._knows:
                raise errors.ConnectFailed("nobody listens", endpoint=str(address))
            return Told(ANSWER, self._knows[address])
        finally:
            self.at_once -= 1


def crawler(world: World, *, journal: Journal | None = None, **limits: float) -> Crawler:
    """Return a crawl that begins with peer 0."""
    frontier = Frontier()
    frontier.seed([peer(0)])
    return Crawler(world, frontier, limits=CrawlLimits(**limits), journal=journal, clock=lambda: 1000.0)  # type: ignore[arg-type]


async def all_visits(crawl: Crawler) -> list[Visit]:
    """Crawl to the end."""
    async with crawl:
        return [visit async for visit in crawl]


async def test_everybody_who_is_known_is_visited_once() -> None:
    """Circles and repetitions in what peers tell bring no second visit; depths are hops from the seed."""
    world = World({0: [1, 2, 0], 1: [0, 2, 3], 2: [1, 3], 3: [0]})

    visits = await all_visits(crawler(world))

    assert sorted(map(str, world.asked)) == sorted(str(peer(number)) for number in range(4))
    assert {visit.address: visit.depth for visit in visits} == {
        str(peer(0)): 0, str(peer(1)): 1, str(peer(2)): 1, str(peer(3)): 2,
    }  # fmt: skip
    assert {visit.outcome for visit in visits} == {Outcome.ANSWERED}


async def test_a_visit_tells_what_happened() -> None:
    """The record has the answer where there was one, and the reason where there was none."""
    answered, refused = await all_visits(crawler(World({0: [1]})))

    assert answered.answer == ANSWER
    assert (refused.outcome, refused.answer, refused.problem) == (Outcome.REFUSED, None, "nobody listens")
    assert refused.began_at == 1000.0


async def test_never_more_connections_than_allowed() -> None:
    """However many wait, no more are visited at a time; and so many are, if there are as many."""
    world = World({0: range(1, 200)})

    await all_visits(crawler(world, connections=7))

    assert len(world.asked) == 200
    assert world.most_at_once == 7


async def test_a_bound_on_visits() -> None:
    """After so many visits no other begins, and the rest waits."""
    crawl = crawler(World({0: range(1, 100)}), visits=10, connections=4)

    assert len(await all_visits(crawl)) == 10
    assert crawl.frontier.waiting == 90


async def test_a_bound_on_time() -> None:
    """When the time is over the iteration ends and visits under way are cut off."""
    world = World({0: [1]}, is_slow=True)

    assert await all_visits(crawler(world, seconds=0.01)) == []
    assert (len(world.asked), world.at_once) == (1, 0)


async def test_a_peer_that_never_answers() -> None:
    """One visit has a bound of its own, and the crawl goes on."""
    (visit,) = await all_visits(crawler(World({}, is_slow=True), visit_seconds=0.01))

    assert visit.outcome is Outcome.TIMED_OUT


async def test_stopped_with_what_is_there(tmp_path: Path) -> None:
    """`stop` ends the iteration at once; who was being visited is written down as interrupted."""
    world = World({0: [1, 2]})
    with Journal(tmp_path / "state", Network.MAINNET) as journal:
        crawl = crawler(world, journal=journal)
        async with crawl:
            visits = []
            async for visit in crawl:
                visits.append(visit)
                world.let_go.clear()
                asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(crawl.stop))
    with Journal(tmp_path / "state", Network.MAINNET) as journal:
        found = journal.state.visits

    assert [visit.outcome for visit in visits] == [Outcome.ANSWERED]
    assert [visit.outcome for visit in found] == [Outcome.ANSWERED, Outcome.INTERRUPTED, Outcome.INTERRUPTED]
    assert world.at_once == 0


async def test_after_the_block_nobody_is_visited() -> None:
    """Who leaves the block early gets nothing more of it."""
    world = World({0: [1, 2]})
    crawl = crawler(world, connections=1)
    async with crawl:
        await anext(crawl)

    assert [visit async for visit in crawl] == []
    assert world.asked == [peer(0)]


async def test_going_on_where_it_ended(tmp_path: Path) -> None:
    """A second run visits who is left, and nobody again."""
    world = World({0: range(1, 50), 1: range(50, 60)})
    for count in (20, 100):
        with Journal(tmp_path / "state", Network.MAINNET) as journal:
            frontier = Frontier()
            frontier.restore(journal.state.found, journal.state.visited)
            journal.found(frontier.seed([peer(0)]))
            await all_visits(Crawler(world, frontier, limits=CrawlLimits(visits=count, connections=5), journal=journal))
    with Journal(tmp_path / "state", Network.MAINNET) as journal:
        visits = journal.state.visits

    assert len(world.asked) == len(set(world.asked)) == 60
    assert {visit.address for visit in visits} == {str(peer(number)) for number in range(60)}


async def test_a_bug_ends_the_crawl() -> None:
    """What is neither an answer nor an error about a peer is raised, not counted."""

    async def ask(address: PeerAddress) -> Told:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await all_visits(crawler(ask))  # type: ignore[arg-type]


async def test_an_absent_proxy_ends_the_crawl() -> None:
    """Without the proxy nobody can be visited, which is said once instead of once per peer."""

    async def ask(address: PeerAddress) -> Told:
        raise errors.ProxyRefused("away")

    with pytest.raises(errors.ProxyRefused):
        await all_visits(crawler(ask))  # type: ignore[arg-type]


class NoWay:
    """IPv6 peers cannot be dialed from here; a router says the same of peer 1."""

    def __init__(self) -> None:
        self.asked: list[PeerAddress] = []

    async def __call__(self, address: PeerAddress) -> Told:
        self.asked.append(address)
        if address == peer(0):
            return Told(ANSWER, (peer(1), peer(2), *(PeerAddress.of(f"2a00:{each}::1", 18080) for each in range(50))))
        if address == peer(2):
            return Told(ANSWER, ())
        raise errors.ConnectFailed("no way") from OSError(errno.ENETUNREACH, "no way")


async def test_a_zone_without_a_route_is_left(tmp_path: Path) -> None:
    """Its peers are neither tried one after the other, nor counted, nor visited in the eyes of the next run."""
    ask, frontier = NoWay(), Frontier()
    with Journal(tmp_path / "state", Network.MAINNET) as journal:
        journal.found(frontier.seed([peer(0)]))
        crawl = Crawler(
            ask, frontier, limits=CrawlLimits(connections=3), journal=journal, has_route=lambda host, _: ":" not in host
        )
        visits = await all_visits(crawl)
    with Journal(tmp_path / "state", Network.MAINNET) as journal:
        state = journal.state

    assert [visit.address for visit in visits] == [str(peer(0)), str(peer(2))]
    assert len(ask.asked) <= 3 + 3
    assert frontier.passed_over == {Verdict.NO_ROUTE: 51}
    assert (len(state.found), state.visited) == (53, {peer(0), peer(2)})


async def test_cancelled_from_outside_leaves_no_connection() -> None:
    """Cancelling the consumer closes what is under way."""
    world = World({0: []}, is_slow=True)
    consumer = asyncio.create_task(all_visits(crawler(world)))
    await world.called.wait()

    consumer.cancel()
    with pytest.raises(asyncio.CancelledError):
        await consumer
    assert world.at_once == 0
