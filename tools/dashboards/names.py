# SPDX-License-Identifier: Apache-2.0
"""Which metrics expressions may name, and what each means."""

from __future__ import annotations

import functools
import re

from prometheus_client import Metric

from monero_exporter.catalogue import families
from tools.generators import operator_metrics

_NAMED = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*(?=\{)")
_SUFFIXES = ("_bucket", "_sum", "_count")
FOREIGN = {
    "ALERTS": "Alerts that are pending or firing, as Prometheus itself tells.",
    "up": "Whether Prometheus reached the target.",
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
    operator = {_name(metric): metric.documentation for metric in operator_metrics.families()}
    return operator | {family.name: family.sentence for family in families.ALL} | FOREIGN


def _name(metric: Metric) -> str:
    return f"{metric.name}_total" if metric.type == "counter" else metric.name
