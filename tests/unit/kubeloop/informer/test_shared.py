# SPDX-License-Identifier: Apache-2.0
"""The informer: what its handlers are told, and what an object that cannot be decoded does."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.informer import shared, source
from kubeloop.informer.changes import Change
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock, cluster

KIND = Kind("example.com", "v1", "things", "Thing")


class Thing(msgspec.Struct):
    """What is read of a thing."""

    spec: dict[str, int]


def thing(name: str, **spec: object) -> dict[str, Any]:
    """Return a thing."""
    return {"metadata": {"name": name, "namespace": "default"}, "spec": spec}


class World:
    """A cluster with an informer, and what its handler is told."""

    def __init__(self, **options: float) -> None:
        self.api = cluster.Cluster()
        self.told: list[Change[int]] = []
        wanted = source.Source(KIND, Thing, view=lambda each: each.spec["size"], **options)
        self.informer = shared.Informer(self.api, wanted)
        self.informer.add_handler(self.told.append)

    def run(self, *acts) -> list[Change[int]]:
        """Run the informer and each act after a pause; return what was told."""

        async def scenario() -> None:
            running = asyncio.create_task(self.informer.run())
            for act in acts:
                await asyncio.sleep(60)
                act()
            await asyncio.sleep(60)
            running.cancel()

        clock.run(scenario())
        return self.told


def views(change: Change[int]) -> tuple[int | None, int | None]:
    """Return the views before and after a change."""
    return change.old and change.old.view, change.new and change.new.view


def test_handlers_are_told_before_and_after():
    """What was there first is not live; what happens then is."""
    world = World()
    world.api.put(KIND, thing("a", size=1))

    told = world.run(lambda: world.api.put(KIND, thing("a", size=2)), lambda: world.api.remove(KIND, "default", "a"))

    assert [views(change) for change in told] == [(None, 1), (1, 2), (2, None)]
    assert [change.live for change in told] == [False, True, True]


def test_relist_tells_only_differences():
    """After 410: what is as before is not told again, what went is."""
    world = World()
    world.api.put(KIND, thing("stays", size=1))
    world.api.put(KIND, thing("goes", size=1))

    def lose() -> None:
        world.api.remove(KIND, "default", "goes")
        world.api.expire_watches()

    assert [views(change) for change in world.run(lose)[2:]] == [(1, None)]


def test_undecodable_object_is_kept_with_its_reason_and_stops_nobody():
    """A strange object has metadata and an error; the others and the watch go on, and it can recover."""
    world = World()
    world.api.put(KIND, thing("strange", size="big"))
    world.api.put(KIND, thing("fine", size=1))
    world.run()
    strange = world.informer.store.get(Key("default", "strange"))

    assert strange is not None
    assert (strange.view, "spec" in strange.error) == (None, True)
    assert len(world.informer.store) == 2

    world.api.put(KIND, thing("strange", size=3))
    world.run()
    assert world.informer.store.get(Key("default", "strange")).view == 3


def test_undecodable_object_is_told_once_per_reason(caplog):
    """Somebody who looks for the reason finds it in the log, and not again with every event and list."""
    world = World()
    world.api.put(KIND, thing("strange", size="big"))

    def touch() -> None:
        world.api.put(KIND, thing("strange", size="big") | {"touched": True})

    world.run(touch, world.api.expire_watches, lambda: world.api.put(KIND, thing("strange", size=[])))

    told = [record.getMessage() for record in caplog.records if "Thing default/strange" in record.getMessage()]
    assert [("got `str`" in text, "got `array`" in text) for text in told] == [(True, False), (False, True)]


def test_view_that_fails_is_an_error_of_its_object():
    """The caller's own function may not know every object."""
    world = World()
    world.api.put(KIND, thing("strange", other=1))
    world.run()

    assert world.informer.store.get(Key("default", "strange")).error == "KeyError: 'size'"


def test_answer_without_metadata_ends_its_write():
    """A strange answer is an error of the write, and the object's events are not held back for ever."""
    world = World()
    key = Key("default", "a")
    world.informer.begin_write(key)
    with pytest.raises(errors.Undecodable):
        world.informer.written(key, b"{}")
    world.api.put(KIND, thing("a", size=1))
    world.run(lambda: world.api.put(KIND, thing("a", size=2)))

    assert world.informer.store.get(key).view == 2


