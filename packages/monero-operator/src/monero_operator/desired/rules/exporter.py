# SPDX-License-Identifier: Apache-2.0
"""Alerts about the exporter: without it every other alert is blind."""

from collections.abc import Iterator, Mapping

from monero_operator.desired.rules.rule import COUNT, NODE, SET, Alert, Severity, lines
from monero_operator.desired.rules.speed import catches_up
from monero_operator.desired.rules.terms import MINUTE, SET_LABELS, Terms

_TOLD_ELSEWHERE = 'source!~"siblings|zmq|xmrig|p2pool|tor|i2p"'


def of_nodes(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts about exporters beside nodes."""
    yield from _of(terms, 'component!="miner"', {})
    yield _source_failing(terms)
    yield _siblings_unreachable(terms)


def of_miners(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts about exporters beside miners."""
    yield from _of(terms, 'component="miner"', {"component": "miner"})


def _of(terms: Terms, component: str, labels: Mapping[str, str]) -> Iterator[Alert]:
    up = terms.of("up", f'job="{terms.exporter_job}"', component)
    yield _down(up, labels)
    if terms.is_scraped:
        yield _not_scraped(up, labels)


def _down(up: str, labels: Mapping[str, str]) -> Alert:
    return Alert(
        name="MoneroExporterDown",
        severity=Severity.WARNING,
        when=f"{up} == 0",
        lasting=10 * MINUTE,
        labels=labels,
        summary=f"The exporter of {NODE} cannot be scraped",
        description=f"Prometheus has not reached the exporter of {NODE} for 10 minutes, so nothing is known of what "
        "it watches. In Kubernetes its pod is not ready either, and gets no clients.",
    )


def _not_scraped(up: str, labels: Mapping[str, str]) -> Alert:
    return Alert(
        name="MoneroNotScraped",
        severity=Severity.WARNING,
        when=f"absent({up})",
        lasting=15 * MINUTE,
        labels=labels,
        summary=f"Prometheus scrapes no exporter of {SET}",
        description=f"For 15 minutes Prometheus has known no exporter of {SET}: its pods are not there, or Prometheus "
        "does not look for them. No other alert about them can fire.",
    )


def _source_failing(terms: Terms) -> Alert:
    # While a daemon synchronizes it is too busy for some questions, which is no failure.
    return Alert(
        name="MoneroSourceFailing",
        severity=Severity.WARNING,
        when=lines(
            f"{terms.mostly('monero_exporter_source_up', _TOLD_ELSEWHERE)} < 0.5",
            f"and ignoring (source) {terms.mostly('monero_up')} > 0.9",
            f"unless ignoring (source) ({catches_up(terms)})",
        ),
        lasting=15 * MINUTE,
        summary=f"{NODE} does not answer the question {{{{ $labels.source }}}}",
        description=f"The daemon of {NODE} answers get_info, but has failed to answer the exporter's question "
        "{{ $labels.source }} for 15 minutes; the metrics that come from it are missing.",
    )


def _siblings_unreachable(terms: Terms) -> Alert:
    # Where Prometheus does not reach one of them either, that is told by itself.
    up = terms.of("up", f'job="{terms.exporter_job}"')
    unreachable = terms.during(10 * MINUTE, "monero_siblings", 'state="unreachable"')
    return Alert(
        name="MoneroSiblingsUnreachable",
        severity=Severity.WARNING,
        when=lines(
            f"max without (state) (min_over_time({unreachable})) > 0",
            f"unless on ({SET_LABELS}) {up} == 0",
        ),
        lasting=20 * MINUTE,
        summary=f"{NODE} does not reach {COUNT} of its siblings",
        description=f"The exporter of {NODE} has not reached {COUNT} of its siblings' exporters for half an hour, "
        "though Prometheus reaches them: whether it lags behind or left their chain is not known.",
    )
