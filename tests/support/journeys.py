# SPDX-License-Identifier: Apache-2.0
"""One cluster with the operator installed from its manifests; a namespace of its own for each test."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator

import pytest

from tests.support import journal
from tests.support.waiting import until
from tools import cluster, deploy, publish
from tools.kubectl import Kubectl


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs machines of ours when the cluster is somebody's."""
    if cluster.is_existing():
        for item in items:
            if item.get_closest_marker("machines"):
                item.add_marker(
                    pytest.mark.skip(reason="needs localkube's machines; CLUSTER=existing has none of ours")
                )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how long each step of the journeys took."""
    if journal.STEPS:
        terminalreporter.section("how long it took")
    for name, seconds in journal.STEPS:
        terminalreporter.write_line(f"{seconds:7.1f} s  {name}")


@pytest.fixture(scope="session")
def client() -> Iterator[Kubectl]:
    """Bring the cluster up with the operator from its image; take it down again if nobody had it up before."""
    was_there = cluster.is_existing() or cluster.is_running()
    try:
        with journal.step("cluster, images, operator"):
            cluster.check()
            connected = cluster.up()
            deploy.up(connected, publish.provide(publish.build_for_cluster(*deploy.IMAGES)))
        yield connected
    finally:
        if not was_there:
            cluster.down()


@pytest.fixture
def namespace(client: Kubectl, request: pytest.FixtureRequest) -> Iterator[Kubectl]:
    """Return a kubectl for a namespace that lives as long as the test."""
    with living(client, request.node.name.removeprefix("test_")) as found:
        yield found


@contextlib.contextmanager
def living(client: Kubectl, title: str, *, level: str = "restricted") -> Iterator[Kubectl]:
    """Return a kubectl for a namespace, of a Pod Security level, that lives as long as the block."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower())[:50].strip("-")
    client.run("apply", "--server-side", "--filename", "-", stdin=json.dumps(_namespace(name, level)))
    try:
        yield client.within(name)
    finally:
        _end(client, name)


def _end(client: Kubectl, name: str) -> None:
    client.within(name).run("delete", "monero", "--all", "--cascade=foreground", "--timeout=3m", timeout_seconds=200)
    client.run("delete", "namespace", name, "--wait=false")
    until(
        lambda: name not in {item["metadata"]["name"] for item in client.items("namespaces")},
        seconds=180,
        what=f"the namespace {name} is gone",
    )


def _namespace(name: str, level: str) -> dict[str, object]:
    labels = {"pod-security.kubernetes.io/enforce": level}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
