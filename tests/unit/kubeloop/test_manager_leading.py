# SPDX-License-Identifier: Apache-2.0
"""The manager with an elector: what a standby does, in which order a leader stops, and what losing the lease ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import pytest

from kubeloop import manager
from kubeloop.controller import loop, sources
from kubeloop.election.clock import Moment
from kubeloop.election.elector import Elector, LeaseLost
from kubeloop.election.record import LEASES
from kubeloop.informer import shared, source
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock, cluster
from tests.support import greeter
from tests.support.greeter import GREETING

LEASE = Key("default", "greeter")


class Contender:
    """A process that stands by or leads: an informer, a controller whose reconciles take time, and a runnable."""

    def __init__(self, api: cluster.Cluster, identity: str = "a", *, work_seconds: float = 5.0) -> None:
        self.api = api
        self.news: list[str] = []
        self._work_seconds = work_seconds
        self.elector = Elector(api, lease=LEASE, identity=identity, clock=_moment, jitter=lambda: 0.0)
        self.manager = manager.Manager(elector=self.elector)
        self.informer = shared.Informer(api, source.Source(GREETING, greeter.Greeting, view=lambda greeting: greeting))
        self.controller = loop.Controller("greeting", self._reconcile)
        self.manager.add_informer(self.informer)
        self.manager.add_controller(self.controller)
        self.manager.add(self._background)

    @property
    def holder(self) -> str:
        """Who holds the lease."""
        return self.api.read(LEASES, *LEASE)["spec"].get("holderIdentity", "")

    def let_lead(self, identity: str, number: int = 0) -> None:
        """Let somebody hold the lease."""
        spec = {"holderIdentity": identity, "leaseDurationSeconds": 12, "leaseTransitions": number}
        self.api.put(LEASES, {"metadata": {"namespace": LEASE.namespace, "name": LEASE.name}, "spec": spec})

    async def _reconcile(self, key: Key) -> loop.Result:
        with self._noted(f"reconcile {key.name}"):
            await asyncio.sleep(self._work_seconds)
        return loop.Result()

    async def _background(self) -> None:
        with self._noted("runnable"):
            await asyncio.Event().wait()

    @contextlib.contextmanager
    def _noted(self, what: str) -> Iterator[None]:
        self.news.append(f"{what} began")
        try:
            yield
            self.news.append(f"{what} ended, the lease is {self.holder or 'free'}")
        except asyncio.CancelledError:
            self.news.append(f"{what} was cancelled, the lease is {self.holder or 'free'}")
            raise


def _moment() -> Moment:
    now = asyncio.get_running_loop().time()
    return Moment(now, now, now)


@contextlib.asynccontextmanager
async def running(contender: Contender) -> AsyncIterator[tuple[asyncio.Task[None], asyncio.Event]]:
    """Run a manager, for one that is not asked to stop until the end of the block."""
    stop = asyncio.Event()
    task = asyncio.create_task(contender.manager.run(stop))
    try:
        yield task, stop
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def at_work(contender: Contender) -> AsyncIterator[tuple[asyncio.Task[None], asyncio.Event]]:
    """Run a manager that leads and has just begun a reconcile."""
    contender.let_lead("")
    async with running(contender) as (task, stop):
        await asyncio.sleep(1.0)
        contender.controller.enqueue(Key("default", "hello"))
        await asyncio.sleep(0.1)
        yield task, stop


def test_standby_is_warm_and_idle():
    """It follows the server and is ready, and does nothing until the leader's lease has expired."""

    async def scenario() -> None:
        contender = Contender(cluster.Cluster())
        async with running(contender):
            for number in range(20):
                contender.let_lead("x", number)
                await asyncio.sleep(5.0)
            contender.api.put(GREETING, greeter.greeting())
            await asyncio.sleep(1.0)
            assert contender.informer.store.get(Key("default", "hello")) is not None
            assert (contender.manager.healthy(), contender.manager.ready(), contender.manager.is_leading) == (
                True,
                True,
                False,
            )
            assert contender.news == []
            await asyncio.sleep(12.0)
            assert contender.manager.is_leading
            assert contender.news == ["runnable began"]

    clock.run(scenario())


