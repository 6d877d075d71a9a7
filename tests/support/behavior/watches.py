# SPDX-License-Identifier: Apache-2.0
"""Watches: what they show, when they end, and when it is too late for them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from kubeloop import errors
from kubeloop.client.base import Event
from tests.support.behavior.api import CONFIG_MAP, Api, decoded, told


class Watches:
    """What a watch shows."""

    async def test_changes_after_a_version_come_in_order(self, api: Api) -> None:
        """Each once, as it was then."""
        await api.make("before")
        version = await api.version()
        made = await api.apply(CONFIG_MAP, data={"k": "v"})
        changed = await api.patch(CONFIG_MAP, {"data": {"k": "w"}})
        await api.client.delete(CONFIG_MAP, api.namespace, "a")

        events = await api.seen(version, 3)

        assert told(events) == [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a")]
        assert [decoded(event.object) for event in events[:2]] == [made, changed]

    async def test_deletion_has_a_version_of_its_own_and_the_last_content(self, api: Api) -> None:
        """A watch goes on from there."""
        version = await api.version()
        await api.apply(CONFIG_MAP, data={"k": "v"})
        await api.client.delete(CONFIG_MAP, api.namespace, "a")
        await api.make("b")

        added, deleted = (decoded(event.object) for event in await api.seen(version, 2))

        assert deleted["data"] == {"k": "v"}
        assert len({version, added["metadata"]["resourceVersion"], deleted["metadata"]["resourceVersion"]}) == 3
        assert told(await api.seen(deleted["metadata"]["resourceVersion"], 1)) == [("ADDED", "b")]

    async def test_finalizers_are_seen_at_work(self, api: Api) -> None:
        """First the wish, then the end."""
        await api.apply(CONFIG_MAP, metadata={"finalizers": ["example.com/a"]})
        version = await api.version()
        await api.client.delete(CONFIG_MAP, api.namespace, "a")
        await api.apply(CONFIG_MAP)

        events = await api.seen(version, 2)

        assert told(events) == [("MODIFIED", "a"), ("DELETED", "a")]
        assert "deletionTimestamp" in decoded(events[0].object)["metadata"]

    async def test_selector_shows_who_enters_and_leaves(self, api: Api) -> None:
        """Who leaves is deleted as far as one can see: in its last selected state, at the version of its leaving."""
        await api.make("a", "other")
        version = await api.version()
        await api.patch(CONFIG_MAP, {"metadata": {"labels": {"own": "yes"}}})
        await api.patch(CONFIG_MAP, {"data": {"k": "v"}})
        await api.patch(CONFIG_MAP, {"data": {"k": "w"}}, "other")
        left = await api.patch(CONFIG_MAP, {"metadata": {"labels": None}})
        await api.client.delete(CONFIG_MAP, api.namespace, "a")
        await api.make("end", own="yes")

        events = await api.seen(version, 4, labels="own=yes")

        assert told(events) == [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a"), ("ADDED", "end")]
        last = decoded(events[2].object)
        assert last["metadata"]["labels"] == {"own": "yes"}
        assert last["data"] == {"k": "v"}
        assert last["metadata"]["resourceVersion"] == left["metadata"]["resourceVersion"]

    async def test_no_op_is_not_seen(self, api: Api) -> None:
        """Only changes are."""
        await api.apply(CONFIG_MAP, data={"k": "v"})
        version = await api.version()
        await api.apply(CONFIG_MAP, data={"k": "v"})
        await api.patch(CONFIG_MAP, {"data": {"k": "v"}})
        await api.make("b")

        assert told(await api.seen(version, 1)) == [("ADDED", "b")]

    async def test_watch_without_news_says_nothing_and_ends_at_its_time(self, api: Api) -> None:
        """Without an error, and without a bookmark."""
        version = await api.version()
        started = asyncio.get_running_loop().time()
        watch = api.client.watch(CONFIG_MAP, api.namespace, resource_version=version, timeout_seconds=4)

        assert await _all(watch) == []
        assert 3.9 <= asyncio.get_running_loop().time() - started < 9

    async def test_version_that_is_still_to_come_is_waited_for(self, api: Api) -> None:
        """There is nothing to see yet."""
        version = str(int(await api.version()) + 1_000_000)
        await api.make("a")

        assert await api.seen(version, 1, seconds=1) == []

    async def test_two_watches_see_the_same(self, api: Api) -> None:
        """While it happens."""
        version = await api.version()
        watching = [asyncio.create_task(api.seen(version, 2)) for _ in range(2)]
        await asyncio.sleep(0.3)
        await api.make("a", "b")

        assert [told(await each) for each in watching] == [[("ADDED", "a"), ("ADDED", "b")]] * 2

    async def test_other_namespaces_are_not_seen(self, api: Api) -> None:
        """Without a namespace all are."""
        version = await api.version()
        await replace(api, namespace="default").make(api.namespace)
        await api.make("a")
        watch = api.client.watch(CONFIG_MAP, resource_version=version, timeout_seconds=10)
        everywhere = await _first(watch, 2)

        assert told(await api.seen(version, 1)) == [("ADDED", "a")]
        assert told(everywhere) == [("ADDED", api.namespace), ("ADDED", "a")]

    async def test_metadata_alone(self, api: Api) -> None:
        """Without the content, and of a kind of their own."""
        version = await api.version()
        made = await api.apply(CONFIG_MAP, data={"k": "v"})
        watch = api.client.watch(
            CONFIG_MAP, api.namespace, resource_version=version, timeout_seconds=10, only_metadata=True
        )
        (event,) = await _first(watch, 1)

        assert decoded(event.object) == {
            "kind": "PartialObjectMetadata",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": made["metadata"],
        }

    async def test_bookmarks_tell_where_the_watch_is(self, api: Api) -> None:
        """Before the end, so that what the selector hid meanwhile need not be looked through again."""
        version = await api.version()
        watch = api.client.watch(CONFIG_MAP, api.namespace, labels="own", resource_version=version, timeout_seconds=5)
        watching = asyncio.create_task(_all(watch))
        await asyncio.sleep(0.3)
        await api.make("hidden")
        bookmark = (await watching)[-1]
        await api.make("b")

        content = decoded(bookmark.object)
        assert (bookmark.type, content["kind"]) == ("BOOKMARK", "ConfigMap")
        assert content["metadata"]["resourceVersion"] != version
        assert told(await api.seen(content["metadata"]["resourceVersion"], 1)) == [("ADDED", "b")]

    async def test_lost_history_ends_the_watch_and_cannot_be_watched(self, api: Api) -> None:
        """410 from the old version; a new list leads on."""
        version = await api.version()
        running = asyncio.create_task(api.seen(version, 2, seconds=30))
        await api.make("a")
        await api.expire()

        with pytest.raises((errors.Gone, errors.Unreachable)):
            await running
        with pytest.raises(errors.Gone):
            await api.seen(version, 1)
        newest = await api.version()
        await api.make("b")
        assert told(await api.seen(newest, 1)) == [("ADDED", "b")]


async def _first(watch: AsyncGenerator[Event, None], count: int) -> list[Event]:
    found: list[Event] = []
    async with contextlib.aclosing(watch):
        while len(found) < count:
            event = await anext(watch)
            found += [event] if event.type != "BOOKMARK" else []
    return found


async def _all(watch: AsyncGenerator[Event, None]) -> list[Event]:
    return [event async for event in watch]
