# SPDX-License-Identifier: Apache-2.0
"""A real API server that has too much to do (429), and one whose etcd is gone (504)."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.config.access import Fixed, Identity
from kubeloop.objects.kind import Kind
from tests.support import apiserver
from tests.support.greeter import CONFIG_MAP

BINDING = Kind("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", namespaced=False)
WRITERS = 6
GRANT_SECONDS = 10.0
RETRY_AFTER_SECONDS = 1.0
"""What the server asks of those that it sheds."""


class Answers:
    """Counts answers by their status."""

    def __init__(self) -> None:
        self.by_status: Counter[int] = Counter()

    def request_finished(self, method: str, status: int, seconds: float) -> None:
        """Count one."""
        self.by_status[status] += 1


@pytest.fixture
def busy(tmp_path) -> Iterator[apiserver.ApiServer]:
    """Run a server that takes one request at a time, and gives up on each after two seconds."""
    flags = [
        "--enable-priority-and-fairness=false",
        "--max-requests-inflight=1",
        "--max-mutating-requests-inflight=1",
        "--request-timeout=2s",
    ]
    with apiserver.running(tmp_path, *flags) as running:
        yield running


@pytest.fixture
def answers() -> Answers:
    """Return what the guest's client counts."""
    return Answers()


@pytest.fixture
async def guest(busy, answers) -> AsyncIterator[HttpClient]:
    """Talk to the server as somebody to whom its limits apply: administrators are exempt."""
    async with HttpClient(busy.access) as administrator:
        await administrator.apply(BINDING, "", "guest", binding(), manager="test")
    authority = (await busy.access.credentials.current()).tls
    identity = Identity(apiserver.GUEST_TOKEN, authority)
    async with HttpClient(dataclasses.replace(busy.access, credentials=Fixed(identity)), counters=answers) as client:
        await granted(client)
        answers.by_status.clear()
        yield client


def binding() -> bytes:
    """Return what lets the guest do everything."""
    role = {"apiGroup": BINDING.group, "kind": "ClusterRole", "name": "cluster-admin"}
    subject = {"apiGroup": BINDING.group, "kind": "User", "name": apiserver.GUEST_TOKEN}
    content = {"apiVersion": BINDING.api_version, "kind": BINDING.name, "metadata": {"name": "guest"}}
    return msgspec.json.encode(content | {"roleRef": role, "subjects": [subject]})


async def granted(client: HttpClient) -> None:
    """Wait until the server knows of the binding."""
    async with asyncio.timeout(GRANT_SECONDS):
        while True:
            try:
                await client.list(CONFIG_MAP, "default")
            except errors.Forbidden:
                await asyncio.sleep(0.1)
            else:
                return


async def put(client: HttpClient, name: str) -> None:
    """Apply a ConfigMap."""
    content = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "default"}}
    await client.apply(CONFIG_MAP, "default", name, msgspec.json.encode(content), manager="test")


async def test_writes_that_a_busy_server_sheds_are_sent_again(guest, answers):
    """Each succeeds in the end, no sooner than the server asked; the first answers are really 429."""
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(put(guest, f"crowd-{number}") for number in range(WRITERS)))

    assert answers.by_status[429] > 0
    assert asyncio.get_running_loop().time() - started >= RETRY_AFTER_SECONDS
    assert answers.by_status[201] == WRITERS


async def test_server_without_its_etcd_fails_and_comes_back(busy, guest, answers):
    """A write that the server gave up on is not repeated: it may have happened; reads and writes go on afterwards."""
    await put(guest, "before")
    busy.stop("etcd")
    with pytest.raises(errors.ServerError) as failure:
        await put(guest, "meanwhile")
    failed = answers.by_status[504]
    await asyncio.to_thread(busy.start)

    await put(guest, "after")

    assert (failure.value.status, failed) == (504, 1)
    assert len((await guest.list(CONFIG_MAP, "default")).items) >= 2
