# SPDX-License-Identifier: Apache-2.0
"""docs/reference/operator-metrics.md: what the operator tells of itself, from a registry with one of everything."""

from __future__ import annotations

from prometheus_client import Metric

from kubeloop.cache.store import Entry
from kubeloop.objects.condition import Condition
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork, MoneroNetworkStatus
from monero_operator.conditions import available, hidden_peers, keys_valid, progressing, router_ready
from monero_operator.telemetry.counters import Counters
from monero_operator.telemetry.sets import Sets
from tools.generators import runtime_metrics
from tools.generators.reference import NOTE

OWN = "monero_operator_"
HEAD = (NOTE, "# Metrics of monero-operator", "", "`/metrics` on port 8080, in the text format of Prometheus.")
OF_SETS = (
    "",
    "Only the leading replica tells of custom resources, nodes, rollouts and questions: a sum over replicas is right.",
    "Where a family has the label `namespace`, that is the custom resource's: scrape with `honorLabels`.",
    "Sets with `replicas: 0` and paused ones are never told as unavailable.",
    "",
    "## Of the runtime",
    "",
    "Under the names that controller-runtime and client-go use, and those of the process.",
)


def files() -> dict[str, str]:
    """Return the page."""
    found = families()
    own = [family for family in found if family.name.startswith(OWN)]
    others = [family for family in found if not family.name.startswith(OWN)]
    lines = (*HEAD, *runtime_metrics.table_of(own), *OF_SETS, *runtime_metrics.table_of(others), "")
    return {"docs/reference/operator-metrics.md": "\n".join(lines)}


def families() -> list[Metric]:
    """Return every family that the operator has, with a sample of each."""
    counters = Counters()
    runtime_metrics.count_everything(counters)
    counters.poll_finished("monerod", "answered", 0.0)
    counters.registry.register(Sets({naming.OwnerKind.NETWORK.value: [_broken()]}, lambda: True))
    return list(counters.registry.collect())


def _broken() -> Entry[MoneroNetwork]:
    stuck = Condition(type=progressing.TYPE, status="False", reason=Reason.ROLLOUT_STOPPED)
    down = Condition(type=available.TYPE, status="False", reason=Reason.NO_ENDPOINTS)
    bad = Condition(type=keys_valid.TYPE, status="False", reason=Reason.KEY_INVALID)
    alone = Condition(type=hidden_peers.TYPES["tor"], status="False", reason=Reason.NO_HIDDEN_PEERS)
    unbalanced = Condition(type=router_ready.TYPES["tor"], status="False", reason=Reason.BALANCER_UNAVAILABLE)
    status = MoneroNetworkStatus(conditions=(stuck, down, bad, alone, unbalanced))
    return Entry(Metadata(name="network"), MoneroNetwork(status=status))
