# SPDX-License-Identifier: Apache-2.0
"""A whole controller against a real API server: its writes are counted, its caches survive restarts and 410."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.controller import apply
from kubeloop.crd import document
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata
from kubeloop.recorder import EVENTS
from tests.support import greeter
from tests.support.apiserver import ApiServer
from tests.support.greeter import CONFIG_MAP, GREETING

DEFINITION = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
WAIT_SECONDS = 30.0
QUIET_SECONDS = 0.7
names = (f"hello-{number}" for number in itertools.count())


class Counting(HttpClient):
    """Counts the writes that are no events."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.writes: list[tuple[str, str]] = []

    async def apply(self, kind: Kind, namespace: str, name: str, body: bytes, **options: Any) -> bytes:
        """Apply and count."""
        if kind != EVENTS:
            self.writes.append((name, kind.name + options.get("subresource", "")))
        return await super().apply(kind, namespace, name, body, **options)


class Running:
    """The greeter while it runs, and the hands of a user."""

    def __init__(self, client: HttpClient, mine: Counting) -> None:
        self.client = client
        self.mine = mine
        self.greeter = greeter.Greeter(mine)

    async def greet(self, name: str, text: str = "Hello") -> dict[str, Any]:
        """Make a Greeting as a user does."""
        body = msgspec.json.encode(greeter.greeting(name, text))
        return msgspec.json.decode(await self.client.apply(GREETING, "default", name, body, manager="user"))

    async def child(self, name: str) -> dict[str, Any]:
        """Return the ConfigMap of this name."""
        return msgspec.json.decode(await self.client.get(CONFIG_MAP, "default", name))

    async def greeted(self, name: str) -> bool:
        """Say whether the status tells that it is done."""
        found = msgspec.json.decode(await self.client.get(GREETING, "default", name))
        return found.get("status", {}).get("greeted") == found["spec"]["text"]

    async def is_synced(self) -> bool:
        """Say whether the greeter knows what is there."""
        return self.greeter.maps.is_synced

    def writes(self, name: str) -> list[str]:
        """Return what the greeter wrote of this name."""
        return [what for written, what in self.mine.writes if written == name]


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, and then until nothing more happens."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            with contextlib.suppress(errors.NotFound, errors.Unreachable, KeyError):
                if await look():
                    break
            await asyncio.sleep(0.02)
    await asyncio.sleep(QUIET_SECONDS)


@contextlib.asynccontextmanager
async def running(server: ApiServer, client: HttpClient) -> AsyncIterator[Running]:
    """Run a greeter until the end of the block."""
    async with Counting(server.access) as mine:
        world = Running(client, mine)
        stop = asyncio.Event()
        task = asyncio.create_task(world.greeter.manager.run(stop))
        try:
            yield world
        finally:
            stop.set()
            await task


@pytest.fixture
async def defined(client: HttpClient) -> None:
    """Let the API server serve Greetings."""
    definition = document.document(greeter.Greeting)
    name = definition["metadata"]["name"]
    await client.apply(DEFINITION, "", name, msgspec.json.encode(definition), manager="test")
    await until(lambda: is_established(client, name))


async def is_established(client: HttpClient, name: str) -> bool:
    """Say whether the definition is served."""
    found = msgspec.json.decode(await client.get(DEFINITION, "", name))
    conditions = {each["type"]: each["status"] for each in found["status"]["conditions"] or ()}
    return conditions.get("Established") == "True" and conditions.get("NonStructuralSchema") != "True"


@pytest.fixture
async def world(server: ApiServer, client: HttpClient, defined: None) -> AsyncIterator[Running]:
    """Run a greeter for one test."""
    async with running(server, client) as started:
        yield started


