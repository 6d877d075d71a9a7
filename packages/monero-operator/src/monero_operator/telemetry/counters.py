# SPDX-License-Identifier: Apache-2.0
"""The operator's own metrics: the runtime's counts under controller-runtime's names, and what runs."""

from __future__ import annotations

import prometheus_client
from prometheus_client import CollectorRegistry, Gauge

from kubeloop import metrics
from monero_operator import __version__


class Counters(metrics.Counters):
    """Counts what client, queue and controller report; `render` gives it to Prometheus."""

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
        prometheus_client.ProcessCollector(registry=self.registry)

    def render(self) -> tuple[bytes, str]:
        """Return all metrics in Prometheus' text format, and the content type of that."""
        return prometheus_client.generate_latest(self.registry), prometheus_client.CONTENT_TYPE_LATEST
