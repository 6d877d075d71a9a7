# SPDX-License-Identifier: Apache-2.0
"""What the runtime counts, for Prometheus, under the names that controller-runtime and client-go use.

The only importer of prometheus-client, which the extra `[metrics]` installs. Who wants other names or another library
implements the four `Counters` protocols instead: of `client.http`, `queue`, `controller.loop` and `election`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable

from kubeloop.controller.loop import Ending

try:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
    from prometheus_client.core import GaugeMetricFamily
    from prometheus_client.registry import Collector
except ImportError as error:
    raise ImportError("counting for Prometheus needs prometheus-client: install kubeloop[metrics]") from error

REQUEST_BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60)
RECONCILE_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
QUEUE_BUCKETS = (0.001, 0.01, 0.1, 1, 10, 60)

ERRORS: frozenset[Ending] = frozenset({"error", "timeout", "unexpected", "terminal_error"})


class Counters:
    """Implements every counting protocol of the runtime; pass one object to all."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._client()
        self._controller()
        self._queue()
        self._leading = self._gauge("leader_election_master_status", "Whether this process leads.", "name")

    def _client(self) -> None:
        self._requests = self._counter("rest_client_requests_total", "Requests to the API server.", "code", "method")
        self._request_seconds = self._histogram(
            "rest_client_request_duration_seconds", "Time per request.", REQUEST_BUCKETS, "verb"
        )

    def _controller(self) -> None:
        prefix = "controller_runtime"
        self._reconciles = self._counter(f"{prefix}_reconcile_total", "Reconciles by result.", "controller", "result")
        self._failed = self._counter(f"{prefix}_reconcile_errors_total", "Failed reconciles.", "controller")
        self._terminal = self._counter(
            f"{prefix}_terminal_reconcile_errors_total", "Reconciles that are not tried again.", "controller"
        )
        self._panics = self._counter(
            f"{prefix}_reconcile_panics_total", "Reconciles that raised the unexpected.", "controller"
        )
        self._timeouts = self._counter(
            f"{prefix}_reconcile_timeouts_total", "Reconciles that took too long.", "controller"
        )
        self._reconcile_seconds = self._histogram(
            f"{prefix}_reconcile_time_seconds", "Time per reconcile.", RECONCILE_BUCKETS, "controller"
        )
        self._workers = self._gauge(f"{prefix}_max_concurrent_reconciles", "Workers.", "controller")
        self._active = self._gauge(f"{prefix}_active_workers", "Workers that reconcile now.", "controller")

    def _queue(self) -> None:
        self._depth = self._gauge("workqueue_depth", "Keys that wait.", "name")
        self._adds = self._counter("workqueue_adds_total", "Keys that started to wait.", "name")
        self._retries = self._counter("workqueue_retries_total", "Keys that came back after a failure.", "name")
        self._waits = self._histogram("workqueue_queue_duration_seconds", "Waiting per key.", QUEUE_BUCKETS, "name")
        self._works = self._histogram("workqueue_work_duration_seconds", "Working per key.", QUEUE_BUCKETS, "name")
        self._work = _Work()
        self._registry.register(self._work)

    # counted for kubeloop.client.http.Counters
    def request_finished(self, method: str, status: int, seconds: float) -> None:
        self._requests.labels(str(status) if status else "<error>", method).inc()
        self._request_seconds.labels(method).observe(seconds)

    # counted for kubeloop.controller.loop.Counters
    def controller_started(self, controller: str, workers: int) -> None:
        self._workers.labels(controller).set(workers)

    def reconcile_started(self, controller: str) -> None:
        self._active.labels(controller).inc()

    def reconcile_finished(self, controller: str, ending: Ending, seconds: float) -> None:
        self._active.labels(controller).dec()
        self._reconcile_seconds.labels(controller).observe(seconds)
        self._reconciles.labels(controller, "error" if ending in ERRORS else ending).inc()
        if ending in ERRORS:
            self._failed.labels(controller).inc()
        special = {"terminal_error": self._terminal, "unexpected": self._panics, "timeout": self._timeouts}
        if ending in special:
            special[ending].labels(controller).inc()

    # counted for kubeloop.queue.Counters
    def added(self, queue: str, depth: int) -> None:
        self._adds.labels(queue).inc()
        self._depth.labels(queue).set(depth)

    def taken(self, queue: str, depth: int, waited_seconds: float) -> None:
        self._depth.labels(queue).set(depth)
        self._waits.labels(queue).observe(waited_seconds)
        self._work.started(queue)

    def finished(self, queue: str, worked_seconds: float) -> None:
        self._works.labels(queue).observe(worked_seconds)
        self._work.finished(queue, worked_seconds)

    def retried(self, queue: str) -> None:
        self._retries.labels(queue).inc()

    # counted for kubeloop.election.elector.Counters
    def leading(self, name: str, is_leading: bool) -> None:  # noqa: FBT001 - it is the gauge's value
        self._leading.labels(name).set(is_leading)

    def _counter(self, name: str, explanation: str, *labels: str) -> Counter:
        return Counter(name, explanation, labels, registry=self._registry)

    def _gauge(self, name: str, explanation: str, *labels: str) -> Gauge:
        return Gauge(name, explanation, labels, registry=self._registry)

    def _histogram(self, name: str, explanation: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, explanation, labels, registry=self._registry, buckets=buckets)


class _Work(Collector):
    """The keys that are worked on while somebody looks: a stuck worker shows here, and nowhere else."""

    def __init__(self) -> None:
        self._starts: defaultdict[str, list[float]] = defaultdict(list)

    def started(self, queue: str) -> None:
        self._starts[queue].append(time.monotonic())

    def finished(self, queue: str, worked_seconds: float) -> None:
        begun = time.monotonic() - worked_seconds
        # Starts have no names; the one that fits best is that of this key, or of one that began at the same moment.
        self._starts[queue].remove(min(self._starts[queue], key=lambda start: abs(start - begun)))

    def collect(self) -> Iterable[GaugeMetricFamily]:
        unfinished = GaugeMetricFamily(
            "workqueue_unfinished_work_seconds", "Seconds of work in progress, summed.", labels=["name"]
        )
        longest = GaugeMetricFamily(
            "workqueue_longest_running_processor_seconds", "Seconds of the longest work in progress.", labels=["name"]
        )
        now = time.monotonic()
        for queue, starts in self._starts.items():
            unfinished.add_metric([queue], sum(now - start for start in starts))
            longest.add_metric([queue], max((now - start for start in starts), default=0.0))
        return unfinished, longest
