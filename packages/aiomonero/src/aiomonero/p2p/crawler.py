# SPDX-License-Identifier: Apache-2.0
"""A walk of the network: visits peers, and the peers that they tell, until all are known or a bound is met.

The rules of whom to visit are the frontier's. Here are the bounds of one run: connections at a time, visits, seconds.
A host is written to the journal before it is dialed, and taken out of the frontier for good: no run, resumed or not,
comes back to it.
"""

import asyncio
import dataclasses
import time
from collections.abc import Callable
from typing import Protocol, Self

from aiomonero import errors
from aiomonero.p2p.frontier import Frontier, Target, Verdict
from aiomonero.p2p.journal import Journal
from aiomonero.p2p.visit import Outcome, Told, Visit
from aiomonero.transport import route
from aiomonero.types.peer_address import PeerAddress


class Ask(Protocol):
    """Connects to a peer, asks what it is and whom it knows, and disconnects; raises MoneroError."""

    async def __call__(self, address: PeerAddress) -> Told: ...


@dataclasses.dataclass(frozen=True, slots=True)
class CrawlLimits:
    """When a run ends: all bounds hold together.

    `visit_seconds` is for one peer, from dialing to its last byte, and longer than what asks it needs at most
    (`Visitor.most_seconds`): a visit that is cut off loses what the peer said already.
    """

    connections: int = 32
    visits: int = 100_000
    seconds: float = 3600.0
    visit_seconds: float = 40.0


class Crawler:
    """One run, as an asynchronous context manager over the visits in the order in which they end.

        async with Crawler(ask, frontier) as crawler:
            async for visit in crawler:
                ...

    Leaving the block cuts off the visits under way, which then count as interrupted.
    """

    def __init__(
        self,
        ask: Ask,
        frontier: Frontier,
        *,
        limits: CrawlLimits | None = None,
        journal: Journal | None = None,
        clock: Callable[[], float] = time.time,  # noqa: TID251 - visits tell when they were, for people
        has_route: Callable[[str, int], bool] = route.exists,
    ) -> None:
        self.frontier = frontier
        self.limits = limits or CrawlLimits()
        self.begun = 0
        self._ask = ask
        self._journal = journal
        self._clock = clock
        self._has_route = has_route
        self._running: set[asyncio.Task[Visit]] = set()
        self._ended: asyncio.Queue[asyncio.Task[Visit] | None] = asyncio.Queue()
        self._is_over = False

    async def __aenter__(self) -> Self:
        self._alarm = asyncio.get_running_loop().call_later(self.limits.seconds, self.stop)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._alarm.cancel()
        self.stop()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def stop(self) -> None:
        """Begin no further visit, and end the iteration without waiting for those under way."""
        self._is_over = True
        self._ended.put_nowait(None)

    @property
    def under_way(self) -> int:
        """How many connections there are at the moment."""
        return len(self._running)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Visit:
        self._begin_visits()
        while self._running or not self._ended.empty():
            task = await self._ended.get()
            if task is None:
                break
            visit = task.result()
            if visit.outcome is not Outcome.NO_ROUTE:
                return visit
            self.begun -= 1
            self._begin_visits()
        raise StopAsyncIteration

    def _begin_visits(self) -> None:
        while not self._is_over and self.under_way < self.limits.connections and self.begun < self.limits.visits:
            target = self.frontier.next()
            if target is None:
                return
            self.begun += 1
            if self._journal:
                self._journal.began(target)
            task = asyncio.create_task(self._visit(target))
            self._running.add(task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[Visit]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # whatever ended the first one may end many: one of them tells
            self._ended.put_nowait(task)

    async def _visit(self, target: Target) -> Visit:
        loop = asyncio.get_running_loop()
        began_at, began = self._clock(), loop.time()
        outcome, told, problem = Outcome.INTERRUPTED, None, ""
        try:
            async with asyncio.timeout(self.limits.visit_seconds):
                told = await self._ask(target.address)
            outcome = Outcome.ANSWERED
        except TimeoutError:
            outcome = Outcome.TIMED_OUT
        except errors.MoneroError as error:
            outcome, problem = Outcome.of(error), error.message
        finally:
            visit = Visit(
                address=str(target.address),
                depth=target.depth,
                began_at=round(began_at, 3),
                seconds=round(loop.time() - began, 3),
                outcome=outcome,
                answer=told.answer if told else None,
                problem=problem,
            )
            self._learn(target, visit, told)
        return visit

    def _learn(self, target: Target, visit: Visit, told: Told | None) -> None:
        self.frontier.done(target)
        if visit.outcome is Outcome.NO_ROUTE:
            self._pass_over(target.address)
        found = self.frontier.tell(told.peers, depth=target.depth + 1) if told else ()
        if self._journal:
            self._journal.found(found)
            self._journal.visited(visit)

    def _pass_over(self, address: PeerAddress) -> None:
        """Leave a whole zone where this machine has no way into it, but not for what a router says about one peer."""
        self.frontier.passed_over[Verdict.NO_ROUTE] += 1
        if not self._has_route(address.host, address.port):
            self.frontier.drop(address.kind)
