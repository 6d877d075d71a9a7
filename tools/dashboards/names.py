# SPDX-License-Identifier: Apache-2.0
"""Which metrics expressions may name, and what each means."""

from __future__ import annotations

import functools
import re

from prometheus_client import CollectorRegistry, Metric

from kubeloop import metrics
from monero_exporter.catalogue import families
from tools.generators import runtime_metrics

_NAMED = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*(?=\{)")
_SUFFIXES = ("_bucket", "_sum", "_count")
FOREIGN = {
    "ALERTS": "Alerts that are pending or firing, as Prometheus itself tells.",
    "up": "Whether Prometheus reached the target.",
    "process_resident_memory_bytes": "Memory of the process.",
    "process_cpu_seconds_total": "CPU time of the process.",
    "process_open_fds": "Open files of the process.",
    "monero_operator_build_info": "The running operator; the value is always 1.",
    "monero_operator_sets": "Sets by kind, condition and its status.",
    "monero_operator_nodes": "Nodes of all sets by state.",
    "monero_operator_rollouts": "Rollouts by state.",
    "monero_operator_daemon_polls_total": "Questions to exporters about their daemons, by outcome.",
    "monero_operator_daemon_poll_duration_seconds": "Time per question to an exporter.",
}


def named(expression: str) -> set[str]:
    """Return the metrics that an expression names; all of ours are followed by a brace."""
    return {_family(name) for name in _NAMED.findall(expression)}


def _family(name: str) -> str:
    stems = (name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix))
    return next((stem for stem in stems if stem in sentences()), name)


@functools.cache
def sentences() -> dict[str, str]:
    """Return what each known metric means, by its name."""
    ours = {family.name: family.sentence for family in families.ALL}
    return ours | {_name(metric): metric.documentation for metric in _runtime()} | FOREIGN


def _runtime() -> list[Metric]:
    registry = CollectorRegistry()
    runtime_metrics.count_everything(metrics.Counters(registry))
    return list(registry.collect())


def _name(metric: Metric) -> str:
    return f"{metric.name}_total" if metric.type == "counter" else metric.name
