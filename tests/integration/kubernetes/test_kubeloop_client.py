# SPDX-License-Identifier: Apache-2.0
"""The HTTP client against a real API server: the six verbs and the errors of each."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import signal

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client import base, http
from kubeloop.client.http import HttpClient
from kubeloop.config import access
from kubeloop.controller import apply
from kubeloop.objects.kind import Kind
from tests.support import chaos
from tests.support.greeter import CONFIG_MAP

NAMESPACE = Kind("", "v1", "namespaces", "Namespace", namespaced=False)


def config_map(name: str, namespace: str = "default", **metadata: object) -> bytes:
    """Return the body of a ConfigMap."""
    content = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace} | metadata}
    return msgspec.json.encode(content | {"data": {"a": "b"}})


async def make_namespace(client: HttpClient, name: str) -> str:
    """Make a namespace for one test."""
    body = msgspec.json.encode({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    await client.apply(NAMESPACE, "", name, body, manager="test")
    return name


async def make(client: HttpClient, name: str, namespace: str = "default", **metadata: object) -> dict:
    """Apply a ConfigMap and return it."""
    body = config_map(name, namespace, **metadata)
    return msgspec.json.decode(await client.apply(CONFIG_MAP, namespace, name, body, manager="test"))


async def test_list_comes_in_pages(client):
    """A continue token leads to the rest, at the version of the first page."""
    namespace = await make_namespace(client, "pages")
    for name in ("one", "two", "three"):
        await make(client, name, namespace)

    first = await client.list(CONFIG_MAP, namespace, limit=2)
    second = await client.list(CONFIG_MAP, namespace, limit=2, continue_token=first.continue_token)

    assert (len(first.items), len(second.items), second.continue_token) == (2, 1, "")
    assert first.resource_version == second.resource_version


async def test_label_selector_hides_the_others(client):
    """Only what carries the label is listed."""
    namespace = await make_namespace(client, "labels")
    await make(client, "ours", namespace, labels={"own": "yes"})
    await make(client, "theirs", namespace)

    page = await client.list(CONFIG_MAP, namespace, labels="own=yes")

    assert len(page.items) == 1


async def test_watch_goes_on_from_a_version(client):
    """What happened after the version is told in order."""
    namespace = await make_namespace(client, "watched")
    version = (await client.list(CONFIG_MAP, namespace)).resource_version
    await make(client, "new", namespace)
    await client.patch(CONFIG_MAP, namespace, "new", b'{"data": {"a": "c"}}')
    await client.delete(CONFIG_MAP, namespace, "new")

    watch = client.watch(CONFIG_MAP, namespace, resource_version=version, timeout_seconds=1)
    seen = [event.type async for event in watch]

    assert seen[:3] == ["ADDED", "MODIFIED", "DELETED"]


async def test_first_apply_with_version_one_creates_only(client):
    """Server-side apply of resourceVersion "1" creates if absent and is refused if anything is there."""
    await make(client, "first", resourceVersion="1")

    with pytest.raises(errors.Conflict):
        await make(client, "first", resourceVersion="1")


async def test_unforced_apply_leaves_a_field_to_its_manager(client):
    """Another's field is a conflict; what nobody else wants is applied."""
    await make(client, "shared")

    body = config_map("shared").replace(b'"b"', b'"c"')
    with pytest.raises(errors.Conflict, match="test"):
        await client.apply(CONFIG_MAP, "default", "shared", body, manager="other", force=False)
    await client.apply(CONFIG_MAP, "default", "shared", body, manager="other")

    assert msgspec.json.decode(await client.get(CONFIG_MAP, "default", "shared"))["data"] == {"a": "c"}


async def test_only_metadata_hides_the_content(client):
    """Neither lists nor watches carry data, whatever the kind."""
    namespace = await make_namespace(client, "hidden")
    await make(client, "one", namespace)

    page = await client.list(CONFIG_MAP, namespace, only_metadata=True)
    await make(client, "two", namespace)
    watch = client.watch(
        CONFIG_MAP, namespace, resource_version=page.resource_version, timeout_seconds=1, only_metadata=True
    )
    seen = [msgspec.json.decode(event.object) async for event in watch]

    objects = [msgspec.json.decode(item) for item in page.items] + seen[:1]
    assert [each["metadata"]["name"] for each in objects] == ["one", "two"]
    assert [each for each in objects if "data" in each] == []