def test_new_leader_looks_at_what_is_there_and_at_nothing_that_is_gone():
    """The keys of its weeks as a standby have not been kept."""

    async def scenario() -> list[str]:
        contender = Contender(cluster.Cluster())
        contender.informer.add_handler(sources.of_objects(contender.controller))
        contender.let_lead("x")
        async with running(contender):
            await asyncio.sleep(1.0)
            for name in ("gone", "stays"):
                contender.api.put(GREETING, greeter.greeting(name))
            await asyncio.sleep(1.0)
            contender.api.remove(GREETING, "default", "gone")
            await asyncio.sleep(20.0)
        return [each for each in contender.news if "began" in each]

    assert sorted(clock.run(scenario())) == ["reconcile stays began", "runnable began"]


def test_manager_without_an_elector_always_leads():
    """There is nobody else."""
    assert manager.Manager().is_leading


def test_stop_finishes_work_before_it_gives_the_lease_back_and_follows_the_server_until_then():
    """Reconciles end while the lease is held, also longer than it lasts; runnables and informers go after them."""

    async def scenario() -> list[str]:
        contender = Contender(cluster.Cluster())
        async with at_work(contender) as (task, stop):
            stop.set()
            await asyncio.sleep(1.0)
            contender.api.put(GREETING, greeter.greeting())
            await asyncio.sleep(1.0)
            assert len(contender.informer.store) == 1
            await task
        assert contender.holder == ""
        return contender.news

    assert clock.run(scenario()) == [
        "runnable began",
        "reconcile hello began",
        "reconcile hello ended, the lease is a",
        "runnable was cancelled, the lease is a",
    ]


def test_lease_is_renewed_while_work_finishes():
    """Workers may take longer to finish than the lease lasts."""

    async def scenario() -> tuple[str, str]:
        contender = Contender(cluster.Cluster(), work_seconds=25.0)
        async with at_work(contender) as (task, stop):
            stop.set()
            await task
        return contender.news[2], contender.holder

    assert clock.run(scenario()) == ("reconcile hello ended, the lease is a", "")


def test_work_that_does_not_finish_keeps_the_lease():
    """It is cancelled, but what it sent may be under way: the next leader waits until the lease has expired."""

    async def scenario() -> tuple[list[str], str]:
        contender = Contender(cluster.Cluster(), work_seconds=50.0)
        async with at_work(contender) as (task, stop):
            stop.set()
            await task
        return sorted(contender.news[2:]), contender.holder

    cancelled = ["reconcile hello was cancelled, the lease is a", "runnable was cancelled, the lease is a"]
    assert clock.run(scenario()) == (cancelled, "a")


def test_lost_lease_ends_the_process_at_once():
    """Nothing is finished: another one may have begun it."""

    async def scenario() -> list[str]:
        contender = Contender(cluster.Cluster())
        contender.let_lead("")
        async with running(contender) as (task, _):
            await asyncio.sleep(1.0)
            contender.let_lead("x")
            contender.controller.enqueue(Key("default", "hello"))
            await asyncio.wait([task], timeout=2.5)
            with pytest.raises(LeaseLost):
                task.result()
        assert contender.holder == "x"
        return sorted(contender.news[2:])

    assert clock.run(scenario()) == [
        "reconcile hello was cancelled, the lease is x",
        "runnable was cancelled, the lease is x",
    ]


def test_lease_that_is_lost_while_work_finishes_ends_it():
    """Also a stop in good order gives way to the next leader."""

    async def scenario() -> list[str]:
        contender = Contender(cluster.Cluster())
        async with at_work(contender) as (task, stop):
            stop.set()
            await asyncio.sleep(0.1)
            contender.let_lead("x")
            await asyncio.wait([task], timeout=2.5)
            task.result()
        return contender.news

    assert "reconcile hello was cancelled, the lease is x" in clock.run(scenario())


def test_standby_stops_at_once_and_leaves_the_lease():
    """It has nothing to finish and nothing to give back."""

    async def scenario() -> tuple[str, list[str]]:
        contender = Contender(cluster.Cluster())
        contender.let_lead("x")
        async with running(contender) as (task, stop):
            await asyncio.sleep(5.0)
            stop.set()
            await asyncio.wait_for(task, 0.1)
        return contender.holder, contender.news

    assert clock.run(scenario()) == ("x", [])
