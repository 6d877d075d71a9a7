# SPDX-License-Identifier: Apache-2.0
"""The manager, and through it the whole runtime, against a cluster in memory and in virtual time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator

import pytest

from kubeloop import errors, manager, recorder
from kubeloop.controller import loop, sources
from kubeloop.election.clock import Moment
from kubeloop.election.elector import Elector, LeaseLost
from kubeloop.election.record import LEASES
from kubeloop.informer import shared, source
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock, cluster
from tests.support import greeter
from tests.support.greeter import CONFIG_MAP, GREETING

SETTLED_SECONDS = 20.0


class World:
    """A cluster in memory with the greeter in it."""

    def __init__(self) -> None:
        self.api = cluster.Cluster()
        self.restart()

    def restart(self) -> None:
        """Build the greeter anew, as the next process does."""
        self.greeter = greeter.Greeter(self.api)
        self.manager = self.greeter.manager

    async def run(self, *acts) -> None:
        """Run the manager, and each act when everything is settled."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.manager.run(stop))
        await asyncio.sleep(SETTLED_SECONDS)
        for act in acts:
            act()
            await asyncio.sleep(SETTLED_SECONDS)
        stop.set()
        await running


def writes_of(world: World, *acts) -> list[tuple[str, str]]:
    """Return the writes that these acts cause once everything was settled."""
    start = len(world.api.writes)
    clock.run(world.run(*acts))
    written = [request for request in world.api.writes[start:] if request.kind != recorder.EVENTS]
    return [(request.verb, request.kind.name + request.subresource) for request in written]


def test_new_object_costs_one_write_per_child_and_one_status_write():
    """Own writes are visible at once, so nothing is written twice."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    writes = writes_of(world)

    assert writes == [("apply", "ConfigMap"), ("apply", "Greetingstatus")]
    assert world.api.read(CONFIG_MAP, "default", "hello")["data"]["text"] == "Hello"
    assert world.api.read(GREETING, "default", "hello")["status"] == {"greeted": "Hello"}


def test_restart_without_changes_writes_nothing():
    """A new process finds everything as wanted."""
    world = World()
    world.api.put(GREETING, greeter.greeting())
    clock.run(world.run())
    world.restart()

    assert writes_of(world) == []
    assert [Key("default", "hello")] == world.greeter.reconciled


def edit(world: World, **data: str) -> None:
    """Change the child's data by hand."""
    content = world.api.read(CONFIG_MAP, "default", "hello")
    world.api.put(CONFIG_MAP, content | {"data": content["data"] | data})


def test_edited_child_is_repaired_with_one_write():
    """Drift of a field that we set costs exactly one apply."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    writes = writes_of(world, lambda: edit(world, text="Goodbye"))

    assert writes[-1] == ("apply", "ConfigMap")
    assert len(writes) == 3
    assert world.api.read(CONFIG_MAP, "default", "hello")["data"]["text"] == "Hello"


def test_default_field_that_somebody_sets_is_repaired():
    """Defaults are sent, so they are ours to put right."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    def freeze() -> None:
        world.api.put(CONFIG_MAP, world.api.read(CONFIG_MAP, "default", "hello") | {"immutable": True})

    assert len(writes_of(world, freeze)) == 3
    assert world.api.read(CONFIG_MAP, "default", "hello")["immutable"] is False


def test_child_that_somebody_took_out_of_the_selector_is_repaired():
    """The watch tells a deletion and then an addition; the refused creation costs one write more, and that is all."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    def relabel() -> None:
        content = world.api.read(CONFIG_MAP, "default", "hello")
        content["metadata"]["labels"]["example.com/own"] = "edited"
        world.api.put(CONFIG_MAP, content)

    writes = writes_of(world, relabel, lambda: edit(world, text="Goodbye"))

    assert writes[2:] == [("apply", "ConfigMap")] * 3
    child = world.api.read(CONFIG_MAP, "default", "hello")
    assert (child["metadata"]["labels"]["example.com/own"], child["data"]["text"]) == ("yes", "Hello")


def test_foreign_label_is_left_alone():
    """What others add outside our fields causes no write."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    def label() -> None:
        content = world.api.read(CONFIG_MAP, "default", "hello")
        content["metadata"]["labels"]["theirs"] = "yes"
        world.api.put(CONFIG_MAP, content)

    assert len(writes_of(world, label)) == 2


def test_map_entry_that_others_insist_on_costs_one_write_and_no_loop():
    """What an apply cannot change is accepted as settled until it changes again."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    writes = writes_of(world, lambda: edit(world, theirs="kept"))

    assert len(writes) == 3
    assert world.api.read(CONFIG_MAP, "default", "hello")["data"] == {"text": "Hello", "theirs": "kept"}


def test_child_deleted_while_away_comes_back():
    """A start compares what is there with what is wanted."""
    world = World()
    world.api.put(GREETING, greeter.greeting())
    clock.run(world.run())
    world.api.remove(CONFIG_MAP, "default", "hello")
    world.restart()

    assert writes_of(world) == [("apply", "ConfigMap")]


def test_deletion_missed_by_an_expired_watch_is_noticed():
    """After 410, the relist tells what went meanwhile."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    def lose() -> None:
        world.api.remove(CONFIG_MAP, "default", "hello")
        world.api.expire_watches()

    assert len(writes_of(world, lose)) == 3
    assert world.api.names(CONFIG_MAP) == ("hello",)


