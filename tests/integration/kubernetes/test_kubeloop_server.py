# SPDX-License-Identifier: Apache-2.0
"""Probes and metrics over a real socket, as kubelet and Prometheus ask for them."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request

import prometheus_client
import pytest

from kubeloop import manager, metrics, server
from tests.support import loopback


def asked(port: int, path: str) -> tuple[int, str, str]:
    """Return status, content type and body of an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers["Content-Type"], refusal.read().decode()


@pytest.fixture
def port() -> int:
    """Return a port that is free."""
    return loopback.free_ports(1)[0]


async def test_probes_follow_the_manager(port):
    """Alive from the start, ready while it runs, neither more than that."""
    running, stop = manager.Manager(), asyncio.Event()
    async with server.probes(running, port):
        before = await asyncio.to_thread(asked, port, "/readyz")
        task = asyncio.create_task(running.run(stop))
        await asyncio.sleep(0)
        alive = await asyncio.to_thread(asked, port, "/healthz")
        ready = await asyncio.to_thread(asked, port, "/readyz")
        stop.set()
        await task

    assert [before[0], alive[0], ready[0]] == [503, 200, 200]
    assert "not synced" in before[2]


async def test_metrics_come_in_the_format_that_prometheus_reads(port):
    """With its content type, and what was counted."""
    registry = prometheus_client.CollectorRegistry()
    metrics.Counters(registry).added("greeting", 3)

    def render() -> tuple[bytes, str]:
        return prometheus_client.generate_latest(registry), prometheus_client.CONTENT_TYPE_LATEST

    async with server.metrics(render, port):
        status, content_type, body = await asyncio.to_thread(asked, port, "/metrics")

    assert (status, content_type) == (200, prometheus_client.CONTENT_TYPE_LATEST)
    assert 'workqueue_depth{name="greeting"} 3.0' in body


async def test_port_that_is_taken_is_an_error(port):
    """The program ends instead of being silently unobserved."""
    async with server.probes(manager.Manager(), port):
        with pytest.raises(OSError, match="address already in use"):
            async with server.probes(manager.Manager(), port):
                pass
