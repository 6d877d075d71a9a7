# SPDX-License-Identifier: Apache-2.0
"""The runtime's metrics as Prometheus reads them: controller-runtime's names with the meaning that they have there."""

from __future__ import annotations

import asyncio

import prometheus_client
import pytest
from prometheus_client import parser

from kubeloop import errors, metrics, queue
from kubeloop.controller import loop
from kubeloop.objects.metadata import Key
from kubeloop.testing import clock

KEY = Key("default", "one")


class Metrics:
    """Counters and what a scrape finds in them."""

    def __init__(self) -> None:
        self.registry = prometheus_client.CollectorRegistry()
        self.counters = metrics.Counters(self.registry)

    def samples(self) -> dict[tuple[str, ...], float]:
        """Return every sample by its name and label values."""
        families = parser.text_string_to_metric_families(prometheus_client.generate_latest(self.registry).decode())
        return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def reconciled(raised: Exception | None) -> dict[tuple[str, ...], float]:
    """Return the metrics after one reconcile that raised this."""
    found = Metrics()

    async def reconcile(_: Key) -> loop.Result:
        if raised is not None:
            raise raised
        return loop.Result()

    async def scenario() -> None:
        controller = loop.Controller(
            "test", reconcile, workers=3, counters=found.counters, queue_counters=found.counters
        )
        controller.enqueue(KEY)
        running = asyncio.create_task(controller.run())
        await clock.settle()
        controller.stop()
        await running

    clock.run(scenario())
    return found.samples()


@pytest.mark.parametrize(
    ("raised", "result", "also"),
    [
        (None, "success", ""),
        (errors.RetryAfter("later", 60), "requeue_after", ""),
        (errors.Unreachable("nobody"), "error", "reconcile_errors_total"),
        (errors.Stop("hopeless"), "error", "terminal_reconcile_errors_total"),
        (ZeroDivisionError(), "error", "reconcile_panics_total"),
    ],
)
def test_reconciles_are_counted_by_their_result(raised, result, also):
    """And the special failures once more under their own names."""
    found = reconciled(raised)

    assert found["controller_runtime_reconcile_total", "test", result] == 1
    assert found["controller_runtime_max_concurrent_reconciles", "test"] == 3
    assert found["controller_runtime_active_workers", "test"] == 0
    assert not also or found[f"controller_runtime_{also}", "test"] == 1
    assert (found.get(("controller_runtime_reconcile_errors_total", "test"), 0) == 1) == (result == "error")


def test_reconcile_that_takes_too_long_is_a_timeout():
    """The limit is the controller's; a TimeoutError of something else is not."""
    found = Metrics()

    async def scenario() -> None:
        async def reconcile(_: Key) -> None:
            await asyncio.sleep(10)

        controller = loop.Controller("test", reconcile, timeout_seconds=1, counters=found.counters)
        controller.enqueue(KEY)
        running = asyncio.create_task(controller.run())
        await asyncio.sleep(1.001)
        controller.stop()
        await running

    clock.run(scenario())

    assert found.samples()["controller_runtime_reconcile_timeouts_total", "test"] == 1


def test_queue_tells_its_depth_adds_and_retries():
    """Depth is what waits now; adds and retries only grow."""
    found = Metrics()

    async def scenario() -> None:
        waiting: queue.Queue[Key] = queue.Queue("test", counters=found.counters)
        waiting.add(KEY)
        waiting.add(Key("default", "two"))
        waiting.done(await waiting.get())
        waiting.retry(KEY)

    clock.run(scenario())

    assert found.samples()["workqueue_depth", "test"] == 1
    assert found.samples()["workqueue_adds_total", "test"] == 2
    assert found.samples()["workqueue_retries_total", "test"] == 1


def test_work_in_progress_is_seen_while_it_lasts(monkeypatch):
    """A stuck worker shows before it ends; what ended shows no more."""
    found, now = Metrics(), [100.0]
    monkeypatch.setattr(metrics.time, "monotonic", lambda: now[0])

    found.counters.taken("test", 0, 0.0)
    now[0] = 103.0
    found.counters.taken("test", 0, 0.0)
    now[0] = 105.0
    both = found.samples()
    found.counters.finished("test", 2.0)
    one = found.samples()

    assert (both["workqueue_unfinished_work_seconds", "test"], one["workqueue_unfinished_work_seconds", "test"]) == (
        7,
        5,
    )
    assert both["workqueue_longest_running_processor_seconds", "test"] == 5


def test_requests_without_an_answer_are_told_from_answers():
    """A request that got no answer counts under its own code."""
    found = Metrics()
    found.counters.request_finished("PATCH", 200, 0.1)
    found.counters.request_finished("PATCH", 0, 0.1)

    assert found.samples()["rest_client_requests_total", "200", "PATCH"] == 1
    assert found.samples()["rest_client_requests_total", "<error>", "PATCH"] == 1
    assert found.samples()["rest_client_request_duration_seconds_count", "PATCH"] == 2


def test_leader_is_told():
    """One while it leads, nought otherwise."""
    found = Metrics()
    found.counters.leading("operator", True)
    leading = found.samples()["leader_election_master_status", "operator"]
    found.counters.leading("operator", False)

    assert (leading, found.samples()["leader_election_master_status", "operator"]) == (1, 0)
