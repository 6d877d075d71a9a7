# SPDX-License-Identifier: Apache-2.0
"""Informers and a controller behind a network and a server that misbehave: what they end up with is the truth.

In each run, users create, edit, relabel and delete objects directly while an informer and the greeter (with own
writes) see the API through a proxy that draws its faults from a seed. Then the proxy calms down, and what the caches
hold is compared with the server's lists object by object.
For a soak: CHAOS_SEEDS (runs per mode, default 2) and CHAOS_OPERATIONS (of each of the users, default 60).
A failure names its mode and seed; `-k "garble-3"` repeats it.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import itertools
import os
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
import pytest

from kubeloop import errors, queue
from kubeloop.cache.store import Entry
from kubeloop.client import http
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.config.access import Access
from kubeloop.controller import apply, loop
from kubeloop.crd import document
from kubeloop.informer import reflector, shared, source
from kubeloop.informer.changes import Change
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from tests.support import apiserver, chaos, greeter, meddler
from tests.support.apiserver import ApiServer
from tests.support.greeter import CONFIG_MAP, GREETING

SEEDS = int(os.environ.get("CHAOS_SEEDS", "2"))
OPERATIONS = int(os.environ.get("CHAOS_OPERATIONS", "60"))
USERS = 4
NAMES = 6
SETTLE_SECONDS = 20.0
REQUESTS_PER_SECOND = 25.0
"""Of one informer, with the short pauses of these tests: a hot loop makes hundreds."""
DEFINITION = Kind(
    "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced=False
)
NAMESPACE = Kind("", "v1", "namespaces", "Namespace", namespaced=False)
SELECTED = "example.com/paper=yes"
numbers = itertools.count()


@dataclasses.dataclass(frozen=True)
class Mode:
    """Which faults a run has; the wire's only break connections: nothing is ever listed again or told twice."""

    name: str
    faults: tuple[str, ...]
    rate: float
    is_wire: bool = False


MODES = (
    Mode("stall", ("mute", "stall"), 0.4, is_wire=True),
    Mode("cut", ("reset", "half-close"), 0.6, is_wire=True),
    Mode("flip", ("flip",), 0.7, is_wire=True),
    Mode("delay", ("delay",), 1.0, is_wire=True),
    Mode("double", meddler.DOUBLED, 0.3),
    Mode("garble", meddler.GARBLED + meddler.BOOKMARKS, 0.1),
    Mode("end", meddler.ENDED + meddler.BOOKMARKS, 0.08),
    Mode("refuse", meddler.ON_WATCHES + meddler.ON_LISTS + meddler.ON_WRITES, 0.3),
    Mode("split", meddler.SPLIT, 0.3),
    Mode("all", tuple(fault for each in meddler.ALL for fault in each), 0.08),
)


class Paper(msgspec.Struct, frozen=True):
    """What is read of a ConfigMap; not all of them are sound."""

    data: dict[str, str] = {}


PAPERS = source.Source(CONFIG_MAP, Paper, view=lambda paper: int(paper.data["size"]), labels=SELECTED)


class Counting(HttpClient):
    """Counts the lists and watches, by kind and selector."""

    def __init__(self, access: Access) -> None:
        super().__init__(access)
        self.asked: collections.Counter[tuple[str, str]] = collections.Counter()

    async def list(self, kind: Kind, *arguments: Any, **options: Any) -> Any:
        """List and count."""
        self.asked[kind.plural, options["labels"]] += 1
        return await super().list(kind, *arguments, **options)

    def watch(self, kind: Kind, *arguments: Any, **options: Any) -> Any:
        """Watch and count."""
        self.asked[kind.plural, options["labels"]] += 1
        return super().watch(kind, *arguments, **options)


class Ledger:
    """What a handler was told, added up; `wrong` does not fit what was told before, and `went_back` is older."""

    def __init__(self, informer: shared.Informer[Any, Any]) -> None:
        self.informer = informer
        self.entries: dict[Key, Entry[Any]] = {}
        self.wrong: list[str] = []
        self.went_back: list[str] = []
        self._newest: dict[Key, int] = {}
        informer.add_handler(self._take)

    def _take(self, change: Change[Any]) -> None:
        if change.is_replay:
            return
        known = self.entries.get(change.key)
        if essence(known) != essence(change.old) or (change.old is None and change.new is None):
            self.wrong.append(f"{change.key}: told {change.old} after {known}")
        if change.new is None:
            self.entries.pop(change.key, None)
            return
        self.entries[change.key] = change.new
        version = int(change.new.metadata.resource_version or 0)
        if version < self._newest.get(change.key, 0):
            self.went_back.append(f"{change.key}: {version} after {self._newest[change.key]}")
        self._newest[change.key] = version


