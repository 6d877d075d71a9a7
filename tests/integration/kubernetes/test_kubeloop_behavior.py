# SPDX-License-Identifier: Apache-2.0
"""A real API server does what the one in memory does: tests/unit/kubeloop/testing/test_behavior.py."""

from __future__ import annotations

import asyncio
import contextlib
import itertools

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from tests.support.apiserver import ApiServer
from tests.support.behavior import applies, deletions, histories, lists, ownership, patches, statuses, watches
from tests.support.behavior.api import DEFINITION, NAMESPACE, WIDGET, WIDGET_DEFINITION, Api, in_memory

ATTEMPTS = 400
WRITES = 30
_numbers = itertools.count(1)


@pytest.fixture
async def api(server: ApiServer, client: HttpClient) -> Api:
    """Return the server with a new namespace; it loses its history when it is stopped, etcd compacted, and started."""

    async def expire() -> None:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.compact)
        await asyncio.to_thread(server.start)

    api = Api(client, f"behavior-{next(_numbers)}", expire)
    await api.apply(NAMESPACE, api.namespace)
    await define(client)
    return api


async def define(client: HttpClient) -> None:
    """Install the custom resource, and wait until it is served."""
    body = msgspec.json.encode(WIDGET_DEFINITION)
    await client.apply(DEFINITION, "", WIDGET_DEFINITION["metadata"]["name"], body, manager="test")
    for _ in range(ATTEMPTS):
        with contextlib.suppress(errors.NotFound):
            await client.list(WIDGET)
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"the custom resource is not served after {ATTEMPTS} attempts")


class TestApplies(applies.Applies):
    """Server-side apply."""


class TestMerging(applies.Merging):
    """Lists and maps."""


class TestOwnership(ownership.Ownership):
    """Managed fields."""


class TestPatches(patches.Patches):
    """Merge patches."""


class TestStatuses(statuses.Statuses):
    """The status subresource."""


class TestDeletions(deletions.Deletions):
    """Preconditions and finalizers."""


class TestLists(lists.Lists):
    """Pages and selectors."""


class TestWatches(watches.Watches):
    """News."""


@pytest.mark.parametrize("seed", range(8))
async def test_random_histories_end_the_same(api: Api, seed: int) -> None:
    """Every answer of every write, to the letter of the managed fields, and whether it changed anything."""
    memory = in_memory()
    versions: set[tuple[str, str]] = set()
    for description, write in histories.writes(seed, WRITES):
        expected, actual = await histories.outcome(api, write), await histories.outcome(memory, write)
        assert expected == actual, description
        versions.add(tuple([(await each.get(WIDGET))["metadata"]["resourceVersion"] for each in (api, memory)]))

    assert len({real for real, _ in versions}) == len({kept for _, kept in versions}) == len(versions)