async def test_new_object_costs_one_write_per_child_and_one_status_write(world: Running):
    """Neither the child nor the status is written twice."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))

    assert world.writes(name) == ["ConfigMap", "Greetingstatus"]
    assert (await world.child(name))["data"] == {"text": "Hello"}


async def test_edits_of_our_fields_are_repaired_and_others_left_alone(world: Running):
    """One write per drifted child, a default included; none for a foreign annotation."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))

    async def is_repaired() -> bool:
        return (await world.child(name))["data"]["text"] == "Hello"

    await world.client.patch(CONFIG_MAP, "default", name, b'{"metadata": {"annotations": {"theirs": "yes"}}}')
    await world.client.patch(CONFIG_MAP, "default", name, b'{"data": {"text": "Goodbye"}}')
    await until(is_repaired)

    assert world.writes(name) == ["ConfigMap", "Greetingstatus", "ConfigMap"]
    assert (await world.child(name))["metadata"]["annotations"] == {"theirs": "yes"}


async def test_foreign_key_in_our_map_costs_one_write_and_no_loop(world: Running):
    """What an apply cannot remove is accepted."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))

    async def is_noticed() -> bool:
        return len(world.writes(name)) == 3

    await world.client.patch(CONFIG_MAP, "default", name, b'{"data": {"theirs": "kept"}}')
    await until(is_noticed)

    assert (await world.child(name))["data"] == {"text": "Hello", "theirs": "kept"}
    assert len(world.writes(name)) == 3


async def test_child_that_somebody_took_out_of_the_selector_is_repaired(world: Running):
    """An edit of the very label that is watched: the same object comes back, and later edits are still seen."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))
    before = (await world.child(name))["metadata"]

    async def is_repaired() -> bool:
        child = await world.child(name)
        return (child["metadata"]["labels"], child["data"]["text"]) == (before["labels"], "Hello")

    await world.client.patch(CONFIG_MAP, "default", name, b'{"metadata": {"labels": {"example.com/own": "edited"}}}')
    await until(is_repaired)
    await world.client.patch(CONFIG_MAP, "default", name, b'{"data": {"text": "Goodbye"}}')
    await until(is_repaired)

    assert world.writes(name) == ["ConfigMap", "Greetingstatus", "ConfigMap", "ConfigMap", "ConfigMap"]
    assert before["uid"] == (await world.child(name))["metadata"]["uid"]


async def test_deleted_child_comes_back(world: Running):
    """A child deleted by hand is made anew with one write."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))
    before = (await world.child(name))["metadata"]["uid"]

    async def is_new() -> bool:
        return (await world.child(name))["metadata"]["uid"] != before

    await world.client.delete(CONFIG_MAP, "default", name)
    await until(is_new)

    assert world.writes(name) == ["ConfigMap", "Greetingstatus", "ConfigMap"]


async def test_owner_made_anew_waits_for_the_child_of_the_former_one(world: Running):
    """Nobody collects garbage here, so the test does: until then nothing is written, and then the child is new."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))
    before = (await world.child(name))["metadata"]["uid"]

    await world.client.delete(GREETING, "default", name)
    parent = msgspec.convert((await world.greet(name))["metadata"], Metadata)
    applier = apply.Applier(world.mine, manager="greeter", own_label_prefixes=greeter.PREFIXES)
    with pytest.raises(errors.RetryAfter, match=f"former Greeting {name}"):
        await applier.apply(world.greeter.maps, greeter.child_of(parent, "Hello"))
    await asyncio.sleep(QUIET_SECONDS)
    meanwhile = (await world.child(name))["metadata"]["uid"], world.writes(name)
    await world.client.delete(CONFIG_MAP, "default", name)
    await until(lambda: world.greeted(name))

    assert meanwhile == (before, ["ConfigMap", "Greetingstatus"])
    assert world.writes(name) == ["ConfigMap", "Greetingstatus"] * 2


async def test_second_process_writes_only_what_was_edited_while_away(server, client, defined):
    """A restart repairs drift and writes nothing else."""
    edited, untouched = next(names), next(names)
    async with running(server, client) as first:
        for name in (edited, untouched):
            await first.greet(name)
            await until(lambda name=name: first.greeted(name))
    await client.patch(CONFIG_MAP, "default", edited, b'{"data": {"text": "Goodbye"}, "immutable": null}')

    async with running(server, client) as second:

        async def is_repaired() -> bool:
            return (await second.child(edited))["data"]["text"] == "Hello"

        await until(is_repaired)

        assert (second.writes(edited), second.writes(untouched)) == (["ConfigMap"], [])