def test_stranger_of_the_same_name_is_not_touched():
    """A clash is an error of this object, and the stranger stays as it was."""
    world = World()
    stranger = world.api.put(CONFIG_MAP, {"metadata": {"name": "hello", "namespace": "default"}, "data": {"a": "b"}})
    world.api.put(GREETING, greeter.greeting())

    clock.run(world.run())

    assert stranger == world.api.read(CONFIG_MAP, "default", "hello")


def test_children_go_with_their_owner():
    """Deleting the parent deletes the child, and nothing is made anew."""
    world = World()
    world.api.put(GREETING, greeter.greeting())

    writes = writes_of(world, lambda: world.api.remove(GREETING, "default", "hello"))

    assert len(writes) == 2
    assert world.api.names(CONFIG_MAP) == ()


def test_manager_is_ready_between_sync_and_stop():
    """Readiness follows the caches; liveness holds all the time."""

    async def scenario() -> list[tuple[bool, bool]]:
        world = World()
        seen = [(world.manager.healthy(), world.manager.ready())]
        stop = asyncio.Event()
        running = asyncio.create_task(world.manager.run(stop))
        await asyncio.sleep(SETTLED_SECONDS)
        seen.append((world.manager.healthy(), world.manager.ready()))
        stop.set()
        await clock.settle(3)
        seen.append((world.manager.healthy(), world.manager.ready()))
        await running
        return seen

    assert clock.run(scenario()) == [(True, False), (True, True), (True, False)]


def test_cache_that_never_fills_ends_the_process_with_the_reason():
    """A missing permission is named, not waited for."""
    world = World()
    world.api.fail_next("list", errors.Forbidden("no"), times=1000)

    with pytest.raises(errors.KubeloopError, match="greetings"):
        clock.run(world.manager.run(asyncio.Event()))


def test_runnable_that_ends_ends_the_process():
    """A background loop that stops is a bug, and a restart its cure."""
    world = World()

    async def fall_over() -> None:
        await asyncio.sleep(5)
        raise ZeroDivisionError

    world.manager.add(fall_over)

    with pytest.raises(ZeroDivisionError):
        clock.run(world.manager.run(asyncio.Event()))


def test_stop_lets_a_reconcile_finish():
    """What was begun is ended before anything is cancelled."""
    finished = []

    async def scenario() -> None:
        stop = asyncio.Event()
        world = World()

        async def slow(key: Key) -> loop.Result:
            stop.set()
            await asyncio.sleep(10)
            finished.append(key)
            return loop.Result()

        controller = loop.Controller("slow", slow)
        world.manager.add_controller(controller)
        controller.enqueue(Key("default", "hello"))
        await world.manager.run(stop)

    clock.run(scenario())

    assert [Key("default", "hello")] == finished


LEASE = Key("default", "greeter")


class Contender:
    """A process that stands by or leads: an informer, a controller whose reconciles take 5 s, and a runnable."""

    def __init__(self, api: cluster.Cluster, identity: str = "a") -> None:
        self.api = api
        self.news: list[str] = []
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
            await asyncio.sleep(5.0)
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
        contender.let_lead("")
        async with running(contender) as (task, stop):
            await asyncio.sleep(1.0)
            contender.controller.enqueue(Key("default", "hello"))
            await asyncio.sleep(1.0)
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

    async def scenario() -> tuple[list[bool], str]:
        contender = Contender(cluster.Cluster())
        contender.let_lead("")
        held = []

        async def slow(key: Key) -> loop.Result:
            await asyncio.sleep(25.0)
            held.append(contender.elector.is_leading)
            return loop.Result()

        controller = loop.Controller("slow", slow)
        contender.manager.add_controller(controller)
        async with running(contender) as (task, stop):
            await asyncio.sleep(1.0)
            controller.enqueue(Key("default", "hello"))
            await asyncio.sleep(1.0)
            stop.set()
            await task
        return held, contender.holder

    assert clock.run(scenario()) == ([True], "")


def test_work_that_does_not_finish_keeps_the_lease():
    """It is cancelled, but what it sent may be under way: the next leader waits until the lease has expired."""

    async def scenario() -> str:
        contender = Contender(cluster.Cluster())
        contender.let_lead("")

        async def endless(key: Key) -> loop.Result:
            await asyncio.sleep(50.0)
            return loop.Result()

        controller = loop.Controller("endless", endless)
        contender.manager.add_controller(controller)
        async with running(contender) as (task, stop):
            await asyncio.sleep(1.0)
            controller.enqueue(Key("default", "hello"))
            await asyncio.sleep(1.0)
            stop.set()
            await task
        return contender.holder

    assert clock.run(scenario()) == "a"


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
        contender.let_lead("")
        async with running(contender) as (task, stop):
            await asyncio.sleep(1.0)
            contender.controller.enqueue(Key("default", "hello"))
            await asyncio.sleep(0.1)
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_stops_a_manager_without_a_stop_of_its_own(number):
    """As kubelet and a terminal send them; the handlers are gone afterwards."""
    running = asyncio.create_task(manager.Manager().run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)

    await asyncio.wait_for(running, 5.0)

    assert not asyncio.get_running_loop().remove_signal_handler(number)