class Watched(greeter.Greeter):
    """The greeter, which notices when it has the same key twice."""

    def __init__(self, client: Client, namespace: str) -> None:
        self.working: set[Key] = set()
        self.clashes: list[Key] = []
        super().__init__(client, namespace=namespace)

    async def reconcile(self, key: Key) -> loop.Result:
        """Reconcile, alone with this key."""
        if key in self.working:
            self.clashes.append(key)
        self.working.add(key)
        try:
            return await super().reconcile(key)
        finally:
            self.working.discard(key)


class World:
    """A namespace with its users, who go directly, and our program, which goes through the proxy."""

    def __init__(self, direct: HttpClient, ours: Counting, namespace: str, seed: int) -> None:
        self.direct = direct
        self.ours = ours
        self.namespace = namespace
        self.random = random.Random(seed)
        self.greeter = Watched(ours, namespace)
        self.papers = shared.Informer(ours, dataclasses.replace(PAPERS, namespace=namespace))
        self.greeter.manager.add_informer(self.papers)
        self.informers = (self.papers, self.greeter.greetings, self.greeter.maps)
        self.ledgers = tuple(Ledger(informer) for informer in self.informers)

    async def disturb(self) -> None:
        """Let all users work at once, and somebody collect garbage."""
        async with asyncio.TaskGroup() as group:
            cleaning = group.create_task(self._clean())
            users = [group.create_task(self._use(random.Random(self.random.random()))) for _ in range(USERS)]
            await asyncio.wait(users)
            cleaning.cancel()

    async def collect_garbage(self) -> None:
        """Delete children whose Greeting is gone, as Kubernetes does."""
        greetings = {entry.metadata.uid for entry in (await self.listed(self.greeter.greetings)).values()}
        decoder = source.Decoder(PAPERS)
        for child in map(decoder.metadata, (await self.direct.list(CONFIG_MAP, self.namespace)).items):
            owners = {reference.uid for reference in child.owner_references}
            if owners and not owners & greetings:
                with contextlib.suppress(errors.NotFound, errors.Conflict):
                    await self.direct.delete(CONFIG_MAP, self.namespace, child.name, uid=child.uid)

    async def listed(self, informer: shared.Informer[Any, Any]) -> dict[Key, Entry[Any]]:
        """Return what the server has of what an informer follows."""
        page = await self.direct.list(
            informer.source.kind, self.namespace, labels=informer.source.labels, limit=10 * USERS * NAMES
        )
        decoder = source.Decoder(informer.source)
        return {entry.metadata.key: entry for entry in map(decoder.entry, page.items)}

    async def _clean(self) -> None:
        while True:
            await self.collect_garbage()
            await asyncio.sleep(0.2)

    async def _use(self, rng: random.Random) -> None:
        for _ in range(OPERATIONS):
            act = rng.choice((self._paper, self._paper, self._relabel, self._greeting, self._greeting, self._spoil))
            with contextlib.suppress(errors.NotFound, errors.Conflict):
                await act(rng)
            # People are not that fast, and the faults are to meet some events.
            await asyncio.sleep(rng.uniform(0, 0.02))

    async def _paper(self, rng: random.Random) -> None:
        name = f"paper-{rng.randrange(NAMES)}"
        if rng.random() < 0.3:
            await self.direct.delete(CONFIG_MAP, self.namespace, name)
            return
        size = rng.choice(("large", str(rng.randrange(1000)), str(rng.randrange(1000))))
        paper = {"metadata": {"name": name, "labels": {"example.com/paper": "yes"}}, "data": {"size": size}}
        await self._apply(CONFIG_MAP, name, paper)

    async def _relabel(self, rng: random.Random) -> None:
        label = rng.choice(("yes", "no", "removed"))
        labels = {"example.com/paper": None if label == "removed" else label}
        await self._patch(CONFIG_MAP, f"paper-{rng.randrange(NAMES)}", {"metadata": {"labels": labels}})

    async def _greeting(self, rng: random.Random) -> None:
        name = f"hello-{rng.randrange(NAMES)}"
        if rng.random() < 0.2:
            await self.direct.delete(GREETING, self.namespace, name)
            return
        text = f"Hello {rng.randrange(1000)}"
        await self._apply(GREETING, name, greeter.greeting(name, text, namespace=self.namespace))

    async def _spoil(self, rng: random.Random) -> None:
        name = f"hello-{rng.randrange(NAMES)}"
        match rng.randrange(3):
            case 0:
                await self.direct.delete(CONFIG_MAP, self.namespace, name)
            case 1:
                await self._patch(CONFIG_MAP, name, {"data": {"text": "spoiled"}})
            case 2:
                await self._patch(CONFIG_MAP, name, {"metadata": {"labels": {"example.com/own": None}}})

    async def _apply(self, kind: Kind, name: str, content: dict[str, Any]) -> None:
        body = content | {"apiVersion": kind.api_version, "kind": kind.name}
        await self.direct.apply(kind, self.namespace, name, msgspec.json.encode(body), manager="user")

    async def _patch(self, kind: Kind, name: str, content: dict[str, Any]) -> None:
        await self.direct.patch(kind, self.namespace, name, msgspec.json.encode(content))


