# SPDX-License-Identifier: Apache-2.0
"""The PodMonitor and the PrometheusRule of one owner, for a cluster that has Prometheus Operator.

Rules and dashboards count on these labels of targets: `job`, `namespace`, `set`, `component`, and `instance`, which is
the pod's name, as its address changes.
"""

import functools
from typing import Any

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api import durations
from monero_operator.api.v1alpha1.metrics import Monitor
from monero_operator.desired import parent, shapes
from monero_operator.desired.parent import Parent
from monero_operator.desired.rules import groups
from monero_operator.desired.rules.terms import Terms

_POD = "__meta_kubernetes_pod_"
_SOURCES = {
    "instance": f"{_POD}name",
    "set": f"{_POD}label_app_kubernetes_io_instance",
    "component": f"{_POD}label_app_kubernetes_io_component",
}

_NAMESPACE, _SET = "$NAMESPACE", "$SET"
"""Stand for an owner's in a template of rules; no name in Kubernetes has such a sign."""
_decoder = msgspec.json.Decoder(tuple[dict[str, Any], ...])


def pod_monitor(owner: Parent, wanted: Monitor) -> shapes.PodMonitor:
    """Return the monitor of all pods of an owner."""
    endpoint = shapes.MetricsEndpoint(
        port=naming.PORT_METRICS,
        path=naming.METRICS_PATH,
        interval=_prometheus_time(wanted.interval),
        relabelings=(
            shapes.Relabeling(action="replace", target_label="job", replacement=naming.JOB),
            *(_copied(source, target) for target, source in _SOURCES.items()),
        ),
    )
    return shapes.PodMonitor(
        metadata=_metadata(owner, wanted.labels),
        spec=shapes.PodMonitorSpec(
            selector=shapes.LabelSelector(match_labels=owner.selector), pod_metrics_endpoints=(endpoint,)
        ),
    )


def prometheus_rule(
    owner: Parent, labels: dict[str, str], network: Network | None, runbooks: str = "", *, is_scraped: bool = True
) -> shapes.PrometheusRule:
    """Return the rules about an owner's nodes on a Monero network, or about its miners.

    Where it `is_scraped`, somebody should know its pods; one without replicas has none.
    """
    written = (
        _template(network, runbooks, is_scraped=is_scraped)
        .replace(_NAMESPACE, owner.namespace)
        .replace(_SET, owner.name)
    )
    spec = shapes.PrometheusRuleSpec(groups=_decoder.decode(written))
    return shapes.PrometheusRule(metadata=_metadata(owner, labels), spec=spec)


@functools.cache
def _template(network: Network | None, runbooks: str, *, is_scraped: bool) -> str:
    # Composing forty rules takes three times as long as to fill in two names, and every reconcile wants them.
    matchers = {"namespace": _NAMESPACE, "set": _SET}
    if network is None:
        built = groups.of_miners(Terms(matchers=matchers, runbooks=runbooks, is_scraped=is_scraped))
    else:
        networks = (network,)
        built = groups.of_nodes(Terms(matchers=matchers, networks=networks, runbooks=runbooks, is_scraped=is_scraped))
    return msgspec.json.encode(built).decode()


def _metadata(owner: Parent, labels: dict[str, str]) -> shapes.ChildMetadata:
    named = {naming.ANNOTATION_NAMED_LABELS: " ".join(sorted(labels))} if labels else {}
    return parent.metadata(owner, naming.monitor(owner.kind, owner.name), labels | owner.labels, named)


def _copied(source: str, target: str) -> shapes.Relabeling:
    return shapes.Relabeling(action="replace", source_labels=(source,), target_label=target)


def _prometheus_time(duration: str | None) -> str:
    """Return a duration as Prometheus writes it, which knows no fractions; empty if there is none."""
    seconds = durations.seconds(duration) if duration else None
    if not seconds:
        return ""
    return f"{seconds:.0f}s" if seconds.is_integer() else f"{seconds * 1000:.0f}ms"
