# SPDX-License-Identifier: Apache-2.0
"""The operator's own metrics: the runtime's counts under controller-runtime's names, and what runs."""

from __future__ import annotations

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from kubeloop import metrics
from monero_operator import __version__

POLL_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""The last one is the time-out of a question."""


class Counters(metrics.Counters):
    """Counts what client, queue, controller and polls report; `render` gives it to Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        super().__init__(self.registry)
        build = Gauge(
            "monero_operator_build_info",
            "The running operator; the value is always 1.",
            ["version"],
            registry=self.registry,
        )
        build.labels(__version__).set(1)
        self._polls = Counter(
            "monero_operator_daemon_polls_total",
            "Questions to pods by the program that they are about, and whether there was an answer.",
            ["program", "outcome"],
            registry=self.registry,
        )
        self._poll_seconds = Histogram(
            "monero_operator_daemon_poll_duration_seconds",
            "Time per question to a pod, answered or not.",
            ["program"],
            buckets=POLL_BUCKETS,
            registry=self.registry,
        )
        prometheus_client.ProcessCollector(registry=self.registry)

    # counted for monero_operator.observe.poll.Counters
    def poll_finished(self, program: str, outcome: str, seconds: float) -> None:
        self._polls.labels(program, outcome).inc()
        self._poll_seconds.labels(program).observe(seconds)

    def render(self) -> tuple[bytes, str]:
        """Return all metrics in Prometheus' text format, and the content type of that."""
        return prometheus_client.generate_latest(self.registry), prometheus_client.CONTENT_TYPE_LATEST
