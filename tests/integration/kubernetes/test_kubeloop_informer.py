# SPDX-License-Identifier: Apache-2.0
"""Informers against a real API server: pages, bookmarks, compaction, restarts and permissions that come and go."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from kubeloop.informer import reflector, shared, source
from kubeloop.informer.changes import Change
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from tests.support import apiserver, chaos
from tests.support.apiserver import ApiServer
from tests.support.greeter import CONFIG_MAP

NAMESPACE = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
DEFINITION = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
BOX = Kind("boxes.example.com", "v1", "boxes", "Box")
ROLE = Kind("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", namespaced=False)
BINDING = Kind("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", namespaced=False)
numbers = itertools.count()


class Sheet(msgspec.Struct, frozen=True):
    """What is read of a ConfigMap."""

    data: dict[str, str] = {}


class Box(msgspec.Struct, frozen=True):
    """What is read of a Box: that its size is a number, nobody has told the API server."""

    spec: dict[str, int] = {}


class Watching(HttpClient):
    """Counts the lists, remembers how each watch began, and says which version its bookmarks brought."""

    def __init__(self, access: Access) -> None:
        super().__init__(access)
        self.lists = 0
        self.began: list[tuple[str, int]] = []
        self.bookmarks: list[str] = []
        self.refused: collections.Counter[str] = collections.Counter()

    async def list(self, *arguments: Any, **options: Any) -> Any:
        """List and count."""
        self.lists += 1
        try:
            return await super().list(*arguments, **options)
        except errors.KubeloopError as error:
            self.refused[type(error).__name__] += 1
            raise

    async def watch(self, *arguments: Any, **options: Any) -> AsyncIterator[Any]:
        """Watch and remember."""
        self.began.append((options["resource_version"], options["timeout_seconds"]))
        try:
            async with contextlib.aclosing(super().watch(*arguments, **options)) as events:
                async for event in events:
                    if event.type == "BOOKMARK":
                        self.bookmarks.append(msgspec.json.decode(event.object)["metadata"]["resourceVersion"])
                    yield event
        except errors.KubeloopError as error:
            self.refused[type(error).__name__] += 1
            raise


class World:
    """A namespace, an informer that follows one kind in it, and what its handler is told."""

    def __init__(self, direct: HttpClient, ours: Watching, target: source.AnySource) -> None:
        self.direct = direct
        self.ours = ours
        self.told: list[Change[Any]] = []
        self.informer = shared.Informer(ours, target)
        self.informer.add_handler(self.told.append)

    async def put(self, name: str, **content: Any) -> dict[str, Any]:
        """Make an object as a user does."""
        kind, namespace = self.informer.source.kind, self.informer.source.namespace or ""
        body = {"apiVersion": kind.api_version, "kind": kind.name, "metadata": {"name": name}} | content
        answer = await self.direct.apply(kind, namespace, name, msgspec.json.encode(body), manager="user")
        return msgspec.json.decode(answer)

    async def delete(self, name: str) -> None:
        """Delete an object as a user does."""
        await self.direct.delete(self.informer.source.kind, self.informer.source.namespace or "", name)

    def view(self, name: str) -> Any:
        """Return what the cache says of an object."""
        entry = self.informer.store.get(Key(self.informer.source.namespace or "", name))
        return entry and entry.view

    def history(self, start: int = 0) -> list[tuple[str, Any, Any]]:
        """Return what was told, as name, view before and view after."""
        return [(c.key.name, c.old and c.old.view, c.new and c.new.view) for c in self.told[start:]]


async def until(look: Callable[[], Any], *, what: str = "what the test waits for", seconds: float = 30.0) -> None:
    """Wait until something is so."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                if look():
                    return
                await asyncio.sleep(0.02)
    except TimeoutError:
        pytest.fail(f"{what} was not so within {seconds:g} s")


async def until_done(act: Callable[[], Awaitable[Any]]) -> None:
    """Repeat something until the server takes it."""
    async with asyncio.timeout(30.0):
        while True:
            with contextlib.suppress(errors.KubeloopError):
                await act()
                return
            await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def following(direct: HttpClient, access: Access, target: source.AnySource, *before: str) -> AsyncIterator[World]:
    """Follow a kind in a namespace of its own, where these objects are before, until the end of the block."""
    namespace = f"informer-{next(numbers)}"
    body = msgspec.json.encode({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}})
    await direct.apply(NAMESPACE, "", namespace, body, manager="test")
    async with Watching(access) as ours:
        world = World(direct, ours, dataclasses.replace(target, namespace=namespace))
        for name in before:
            await world.put(name)
        running = asyncio.create_task(world.informer.run())
        try:
            yield world
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


