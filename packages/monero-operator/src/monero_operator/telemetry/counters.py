# SPDX-License-Identifier: Apache-2.0
"""The operator's own metrics: the runtime's counts under controller-runtime's names, and the requests it makes."""

from __future__ import annotations

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from kubeloop.controller.loop import Ending
from monero_operator import __version__

RECONCILE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
QUEUE_BUCKETS = (0.001, 0.01, 0.1, 1, 10, 60)


class Counters:
    """Counts what client, queue and controller report; `render` gives it to Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = self._counter("rest_client_requests_total", "Requests to the API server.", "code", "method")
        self._reconciles = self._counter(
            "controller_runtime_reconcile_total", "Reconciles by their ending.", "controller", "result"
        )
        self._reconcile_seconds = self._histogram(
            "controller_runtime_reconcile_time_seconds", "Time per reconcile.", RECONCILE_BUCKETS, "controller"
        )
        self._active = self._gauge("controller_runtime_active_workers", "Workers that reconcile now.", "controller")
        self._depth = self._gauge("workqueue_depth", "Keys that wait.", "name")
        self._adds = self._counter("workqueue_adds_total", "Keys that started to wait.", "name")
        self._retries = self._counter("workqueue_retries_total", "Keys that came back after a failure.", "name")
        self._waits = self._histogram("workqueue_queue_duration_seconds", "Waiting per key.", QUEUE_BUCKETS, "name")
        self._works = self._histogram("workqueue_work_duration_seconds", "Working per key.", QUEUE_BUCKETS, "name")
        build = self._gauge("monero_operator_build_info", "The running operator; the value is always 1.", "version")
        build.labels(__version__).set(1)
        prometheus_client.ProcessCollector(registry=self.registry)

    def render(self) -> tuple[bytes, str]:
        """Return all metrics in Prometheus' text format, and the content type of that."""
        return prometheus_client.generate_latest(self.registry), prometheus_client.CONTENT_TYPE_LATEST

    # counted for kubeloop.client.http.Counters
    def request_finished(self, method: str, status: int, seconds: float) -> None:  # noqa: ARG002 - counted, not timed
        self._requests.labels(str(status) if status else "<error>", method).inc()

    # counted for kubeloop.controller.loop.Counters
    def reconcile_started(self, controller: str) -> None:
        self._active.labels(controller).inc()

    def reconcile_finished(self, controller: str, ending: Ending, seconds: float) -> None:
        self._active.labels(controller).dec()
        self._reconciles.labels(controller, ending).inc()
        self._reconcile_seconds.labels(controller).observe(seconds)

    # counted for kubeloop.queue.Counters
    def added(self, queue: str, depth: int) -> None:
        self._adds.labels(queue).inc()
        self._depth.labels(queue).set(depth)

    def taken(self, queue: str, depth: int, waited_seconds: float) -> None:
        self._depth.labels(queue).set(depth)
        self._waits.labels(queue).observe(waited_seconds)

    def finished(self, queue: str, worked_seconds: float) -> None:
        self._works.labels(queue).observe(worked_seconds)

    def retried(self, queue: str) -> None:
        self._retries.labels(queue).inc()

    def _counter(self, name: str, explanation: str, *labels: str) -> Counter:
        return Counter(name, explanation, labels, registry=self.registry)

    def _gauge(self, name: str, explanation: str, *labels: str) -> Gauge:
        return Gauge(name, explanation, labels, registry=self.registry)

    def _histogram(self, name: str, explanation: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, explanation, labels, registry=self.registry, buckets=buckets)
