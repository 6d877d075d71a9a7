# SPDX-License-Identifier: Apache-2.0
"""The manager, and through it the whole runtime, against a cluster in memory and in virtual time."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from kubeloop import errors, manager, recorder
from kubeloop.controller import loop
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal_stops_a_manager_without_a_stop_of_its_own(number):
    """As kubelet and a terminal send them; the handlers are gone afterwards."""
    running = asyncio.create_task(manager.Manager().run())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    os.kill(os.getpid(), number)

    await asyncio.wait_for(running, 5.0)

    assert not asyncio.get_running_loop().remove_signal_handler(number)
