# SPDX-License-Identifier: Apache-2.0
"""Metrics for Prometheus: whether they are served, and what is made where Prometheus Operator's kinds exist."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from kubeloop.crd import markers
from kubeloop.crd.markers import Rule
from monero_operator.api.v1alpha1 import common

Labels = dict[common.LabelKey, common.LabelValue]


class Monitor(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The PodMonitor, by which a Prometheus finds the pods."""

    __rules__: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "!has(self.interval) || (duration(self.interval) >= duration('1s') && "
            "duration(self.interval) <= duration('2m'))",
            "interval must be 1s or longer, and 2m or shorter",
            ".interval",
        ),
    )

    enabled: Annotated[bool, Meta(description="Make it, where the kind exists.")] = True
    labels: Annotated[
        Labels,
        Meta(
            description="Labels by which a Prometheus chooses it, such as `release: kube-prometheus-stack`.",
            max_length=common.MAX_LABELS,
        ),
    ] = {}
    interval: (
        Annotated[
            markers.Duration,
            Meta(
                description="The time from scrape to scrape, at most `2m`: Prometheus forgets what it has not seen for "
                "5 minutes, and alerts about it would be silent. Default: Prometheus' own."
            ),
        ]
        | None
    ) = None


class Rules(Struct, frozen=True, rename="camel", omit_defaults=True):
    """The PrometheusRule with recording rules and alerts."""

    enabled: Annotated[bool, Meta(description="Make it, where the kind exists.")] = True
    labels: (
        Annotated[
            Labels,
            Meta(
                description="Labels by which a Prometheus chooses it; `{}` is none. Default: those of the monitor.",
                max_length=common.MAX_LABELS,
            ),
        ]
        | None
    ) = None


class Metrics(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Metrics of nodes."""

    enabled: Annotated[bool, Meta(description="Serve `/metrics`; health and status are served always.")] = True
    monitor: Annotated[Monitor, Meta(description="The PodMonitor of Prometheus Operator.")] = Monitor()
    rules: Annotated[Rules, Meta(description="The PrometheusRule of Prometheus Operator.")] = Rules()


class MinerMetrics(Metrics, frozen=True, rename="camel", omit_defaults=True):
    """Metrics of miners, who have no exporter unless somebody asks: nothing else of them needs one."""

    enabled: Annotated[
        bool, Meta(description="Run an exporter beside each miner, which serves `/metrics`; a change restarts miners.")
    ] = False
