# SPDX-License-Identifier: Apache-2.0
"""Which of Prometheus Operator's objects an owner has: none where the kinds are missing, or nobody wants them."""

from collections.abc import Iterable, Iterator

import msgspec

from aiomonero.types.network import Network
from monero_operator.api.v1alpha1.metrics import Metrics
from monero_operator.desired import monitoring, shapes
from monero_operator.desired.parent import Parent
from monero_operator.facts import Monitoring
from monero_operator.plan.actions import Deletion

POD_MONITOR, PROMETHEUS_RULE = shapes.PodMonitor.__name__, shapes.PrometheusRule.__name__


class Monitors(msgspec.Struct, frozen=True):
    """What is applied, and what goes."""

    apply: tuple[shapes.PodMonitor | shapes.PrometheusRule, ...] = ()
    delete: tuple[Deletion, ...] = ()


def decide(
    owner: Parent, wanted: Metrics, seen: Monitoring, network: Network | None = None, *, replicas: int
) -> Monitors:
    """Return what to do for an owner of so many nodes on a Monero network, or of miners."""
    built = tuple(_built(owner, wanted, seen, network, replicas)) if wanted.enabled else ()
    return Monitors(built, tuple(_left(seen, built)))


def _built(
    owner: Parent, wanted: Metrics, seen: Monitoring, network: Network | None, replicas: int
) -> Iterator[shapes.PodMonitor | shapes.PrometheusRule]:
    if wanted.monitor.enabled and POD_MONITOR in seen.kinds:
        yield monitoring.pod_monitor(owner, wanted.monitor)
    if wanted.rules.enabled and PROMETHEUS_RULE in seen.kinds:
        labels = wanted.monitor.labels if wanted.rules.labels is None else wanted.rules.labels
        yield monitoring.prometheus_rule(owner, labels, network, seen.runbooks_url, is_scraped=replicas > 0)


def _left(seen: Monitoring, built: Iterable[shapes.Child]) -> Iterator[Deletion]:
    kept = {type(child).__name__ for child in built}
    for found in seen.found:
        if found.kind not in kept and not found.is_terminating:
            yield Deletion(found.kind, found.name, found.uid)