async def test_stranger_of_the_same_name_is_refused_and_left_alone(world: Running):
    """A clash names the other object, which stays as it was."""
    name = next(names)
    stranger = greeter.ConfigMap(greeter.ChildMetadata(name, "default"), {"text": "theirs"})
    body = msgspec.json.encode({"apiVersion": "v1", "kind": "ConfigMap"} | msgspec.to_builtins(stranger))
    before = msgspec.json.decode(await world.client.apply(CONFIG_MAP, "default", name, body, manager="them"))
    parent = msgspec.convert((await world.greet(name))["metadata"], Metadata)
    applier = apply.Applier(world.mine, manager="greeter", own_label_prefixes=greeter.PREFIXES)
    await until(world.is_synced)

    with pytest.raises(errors.Clash) as caught:
        await applier.apply(world.greeter.maps, greeter.child_of(parent, "Hello"))

    assert (caught.value.name, caught.value.uid) == (name, before["metadata"]["uid"])
    assert (await world.child(name)) == before


async def test_event_tells_what_was_done(world: Running):
    """The recorder's events are accepted and name the object."""
    name = next(names)
    await world.greet(name)

    async def is_told() -> bool:
        page = await world.client.list(EVENTS, "default")
        found = [msgspec.json.decode(item) for item in page.items]
        return any(each["regarding"]["name"] == name and each["reason"] == "Greeted" for each in found)

    await until(is_told)


async def test_repeated_event_becomes_a_series(world: Running):
    """The same event again raises a count instead of making an object."""
    name = next(names)
    metadata = msgspec.convert((await world.greet(name))["metadata"], Metadata)
    await until(lambda: world.greeted(name))
    for _ in range(3):
        world.greeter.recorder.record(GREETING, metadata, reason="Again", note="Said it again", severity="Warning")
        await world.greeter.recorder.flush()

    page = await world.client.list(EVENTS, "default")
    series = [
        each["series"]["count"]
        for each in (msgspec.json.decode(item) for item in page.items)
        if each["regarding"]["name"] == name and each["reason"] == "Again"
    ]

    assert series == [3]


async def test_schema_and_rules_of_the_generated_definition_are_enforced(world: Running):
    """The real server accepts the definition, fills in defaults and evaluates its CEL."""
    name = next(names)
    made = await world.greet(name)

    with pytest.raises(errors.Invalid, match="loud greetings are short"):
        await world.client.patch(GREETING, "default", name, b'{"spec": {"tone": "loud", "text": "%s"}}' % (b"x" * 30))
    with pytest.raises(errors.Invalid, match="tone stays"):
        await world.client.patch(GREETING, "default", name, b'{"spec": {"tone": "soft"}}')
    with pytest.raises(errors.Invalid, match="at most 40 characters"):
        await world.greet("x" * 41)

    assert made["spec"] == {"text": "Hello", "times": 1}


async def test_restart_of_the_api_server_loses_nothing(server: ApiServer, world: Running):
    """What happens after the restart is seen, and nothing is written again because of it."""
    old, new = next(names), next(names)
    await world.greet(old)
    await until(lambda: world.greeted(old))

    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    await world.greet(new)
    await until(lambda: world.greeted(new))

    assert (world.writes(old), world.writes(new)) == (["ConfigMap", "Greetingstatus"],) * 2
    assert world.greeter.manager.healthy()


async def test_deletion_lost_by_compaction_is_noticed(server: ApiServer, world: Running):
    """The version that the watch wants is gone (410): the relist tells what went while nobody could see it."""
    name = next(names)
    await world.greet(name)
    await until(lambda: world.greeted(name))
    before = (await world.child(name))["metadata"]["uid"]

    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.lose, f"/registry/configmaps/default/{name}")
    await asyncio.to_thread(server.start)

    async def is_new() -> bool:
        return (await world.child(name))["metadata"]["uid"] != before

    await until(is_new)

    assert world.greeter.maps.store.get(Key("default", name))
    assert world.writes(name) == ["ConfigMap", "Greetingstatus", "ConfigMap"]
