# SPDX-License-Identifier: Apache-2.0
"""The hands of those who are no client of the cluster in memory. What its clients see is in test_behavior.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.base import Event, Propagation
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.testing.cluster import Cluster, Request

KIND = Kind("example.com", "v1", "things", "Thing")


@pytest.fixture
def api() -> Cluster:
    """Return an empty cluster."""
    return Cluster()


def thing(name: str = "a", **metadata: Any) -> dict[str, Any]:
    """Return a thing as somebody writes it."""
    return {"metadata": {"name": name, "namespace": "ns"} | metadata}


def owned_by(*owners: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Return the references to these owners."""
    return [
        {"kind": "Thing", "name": each["metadata"]["name"], "uid": each["metadata"]["uid"]} | more for each in owners
    ]


async def apply(api: Cluster, manager: str = "one", **content: Any) -> dict[str, Any]:
    """Apply the thing."""
    body = {"apiVersion": KIND.api_version, "kind": KIND.name} | thing() | content
    answer: dict[str, Any] = msgspec.json.decode(
        await api.apply(KIND, "ns", "a", msgspec.json.encode(body), manager=manager)
    )
    return answer


async def test_what_is_put_belongs_to_a_hand(api):
    """Also status; who applies the same shares it, and cannot take it away."""
    api.put(KIND, thing() | {"spec": {"x": 1}, "status": {"phase": "y"}})
    await apply(api, spec={"x": 1})

    left = await apply(api)

    assert (left["spec"], left["status"]) == ({"x": 1}, {"phase": "y"})
    assert [each["manager"] for each in left["metadata"]["managedFields"]] == ["hand"]


def test_what_is_put_is_exactly_what_is_there(api):
    """A field that is left out is gone; what only the server knows stays."""
    first = api.put(KIND, thing() | {"spec": {"x": 1}})
    second = api.put(KIND, first | {"spec": {"y": 1}})

    assert second["spec"] == {"y": 1}
    assert second["metadata"]["uid"] == first["metadata"]["uid"]
    assert second["metadata"]["generation"] == 2


def test_answers_are_copies(api):
    """Nobody edits the cluster by accident."""
    api.put(KIND, thing() | {"spec": {"x": 1}})["spec"]["x"] = 2
    api.read(KIND, "ns", "a")["spec"]["x"] = 2

    assert api.read(KIND, "ns", "a")["spec"] == {"x": 1}


async def test_requests_are_remembered(api):
    """In their order, those of the hands not among them."""
    api.put(KIND, thing())
    await api.list(KIND, "ns")
    await api.patch(KIND, "ns", "a", b"{}", subresource="status")

    assert api.requests == [
        Request("list", KIND, Key("ns", "")),
        Request("patch", KIND, Key("ns", "a"), "status"),
    ]
    assert api.writes == tuple(api.requests[1:])


async def test_fault_before_and_after(api):
    """An answer may be lost whose request had done its work."""
    api.fail_next("apply", errors.Unreachable("refused"))
    api.fail_next("apply", errors.Unreachable("lost"), is_after=True)

    with pytest.raises(errors.Unreachable, match="refused"):
        await apply(api)
    assert api.names(KIND) == ()
    with pytest.raises(errors.Unreachable, match="lost"):
        await apply(api)
    assert api.names(KIND) == ("a",)
    await apply(api, spec={"x": 1})


async def test_hanging_request_does_its_work_late(api):
    """Others go on meanwhile."""
    api.hang_next("apply", 60.0)
    hanging = asyncio.create_task(apply(api))
    await asyncio.sleep(59.0)
    before = await api.list(KIND, "ns")
    await hanging

    assert before.items == ()
    assert api.names(KIND) == ("a",)


async def test_cut_watches_break_and_new_ones_go_on(api):
    """As when a proxy is started anew."""
    version = (await api.list(KIND)).resource_version
    running = asyncio.create_task(drain(api.watch(KIND, resource_version=version, timeout_seconds=600)))
    await asyncio.sleep(1.0)
    api.cut_watches()
    api.put(KIND, thing())

    with pytest.raises(errors.Unreachable):
        await running
    events = await drain(api.watch(KIND, resource_version=version, timeout_seconds=1))
    assert [event.type for event in events] == ["ADDED"]


async def test_expired_history_ends_running_watches(api):
    """At once, with 410."""
    version = (await api.list(KIND)).resource_version
    running = asyncio.create_task(drain(api.watch(KIND, resource_version=version, timeout_seconds=600)))
    await asyncio.sleep(1.0)
    api.expire_watches()

    with pytest.raises(errors.Gone):
        await running


async def test_watch_has_a_bookmark_each_minute(api):
    """And one before its end, once something happened that it does not show."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    version = (await api.list(KIND)).resource_version
    loop.call_at(started + 70.0, api.put, KIND, thing())
    watch = api.watch(KIND, labels="own", resource_version=version, timeout_seconds=200)

    assert [(event.type, loop.time() - started) async for event in watch] == [
        ("BOOKMARK", 120.0),
        ("BOOKMARK", 180.0),
        ("BOOKMARK", 198.0),
    ]


@pytest.mark.parametrize(
    ("propagation", "left"),
    [("Background", ("other",)), ("Foreground", ("other",)), ("Orphan", ("child", "grandchild", "other"))],
)
async def test_garbage_is_collected_at_once(api: Cluster, propagation: Propagation, left: tuple[str, ...]) -> None:
    """To the last generation, unless orphaned, when the owner is forgotten."""
    parent = api.put(KIND, thing())
    child = api.put(KIND, thing("child", ownerReferences=owned_by(parent, blockOwnerDeletion=True)))
    api.put(KIND, thing("grandchild", ownerReferences=owned_by(child)))
    api.put(KIND, thing("other", ownerReferences=[{"uid": "of-nobody"}]))

    await api.delete(KIND, "ns", "a", propagation=propagation)

    assert left == api.names(KIND)
    if "child" in left:
        assert "ownerReferences" not in api.read(KIND, "ns", "child")["metadata"]


def test_who_has_another_owner_stays(api):
    """Without the reference to the one that is gone."""
    one, two = api.put(KIND, thing("one")), api.put(KIND, thing("two"))
    api.put(KIND, thing("child", ownerReferences=owned_by(one, two)))
    api.remove(KIND, "ns", "one")

    assert api.read(KIND, "ns", "child")["metadata"]["ownerReferences"] == owned_by(two)


async def test_owner_waits_for_those_who_block_it(api):
    """In the foreground, until their finalizers are gone."""
    parent = api.put(KIND, thing())
    for name, blocks in (("blocking", True), ("other", False)):
        references = owned_by(parent, blockOwnerDeletion=blocks)
        api.put(KIND, thing(name, ownerReferences=references, finalizers=["example.com/a"]))
    await api.delete(KIND, "ns", "a", propagation="Foreground")
    waiting = api.names(KIND)
    await api.patch(KIND, "ns", "blocking", b'{"metadata":{"finalizers":null}}')

    assert waiting == ("a", "blocking", "other")
    assert api.names(KIND) == ("other",)
    assert api.read(KIND, "ns", "other")["metadata"]["deletionTimestamp"]


async def test_lenient_cluster_serves_every_kind_and_namespace(api):
    """A test need not define what it does not look at."""
    await apply(api)

    with pytest.raises(errors.NotFound):
        await Cluster(is_strict=True).list(KIND)


async def drain(watch: AsyncGenerator[Event, None]) -> list[Event]:
    """Return all events of a watch."""
    return [event async for event in watch]