def test_handler_that_fails_does_not_deafen_the_others():
    """One handler's bug is logged; the next handler and the next change are served."""
    world = World()
    world.informer.add_handler(lambda _: 1 / 0)
    heard: list[Key] = []
    world.informer.add_handler(lambda change: heard.append(change.key))
    world.api.put(KIND, thing("a", size=1))

    world.run(lambda: world.api.put(KIND, thing("b", size=1)))

    assert [Key("default", "a"), Key("default", "b")] == heard


def test_change_of_status_is_of_content_but_not_of_spec():
    """Own status writes must not wake the controller of the object."""
    world = World()
    world.api.put(KIND, thing("a", size=1))

    def touch() -> None:
        world.api.put(KIND, world.api.read(KIND, "default", "a") | {"status": {"any": 1}})

    told = world.run(touch, lambda: world.api.put(KIND, thing("a", size=2)))

    assert [(each.is_of_spec, each.is_of_content) for each in told] == [(True, True), (False, False), (True, True)]


def test_everything_is_replayed_now_and_then_without_a_request():
    """With jitter, as a change of which nothing is new but that asks for a look."""
    world = World(replay_seconds=100.0)
    world.api.put(KIND, thing("a", size=1))
    lists = [len(world.api.requests)]

    told = world.run(lambda: lists.append(len(world.api.requests)), lambda: lists.append(len(world.api.requests)))

    replay = told[-1]
    assert [views(change) for change in told] == [(None, 1), (1, 1)]
    assert (replay.is_replay, replay.live, replay.is_of_spec, replay.is_of_content) == (True, False, True, False)
    assert lists[1] == lists[2]


def test_answer_that_the_watch_will_not_show_stays_out_of_the_cache():
    """Somebody took the label away before our write: its answer is older than nothing that the watch will tell."""
    api = cluster.Cluster()
    wanted = source.Source(KIND, Thing, view=lambda each: each.spec["size"], labels="own=yes")
    informer = shared.Informer(api, wanted)
    made = api.put(KIND, thing("a", size=1) | {"metadata": {"name": "a", "namespace": "default"}})

    informer.begin_write(Key("default", "a"))
    informer.written(Key("default", "a"), msgspec.json.encode(made))

    assert informer.store.get(Key("default", "a")) is None


def test_only_metadata_is_asked_for_where_nothing_else_may_be_read():
    """The list and the watch bring no content, so the cache cannot hold any."""
    api = cluster.Cluster()
    secrets = Kind("", "v1", "secrets", "Secret")
    informer = shared.Informer(
        api, source.Source(secrets, dict, view=lambda each: each.get("data"), only_metadata=True)
    )
    api.put(secrets, {"metadata": {"name": "a", "namespace": "default"}, "data": {"key": "c2VjcmV0"}})

    async def scenario() -> None:
        running = asyncio.create_task(informer.run())
        await asyncio.sleep(1)
        api.put(secrets, {"metadata": {"name": "b", "namespace": "default"}, "data": {"key": "c2VjcmV0"}})
        await asyncio.sleep(1)
        running.cancel()

    clock.run(scenario())

    assert [(entry.metadata.name, entry.view) for entry in informer.store] == [("a", None), ("b", None)]


def test_an_optional_kind_is_absent_until_it_arrives_and_its_arrival_is_told_each_time() -> None:
    """Objects of a kind that goes go with it, and whoever is told of that finds the kind absent."""
    world = World(is_optional=True)
    world.api.put(KIND, thing("a", size=1))
    seen: list[str] = []
    world.informer.on_arrival(lambda: seen.append(f"arrived, absent: {world.informer.is_absent}"))
    world.informer.add_handler(
        lambda change: seen.append(f"{change.new and 'new'}, absent: {world.informer.is_absent}")
    )
    not_served = errors.NotFound("the server could not find the requested resource")
    world.api.fail_next("list", not_served)

    def remove_the_kind() -> None:
        world.api.fail_next("watch", not_served)
        world.api.cut_watches()

    assert world.informer.is_absent
    world.run(lambda: None, remove_the_kind, lambda: None)

    arrival = ["new, absent: True", "arrived, absent: False"]
    assert seen == [*arrival, "None, absent: True", *arrival]
    assert world.informer.is_synced
