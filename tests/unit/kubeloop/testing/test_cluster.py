# SPDX-License-Identifier: Apache-2.0
"""The API server in memory: the semantics that make tests with it worth something."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.objects.kind import Kind
from kubeloop.testing import clock, cluster

KIND = Kind("example.com", "v1", "things", "Thing")


def apply(
    api: cluster.Cluster, manager: str = "one", *, subresource: str = "", metadata: Any = None, **content: Any
) -> Any:
    """Apply a thing."""
    body = msgspec.json.encode({"metadata": {"name": "a", "namespace": "ns"} | (metadata or {})} | content)
    return msgspec.json.decode(clock.run(api.apply(KIND, "ns", "a", body, manager=manager, subresource=subresource)))


def test_version_one_creates_only():
    """As on the real server."""
    api = cluster.Cluster()
    apply(api, metadata={"resourceVersion": "1"})

    with pytest.raises(errors.Conflict):
        apply(api, metadata={"resourceVersion": "1"})


def test_manager_gives_up_what_it_leaves_out_unless_another_has_it_too():
    """Field ownership of server-side apply."""
    api = cluster.Cluster()
    apply(api, "one", spec={"mine": 1, "ours": 2})
    apply(api, "two", spec={"ours": 2, "theirs": 3})

    assert apply(api, "one", spec={"new": 4})["spec"] == {"ours": 2, "theirs": 3, "new": 4}


def test_lists_of_named_entries_merge():
    """Containers and conditions of others stay."""
    api = cluster.Cluster()
    apply(api, "one", spec={"containers": [{"name": "x", "image": "1"}]})
    apply(api, "two", spec={"containers": [{"name": "y", "image": "2"}]})

    assert apply(api, "one", spec={"containers": [{"name": "x", "image": "3"}]})["spec"]["containers"] == [
        {"name": "x", "image": "3"},
        {"name": "y", "image": "2"},
    ]


def test_apply_without_effect_keeps_the_version():
    """No event, no new version."""
    api = cluster.Cluster()

    assert apply(api, spec={"a": 1})["metadata"] == apply(api, spec={"a": 1})["metadata"]


def test_generation_counts_specs_and_status_has_its_own_door():
    """A status write changes neither spec nor generation; an apply changes no status."""
    api = cluster.Cluster()
    apply(api, spec={"a": 1}, status={"ignored": True})
    after_status = apply(api, "two", subresource="status", status={"done": True}, spec={"ignored": True})
    after_spec = apply(api, spec={"a": 2})

    assert (
        after_status["metadata"]["generation"], after_status["spec"], after_status["status"],
    ) == (1, {"a": 1}, {"done": True})  # fmt: skip
    assert (after_spec["metadata"]["generation"], after_spec["status"]) == (2, {"done": True})


def test_status_of_nothing_is_not_found():
    """A status write creates no object."""
    with pytest.raises(errors.NotFound):
        apply(cluster.Cluster(), subresource="status", status={})


def test_watch_sees_what_enters_and_leaves_its_selector():
    """A label that goes is a deletion to those who select by it."""
    api = cluster.Cluster()
    metadata = {"name": "a", "namespace": "ns"}

    async def scenario() -> list[str]:
        page = await api.list(KIND, labels="own=yes")
        api.put(KIND, {"metadata": metadata})
        api.put(KIND, {"metadata": metadata | {"labels": {"own": "yes"}}})
        api.put(KIND, {"metadata": metadata | {"labels": {"own": "yes"}}, "spec": 1})
        api.put(KIND, {"metadata": metadata})
        watch = api.watch(KIND, labels="own=yes", resource_version=page.resource_version, timeout_seconds=5)
        return [event.type async for event in watch]

    assert clock.run(scenario()) == ["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]


def test_expired_history_is_gone():
    """Old versions and old continue tokens get 410."""
    api = cluster.Cluster()
    for name in "abc":
        api.put(KIND, {"metadata": {"name": name, "namespace": "ns"}})

    async def scenario() -> None:
        page = await api.list(KIND, limit=2)
        api.expire_watches()
        with pytest.raises(errors.Gone):
            await api.list(KIND, limit=2, continue_token=page.continue_token)
        with pytest.raises(errors.Gone):
            async for _ in api.watch(KIND, resource_version=page.resource_version, timeout_seconds=5):
                pass

    clock.run(scenario())


def test_orphans_stay():
    """Deletion takes the children along, unless told otherwise."""
    api = cluster.Cluster()
    uid = api.put(KIND, {"metadata": {"name": "p", "namespace": "ns"}})["metadata"]["uid"]
    api.put(KIND, {"metadata": {"name": "c", "namespace": "ns", "ownerReferences": [{"uid": uid}]}})
    clock.run(api.delete(KIND, "ns", "p", propagation="Orphan"))

    assert api.names(KIND) == ("c",)


def test_merge_patch_removes_by_null():
    """RFC 7386."""
    api = cluster.Cluster()
    api.put(KIND, {"metadata": {"name": "a", "namespace": "ns"}, "spec": {"x": 1, "y": {"z": 2}}})

    patched = msgspec.json.decode(clock.run(api.patch(KIND, "ns", "a", b'{"spec":{"x":null,"y":{"w":3}}}')))

    assert patched["spec"] == {"y": {"z": 2, "w": 3}}


def test_virtual_time_jumps_in_order():
    """Hours take no time, and timers ring in their order."""
    rung: list[tuple[str, float]] = []

    async def ring(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        rung.append((name, asyncio.get_running_loop().time() - clock.START_SECONDS))

    async def scenario() -> None:
        await asyncio.gather(ring("late", 7200), ring("early", 3600))

    clock.run(scenario())

    assert rung == [("early", 3600), ("late", 7200)]


def test_test_that_would_hang_fails():
    """Waiting for nothing is an error, not an endless test."""

    async def scenario() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="everything waits"):
        clock.run(scenario())
