# SPDX-License-Identifier: Apache-2.0
"""The metrics of the runtime as a table, from a registry in which each was counted once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Metric

from kubeloop import metrics


def table() -> Iterator[str]:
    """Yield the lines of the table."""
    registry = CollectorRegistry()
    count_everything(metrics.Counters(registry))
    yield from table_of(registry.collect())


def table_of(families: Iterable[Metric]) -> Iterator[str]:
    """Yield the lines of a table of families; the labels of each are known by its samples."""
    yield from ("", "| metric | type | labels | meaning |", "|---|---|---|---|")
    for family in sorted(families, key=lambda family: family.name):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        yield f"| `{name}` | {family.type} | {', '.join(_labels(family))} | {family.documentation} |"


def count_everything(counters: metrics.Counters) -> None:
    """Count once whatever the runtime counts, so that each of its metrics is in the registry."""
    counters.request_finished("GET", 200, 0.0)
    counters.controller_started("", 1)
    counters.reconcile_started("")
    for ending in sorted(metrics.ERRORS):
        counters.reconcile_finished("", ending, 0.0)
    counters.added("", 1)
    counters.taken("", 0, 0.0)
    counters.finished("", 0.0)
    counters.retried("")
    counters.leading("", is_leading=True)


def _labels(family: Metric) -> list[str]:
    return sorted({label for sample in family.samples for label in sample.labels} - {"le"})
