# SPDX-License-Identifier: Apache-2.0
"""Alerts about the exporter: without it every other alert is blind."""

from collections.abc import Iterator

from monero_operator.desired.rules.rule import NODE, Alert, Severity, lines
from monero_operator.desired.rules.terms import MINUTE, Terms

_TOLD_ELSEWHERE = 'source!~"siblings|zmq|xmrig|p2pool"'


def of_nodes(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts about exporters beside nodes."""
    yield _down(terms, 'component!="miner"')
    yield _source_failing(terms)


def of_miners(terms: Terms) -> Iterator[Alert]:
    """Yield the alert about exporters beside miners."""
    yield _down(terms, 'component="miner"')


def _down(terms: Terms, component: str) -> Alert:
    job = f'job="{terms.exporter_job}"'
    return Alert(
        name="MoneroExporterDown",
        severity=Severity.WARNING,
        when=f"{terms.of('up', job, component)} == 0",
        lasting=10 * MINUTE,
        summary=f"The exporter of {NODE} cannot be scraped",
        description=f"Prometheus has not reached the exporter of {NODE} for 10 minutes, so nothing is known of what "
        "it watches. In Kubernetes its pod is not ready either, and gets no clients.",
    )


def _source_failing(terms: Terms) -> Alert:
    # While a daemon synchronizes it is too busy for some questions, which is no failure.
    return Alert(
        name="MoneroSourceFailing",
        severity=Severity.WARNING,
        when=lines(
            f"{terms.of('monero_exporter_source_up', _TOLD_ELSEWHERE)} == 0",
            f"and ignoring (source) {terms.of('monero_up')} == 1",
            f"and ignoring (source) {terms.of('monero_synced')} == 1",
        ),
        lasting=15 * MINUTE,
        summary=f"{NODE} does not answer the question {{{{ $labels.source }}}}",
        description=f"The daemon of {NODE} answers get_info, but has failed to answer the exporter's question "
        "{{ $labels.source }} for 15 minutes; the metrics that come from it are missing.",
    )
