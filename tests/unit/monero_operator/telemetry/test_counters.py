# SPDX-License-Identifier: Apache-2.0
"""The operator's metrics as Prometheus reads them."""

from __future__ import annotations

from prometheus_client import parser

from monero_operator.telemetry.counters import Counters


def samples(counters: Counters) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and label values."""
    text = counters.render()[0].decode()
    families = parser.text_string_to_metric_families(text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_reconciles_are_counted_by_their_ending() -> None:
    """A reconcile that runs is active; one that ended is counted and timed."""
    counters = Counters()
    counters.reconcile_started("moneronetwork")
    counters.reconcile_started("moneronetwork")
    counters.reconcile_finished("moneronetwork", "success", 0.2)

    found = samples(counters)

    assert found["controller_runtime_active_workers", "moneronetwork"] == 1
    assert found["controller_runtime_reconcile_total", "moneronetwork", "success"] == 1
    assert found["controller_runtime_reconcile_time_seconds_sum", "moneronetwork"] == 0.2


def test_the_queue_tells_its_depth_and_retries() -> None:
    """Depth is what waits now; adds and retries only grow."""
    counters = Counters()
    counters.added("moneronetwork", 1)
    counters.added("moneronetwork", 2)
    counters.taken("moneronetwork", 1, 0.5)
    counters.retried("moneronetwork")

    found = samples(counters)

    assert found["workqueue_depth", "moneronetwork"] == 1
    assert found["workqueue_adds_total", "moneronetwork"] == 2
    assert found["workqueue_retries_total", "moneronetwork"] == 1


def test_requests_without_an_answer_are_told_from_answers() -> None:
    """A request that got no answer counts under its own code."""
    counters = Counters()
    counters.request_finished("PATCH", 200, 0.1)
    counters.request_finished("PATCH", 0, 0.1)

    found = samples(counters)

    assert found["rest_client_requests_total", "200", "PATCH"] == 1
    assert found["rest_client_requests_total", "<error>", "PATCH"] == 1