async def test_uid_of_another_object_is_refused(client):
    """Apply and delete with a wrong uid touch nothing; to the server the apply is an invalid change of the uid."""
    await make(client, "uid")

    with pytest.raises(errors.Invalid, match=apply.IMMUTABLE_UID):
        await make(client, "uid", uid="11111111-1111-1111-1111-111111111111")
    with pytest.raises(errors.Conflict):
        await make(client, "absent", uid="11111111-1111-1111-1111-111111111111")
    with pytest.raises(errors.Conflict):
        await client.delete(CONFIG_MAP, "default", "uid", uid="11111111-1111-1111-1111-111111111111")


async def test_absent_object_is_not_found(client):
    """Get and delete of nothing say so."""
    with pytest.raises(errors.NotFound):
        await client.get(CONFIG_MAP, "default", "absent")
    with pytest.raises(errors.NotFound):
        await client.delete(CONFIG_MAP, "default", "absent")


async def test_invalid_object_is_refused_with_the_server_s_sentence(client):
    """The message tells what is wrong."""
    with pytest.raises(errors.Invalid, match=r"metadata\.name"):
        await make(client, "Not_A_Name")


async def test_expired_token_is_forbidden(server):
    """Who is not known may not look."""
    admin = await server.access.credentials.current()
    stranger = access.Fixed(dataclasses.replace(admin, token="stranger"))
    async with HttpClient(dataclasses.replace(server.access, credentials=stranger)) as client:
        with pytest.raises(errors.Forbidden):
            await client.list(CONFIG_MAP, "default")


async def test_server_that_falls_silent_is_noticed(server, monkeypatch):
    """No news may be a half-open connection: the watch ends, and the next one tells that nobody answers."""
    monkeypatch.setattr(http, "WATCH_SILENCE_SECONDS", 3)
    monkeypatch.setattr(http, "ATTEMPT_TIMEOUT_SECONDS", 3)
    async with HttpClient(server.access) as client:
        version = (await client.list(CONFIG_MAP, "default")).resource_version
        events = client.watch(CONFIG_MAP, "default", resource_version=version, timeout_seconds=600)
        await make(client, "last-news")
        await anext(events)
        server.signal(signal.SIGSTOP)
        try:
            assert [event async for event in events] == []
            with pytest.raises(errors.Unreachable):
                await anext(client.watch(CONFIG_MAP, "default", resource_version=version, timeout_seconds=600))
        finally:
            server.signal(signal.SIGCONT)


async def first_event(client: HttpClient, version: str) -> base.Event:
    """Watch until something happens."""
    watch = client.watch(CONFIG_MAP, "default", resource_version=version, timeout_seconds=600)
    async with contextlib.aclosing(watch) as events:
        return await anext(events)


async def test_many_requests_share_few_connections_and_watches_take_none_of_them(server):
    """Sixty at once, beside twenty watches that hold theirs for ever."""
    async with chaos.Wire(server.port, (), seed=0, rate=0.0) as wire:
        async with HttpClient(dataclasses.replace(server.access, server=wire.url)) as client:
            version = (await client.list(CONFIG_MAP, "default")).resource_version
            watches = [asyncio.create_task(first_event(client, version)) for _ in range(20)]
            await asyncio.gather(*(client.list(CONFIG_MAP, "default") for _ in range(60)))
            await make(client, "seen-by-all")
            await asyncio.gather(*watches)

        assert wire.accepted <= http.CONNECTIONS + len(watches)


async def test_closed_port_is_unreachable(server):
    """No answer is an error of its own, for requests and watches."""
    nowhere = dataclasses.replace(server.access, server="https://127.0.0.1:9")
    async with HttpClient(nowhere) as client:
        with pytest.raises(errors.Unreachable):
            await client.get(CONFIG_MAP, "default", "any")
        with pytest.raises(errors.Unreachable):
            async for _ in client.watch(CONFIG_MAP, resource_version="1", timeout_seconds=1):
                pass


async def test_leave_that_ends_while_a_write_waits_for_its_connection_holds_it_back(server, client):
    """It is asked for again right before the bytes go out; afterwards the client works on."""
    asked: list[float] = []

    def permit() -> float:
        asked.append(30.0)
        if len(asked) == 2:
            raise errors.Stop("somebody else leads")
        return asked[0]

    async with HttpClient(server.access, permit=permit) as writer:
        with pytest.raises(errors.Stop):
            await make(writer, "too-late")
        await make(writer, "in-time")
        page = await writer.list(CONFIG_MAP, "default")

    names = {msgspec.json.decode(item)["metadata"]["name"] for item in page.items}
    assert "in-time" in names
    assert "too-late" not in names
