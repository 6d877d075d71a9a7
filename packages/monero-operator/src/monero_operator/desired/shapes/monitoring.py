# SPDX-License-Identifier: Apache-2.0
"""The fields of the kinds of Prometheus Operator: PodMonitor and PrometheusRule."""

from typing import Any

from monero_operator.desired.shapes.base import ChildMetadata, LabelSelector, Shape


class Relabeling(Shape, frozen=True, kw_only=True):
    """What becomes of a target's labels; `action` is always shown."""

    action: str
    source_labels: tuple[str, ...] = ()
    target_label: str = ""
    replacement: str = ""


class MetricsEndpoint(Shape, frozen=True, kw_only=True):
    """Where and how often a pod is scraped."""

    port: str = ""
    path: str = ""
    interval: str = ""
    relabelings: tuple[Relabeling, ...] = ()


class PodMonitorSpec(Shape, frozen=True, kw_only=True):
    """Which pods are scraped."""

    selector: LabelSelector
    pod_metrics_endpoints: tuple[MetricsEndpoint, ...] = ()


class PodMonitor(Shape, frozen=True, kw_only=True):
    """A PodMonitor as a whole."""

    metadata: ChildMetadata
    spec: PodMonitorSpec


class PrometheusRuleSpec(Shape, frozen=True, kw_only=True):
    """Groups of rules, each as Prometheus itself reads it."""

    groups: tuple[dict[str, Any], ...] = ()


class PrometheusRule(Shape, frozen=True, kw_only=True):
    """A PrometheusRule as a whole."""

    metadata: ChildMetadata
    spec: PrometheusRuleSpec
