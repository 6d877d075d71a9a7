# SPDX-License-Identifier: Apache-2.0
"""The operator's metrics as Prometheus reads them."""

from __future__ import annotations

from prometheus_client import parser

from monero_operator import __version__
from monero_operator.telemetry.counters import Counters


def samples(counters: Counters) -> dict[tuple[str, ...], float]:
    """Return every sample by its name and label values."""
    text = counters.render()[0].decode()
    families = parser.text_string_to_metric_families(text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_what_runs_and_what_the_runtime_counts_is_in_one_page() -> None:
    """The build, the process, and a reconcile that ended."""
    counters = Counters()
    counters.reconcile_started("moneronetwork")
    counters.reconcile_finished("moneronetwork", "success", 0.2)

    found = samples(counters)

    assert found["monero_operator_build_info", __version__] == 1
    assert found["controller_runtime_reconcile_total", "moneronetwork", "success"] == 1
    assert ("process_resident_memory_bytes",) in found


def test_questions_to_pods_are_counted_by_program_and_outcome() -> None:
    """An unanswered one took its time, too."""
    counters = Counters()
    counters.poll_finished("monerod", "answered", 0.004)
    counters.poll_finished("monerod", "failed", 3.0)
    counters.poll_finished("xmrig", "answered", 0.002)

    found = samples(counters)

    assert found["monero_operator_daemon_polls_total", "failed", "monerod"] == 1
    assert found["monero_operator_daemon_poll_duration_seconds_count", "monerod"] == 2
    assert found["monero_operator_daemon_poll_duration_seconds_count", "xmrig"] == 1