def essence(entry: Entry[Any] | None) -> tuple[Any, ...] | None:
    """Return what of an entry must be the server's; what was settled is ours."""
    return entry and (entry.metadata, entry.digest, entry.view, entry.error)


async def missing(world: World) -> str:
    """Say what keeps the world from being as it should be; nothing when it is."""
    await world.collect_garbage()
    for informer, ledger in zip(world.informers, world.ledgers, strict=True):
        there = await world.listed(informer)
        for what, held in (("stored", {e.metadata.key: e for e in informer.store}), ("told", ledger.entries)):
            for key in there.keys() | held.keys():
                if essence(there.get(key)) != essence(held.get(key)):
                    return f"{informer.source.kind.plural} {key}: {what} {held.get(key)}, but there is {there.get(key)}"
    return await ungreeted(world)


async def ungreeted(world: World) -> str:
    """Say which Greeting is not carried out."""
    children = await world.listed(world.greeter.maps)
    for key, entry in (await world.listed(world.greeter.greetings)).items():
        wanted = greeter.child_of(entry.metadata, entry.view.spec.text)
        child = children.get(key)
        if child is None or child.digest != world.greeter.maps.source.digest(wanted):
            return f"{key} wants {wanted}, but there is {child}"
        if entry.view.status.greeted != entry.view.spec.text:
            return f"{key} has the status {entry.view.status}"
    return ""


async def until_nothing(look: Callable[[], Awaitable[str]], seconds: float) -> None:
    """Wait until nothing is missing; fail with what still is."""
    left = "never looked"
    try:
        async with asyncio.timeout(seconds):
            while True:
                left = await look()
                if not left:
                    return
                await asyncio.sleep(0.1)
    except TimeoutError:
        pytest.fail(f"not within {seconds:g} s: {left}")


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what takes minutes take a second: the same code with other numbers."""
    monkeypatch.setattr(http, "WATCH_SILENCE_SECONDS", 1.5)
    monkeypatch.setattr(http, "ATTEMPT_TIMEOUT_SECONDS", 1.5)
    monkeypatch.setattr(reflector, "FIRST_DELAY_SECONDS", 0.1)
    monkeypatch.setattr(reflector, "MAX_DELAY_SECONDS", 1.0)
    monkeypatch.setattr(reflector, "SHORT_WATCH_SECONDS", 0.2)
    monkeypatch.setattr(reflector, "WATCH_SECONDS", (1, 4))
    monkeypatch.setattr(reflector, "OVERTIME_SECONDS", 1.0)
    monkeypatch.setattr(reflector, "PAGE_SIZE", 3)
    monkeypatch.setattr(queue, "MAX_BACKOFF_SECONDS", 0.5)
    monkeypatch.setattr(apply, "PAUSE_SECONDS", 0.1)


@pytest.fixture
async def defined(client: HttpClient) -> None:
    """Let the API server serve Greetings."""
    definition = document.document(greeter.Greeting)
    name = definition["metadata"]["name"]
    await client.apply(DEFINITION, "", name, msgspec.json.encode(definition), manager="test")

    async def unserved() -> str:
        try:
            await client.list(GREETING, "default")
        except errors.NotFound as error:
            return str(error)
        return ""

    await until_nothing(unserved, SETTLE_SECONDS)


def proxy_for(server: ApiServer, mode: Mode, seed: int) -> chaos.Proxy:
    """Return the proxy of a mode."""
    if mode.is_wire:
        return chaos.Wire(server.port, mode.faults, seed=seed, rate=mode.rate)
    tls = ssl.create_default_context(cafile=server.folder / "apiserver.crt")
    return meddler.Meddler(server.port, mode.faults, seed=seed, rate=mode.rate, tls=tls, token=apiserver.ADMIN_TOKEN)


def access_by(server: ApiServer, url: str) -> Access:
    """Return the administrator's access by way of a proxy; nobody hands a token to plain HTTP."""
    if not url.startswith("https:"):
        return Access(url)
    changed = server.kubeconfig.with_name("kubeconfig-chaos")
    changed.write_text(server.kubeconfig.read_text().replace(f"https://127.0.0.1:{server.port}", url))
    return kubeconfig.load(changed)