SHEETS: source.AnySource = source.Source(CONFIG_MAP, Sheet, view=lambda sheet: sheet.data.get("text", ""))
BOXES: source.AnySource = source.Source(BOX, Box, view=lambda box: box.spec.get("size"))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pauses be short."""
    monkeypatch.setattr(reflector, "FIRST_DELAY_SECONDS", 0.1)
    monkeypatch.setattr(reflector, "MAX_DELAY_SECONDS", 0.5)


@pytest.fixture
async def wire(server: ApiServer) -> AsyncIterator[chaos.Wire]:
    """Stand between the informer and the server."""
    async with chaos.Wire(server.port, (), seed=0, rate=0.0) as running:
        yield running


def access_by(server: ApiServer, url: str, token: str = apiserver.ADMIN_TOKEN) -> Access:
    """Return access by way of a proxy or as somebody else."""
    changed = server.kubeconfig.with_name(f"kubeconfig-informer-{next(numbers)}")
    text = server.kubeconfig.read_text().replace(f"https://127.0.0.1:{server.port}", url)
    changed.write_text(text.replace(f"token: {apiserver.ADMIN_TOKEN}", f"token: {token}"))
    return kubeconfig.load(changed)


def restart_compacted(server: ApiServer) -> None:
    """Let the server forget: it keeps in memory what it sent, so only one that starts anew misses what is compacted."""
    server.stop()
    server.compact()
    server.start()


async def test_pages_become_one_cache(server, client, monkeypatch):
    """However small the pages, everything is there once, and what changes later is told."""
    monkeypatch.setattr(reflector, "PAGE_SIZE", 4)
    names = [f"sheet-{number:02}" for number in range(17)]
    async with following(client, server.access, SHEETS, *names) as world:
        await world.informer.wait_synced()
        listed = sorted(change.key.name for change in world.told)
        await world.put("sheet-05", data={"text": "new"})
        await until(lambda: world.view("sheet-05") == "new")

    assert listed == names
    assert world.ours.lists == 5
    assert world.history(17) == [("sheet-05", "", "new")]


async def test_page_that_expires_while_listing_starts_the_list_over(server, client, monkeypatch):
    """410 at a continue token of the real server: what was made meanwhile is in the list that counts."""
    monkeypatch.setattr(reflector, "PAGE_SIZE", 2)
    async with following(client, server.access, SHEETS, "a", "b", "c", "d", "e") as world:
        listing = world.ours.list

        async def list_late(*arguments: Any, **options: Any) -> Any:
            if options["continue_token"]:
                world.ours.list = listing
                await world.put("f")
                await asyncio.to_thread(restart_compacted, server)
            return await listing(*arguments, **options)

        world.ours.list = list_late
        await until(lambda: world.informer.is_synced)

    assert sorted(change.key.name for change in world.told) == ["a", "b", "c", "d", "e", "f"]
    assert world.ours.refused == {"Gone": 1}


async def test_watches_last_for_different_times_and_are_resumed_without_a_list(server, client, monkeypatch):
    """The server ends them when it was asked to; what came between two watches is not lost."""
    monkeypatch.setattr(reflector, "WATCH_SECONDS", (1, 4))
    async with following(client, server.access, SHEETS) as world:
        await world.informer.wait_synced()
        for number in range(20):
            await world.put("counter", data={"text": str(number)})
            await asyncio.sleep(0.2)
        await until(lambda: world.view("counter") == "19" and len(world.ours.began) >= 3)

    assert [new for _, _, new in world.history()] == [str(number) for number in range(20)]
    assert world.ours.lists == 1
    assert {1 <= seconds < 4 for _, seconds in world.ours.began} == {True}
    assert not world.ours.refused


async def test_bookmark_moves_on_the_version_from_which_a_cut_watch_is_resumed(server, client, wire, monkeypatch):
    """Nothing happens here while others write: what a bookmark brings, just before the end, outlives a compaction."""
    monkeypatch.setattr(reflector, "WATCH_SECONDS", (5, 5))
    async with following(client, access_by(server, wire.url), SHEETS, "quiet") as world:
        elsewhere = World(client, world.ours, dataclasses.replace(SHEETS, namespace="default"))
        await until(lambda: world.ours.began)
        async with asyncio.timeout(30.0):
            while not world.ours.bookmarks:
                await elsewhere.put("elsewhere", data={"text": str(next(numbers))})
                await asyncio.sleep(0.2)
        await asyncio.to_thread(server.compact)
        wire.cut()
        watches = len(world.ours.began)
        await until(lambda: len(world.ours.began) > watches)
        await world.put("quiet", data={"text": "seen"})
        await until(lambda: world.view("quiet") == "seen")

    listed, resumed = int(world.ours.began[0][0]), world.ours.began[watches][0]
    assert world.ours.lists == 1
    assert listed < int(resumed)
    assert resumed in world.ours.bookmarks
    assert "Gone" not in world.ours.refused


async def test_cut_is_resumed_without_a_list(server, client, wire):
    """What happened while nobody could see it is told in order."""
    async with following(client, access_by(server, wire.url), SHEETS, "stays", "goes") as world:
        await world.informer.wait_synced()
        wire.cut(closed=True)
        await world.put("stays", data={"text": "1"})
        await world.put("stays", data={"text": "2"})
        await world.delete("goes")
        wire.open()
        await until(lambda: world.view("goes") is None and len(world.told) >= 5)

    assert world.history(2) == [("stays", "", "1"), ("stays", "1", "2"), ("goes", "", None)]
    assert world.ours.lists == 1


async def test_compaction_while_cut_means_a_list_that_tells_what_was_missed(server, client, wire):
    """410: what changed, went, came, and came anew under the same name is told once each; nothing else is."""
    async with following(client, access_by(server, wire.url), SHEETS, "stays", "goes", "changes", "again") as world:
        await world.informer.wait_synced()
        wire.cut(closed=True)
        await world.put("changes", data={"text": "1"})
        await world.put("changes", data={"text": "2"})
        await world.delete("goes")
        await world.delete("again")
        await world.put("again", data={"text": "anew"})
        await world.put("comes", data={"text": "here"})
        await asyncio.to_thread(restart_compacted, server)
        wire.open()
        await until(lambda: world.view("comes") == "here")

    wanted = [("again", "", "anew"), ("changes", "", "2"), ("comes", None, "here"), ("goes", "", None)]
    assert sorted(world.history(4)) == wanted
    assert world.ours.lists == 2
    assert world.ours.refused["Gone"] == 1
    replaced = next(change for change in world.told[4:] if change.key.name == "again")
    assert replaced.old.metadata.uid != replaced.new.metadata.uid
    assert replaced.is_of_spec


async def test_restart_of_the_server_loses_nothing(server, client):
    """The watch breaks and goes on, by a new list if the server has forgotten: either way each state is told once."""
    async with following(client, server.access, SHEETS, "one") as world:
        await world.informer.wait_synced()
        await world.put("one", data={"text": "before"})
        await until(lambda: world.view("one") == "before")
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await until_done(lambda: world.put("one", data={"text": "after"}))
        await until(lambda: world.view("one") == "after")

    assert world.history() == [("one", None, ""), ("one", "", "before"), ("one", "before", "after")]


@pytest.fixture
async def boxes(client: HttpClient) -> None:
    """Let the API server serve boxes that may hold anything."""
    anything = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": anything}}
    names = {"plural": BOX.plural, "singular": "box", "kind": BOX.name, "listKind": "BoxList"}
    name = f"{BOX.plural}.{BOX.group}"
    body = {
        "apiVersion": DEFINITION.api_version,
        "kind": DEFINITION.name,
        "metadata": {"name": name},
        "spec": {"group": BOX.group, "scope": "Namespaced", "names": names, "versions": [version]},
    }
    await client.apply(DEFINITION, "", name, msgspec.json.encode(body), manager="test")
    await until_done(lambda: client.list(BOX, "default"))


async def test_object_of_an_unexpected_shape_is_alone_with_that(server, client, boxes):
    """It is known with its reason, in the list and in the watch; the others live on, and it can recover."""
    async with following(client, server.access, BOXES) as world:
        await world.put("strange", spec={"size": "large"})
        await world.put("stranger", spec=["no", "object"])
        await world.put("fine", spec={"size": 1})
        await until(lambda: world.view("fine") == 1)
        await world.put("strange", spec={"size": [3]})
        await world.put("fine", spec={"size": 2})
        await until(lambda: world.view("fine") == 2)
        reasons = {entry.metadata.name: entry.error for entry in world.informer.store}
        await world.put("strange", spec={"size": 3})
        await until(lambda: world.view("strange") == 3)

    assert "got `array`" in reasons["strange"]
    assert "got `array`" in reasons["stranger"]
    assert reasons["fine"] == ""
    assert world.informer.store.get(Key(world.informer.source.namespace, "strange")).error == ""
    assert world.ours.lists == 1


async def test_permission_that_comes_goes_and_comes_back(server, client):
    """Forbidden is waited for, at the list and at the watch; what was missed meanwhile is told."""
    user = apiserver.GUEST_TOKEN
    rules = [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list", "watch"]}]

    async def allow(*allowed: dict[str, Any]) -> None:
        body = {"apiVersion": ROLE.api_version, "kind": ROLE.name, "metadata": {"name": user}, "rules": [*allowed]}
        await client.apply(ROLE, "", user, msgspec.json.encode(body), manager="test")

    subject = {"kind": "User", "name": user, "apiGroup": ROLE.group}
    binding = {
        "apiVersion": BINDING.api_version,
        "kind": BINDING.name,
        "metadata": {"name": user},
        "roleRef": {"apiGroup": ROLE.group, "kind": ROLE.name, "name": user},
        "subjects": [subject],
    }
    await allow()
    await client.apply(BINDING, "", user, msgspec.json.encode(binding), manager="test")
    async with (
        chaos.Wire(server.port, (), seed=0, rate=0.0) as wire,
        following(client, access_by(server, wire.url, user), SHEETS, "one") as world,
    ):
        await until(lambda: world.ours.refused["Forbidden"] >= 2)
        assert not world.informer.is_synced
        await allow(*rules)
        await until(lambda: world.informer.is_synced and world.ours.began)
        await allow()
        seen = world.ours.refused["Forbidden"]
        # A watch that runs is not asked again for its permission.
        wire.cut()
        await until(lambda: world.ours.refused["Forbidden"] > seen)
        await world.put("one", data={"text": "unseen"})
        await allow(*rules)
        await until(lambda: world.view("one") == "unseen")

    assert world.history() == [("one", None, ""), ("one", "", "unseen")]