@contextlib.asynccontextmanager
async def running(direct: HttpClient, ours: Counting, seed: int) -> AsyncIterator[World]:
    """Run the program in a namespace of its own until the end of the block."""
    namespace = f"chaos-{next(numbers)}"
    await direct.apply(
        NAMESPACE,
        "",
        namespace,
        msgspec.json.encode({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}),
        manager="test",
    )
    world = World(direct, ours, namespace, seed)
    stop = asyncio.Event()
    program = asyncio.create_task(world.greeter.manager.run(stop))
    try:
        yield world
    finally:
        stop.set()
        await program


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
@pytest.mark.usefixtures("_impatient", "defined")
async def test_what_is_kept_and_done_is_right_in_the_end(server: ApiServer, client: HttpClient, mode: Mode, seed: int):
    """No event is lost, no key is with two workers, each object is carried out, and nobody asks in a hot loop."""
    clock = asyncio.get_running_loop().time
    async with proxy_for(server, mode, seed) as proxy, Counting(access_by(server, proxy.url)) as ours:
        started = clock()
        async with running(client, ours, seed) as world:
            await world.disturb()
            proxy.calm()
            await until_nothing(lambda: missing(world), SETTLE_SECONDS)
            assert world.greeter.manager.healthy()
        elapsed = clock() - started

    assert proxy.done, "the proxy did no harm"
    assert [wrong for ledger in world.ledgers for wrong in ledger.wrong] == []
    assert world.greeter.clashes == []
    # Own writes are seen at once, and what the watch shows later does not undo them.
    assert not mode.is_wire or [back for ledger in world.ledgers for back in ledger.went_back] == []
    for what, count in ours.asked.items():
        assert count < 10 + REQUESTS_PER_SECOND * elapsed, f"{what}: {count} requests in {elapsed:.1f} s"


@pytest.mark.parametrize(
    "faults",
    [
        ("list 503", "list page", "list status"),
        ("watch 503", "watch page"),
        ("watch 410",),
        ("watch 429 later", "list 429 later"),
        ("line 410",),
        ("line 500", "line json", "line nameless", "line utf8"),
        ("line end", "line cut"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("_impatient", "defined")
async def test_nobody_asks_in_a_hot_loop_when_nothing_works(server: ApiServer, client: HttpClient, faults, monkeypatch):
    """Each answer or line suffers: the pauses grow, and then one good answer is enough."""
    monkeypatch.setattr(reflector, "WATCH_SECONDS", (10, 10))
    tls = ssl.create_default_context(cafile=server.folder / "apiserver.crt")
    target = dataclasses.replace(PAPERS, namespace="default")
    async with (
        meddler.Meddler(server.port, faults, seed=0, rate=1.0, tls=tls, token=apiserver.ADMIN_TOKEN) as proxy,
        Counting(Access(proxy.url)) as ours,
    ):
        informer = shared.Informer(ours, target)
        following = asyncio.create_task(informer.run())
        for number in range(20):
            paper = {
                "metadata": {"name": "loop", "labels": {"example.com/paper": "yes"}},
                "data": {"size": str(number)},
            }
            body = msgspec.json.encode({"apiVersion": "v1", "kind": "ConfigMap"} | paper)
            await client.apply(CONFIG_MAP, "default", "loop", body, manager="user")
            await asyncio.sleep(0.1)
        suffered = proxy.done.total()
        proxy.calm()

        async def unseen() -> str:
            entry = informer.store.get(Key("default", "loop"))
            return "" if entry and entry.view == 19 else f"{entry}"

        await until_nothing(unseen, SETTLE_SECONDS)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    # A hot loop makes hundreds; a slow machine, on which healthy watches live longer, some more than a quick one.
    assert 1 <= suffered <= 40
