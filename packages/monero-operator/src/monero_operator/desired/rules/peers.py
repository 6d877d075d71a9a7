# SPDX-License-Identifier: Apache-2.0
"""Alerts about whom a node is connected with."""

from collections.abc import Iterator

from monero_operator.desired.rules import recordings
from monero_operator.desired.rules.rule import COUNT, NODE, Alert, Severity, lines
from monero_operator.desired.rules.terms import DAY, HOUR, MINUTE, Terms


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _none(terms)
    yield _none_anonymous(terms)


def _none(terms: Terms) -> Alert:
    return Alert(
        name="MoneroNodeNoPeers",
        severity=Severity.WARNING,
        when=alone(terms),
        lasting=10 * MINUTE,
        summary=f"{NODE} has no peers",
        description=f"{NODE} has had no P2P connection for 10 minutes and more: it learns of no new blocks, and what "
        "is sent through it reaches nobody, though it still says that it is synchronized.",
    )


def alone(terms: Terms) -> str:
    """Return what holds for a node without peers, of open networks only: a regtest daemon may well be alone."""
    reason = terms.mostly("monero_unready_reason", 'reason="NoPeers"')
    return f"max without (reason) ({reason}) > 0.7"


def _none_anonymous(terms: Terms) -> Alert:
    # Whether a node should have such peers is not told by it, but it had some within the week.
    zones = 'zone=~"tor|i2p"'
    return Alert(
        name="MoneroNodeNoOnionPeers",
        severity=Severity.WARNING,
        when=lines(
            f"max_over_time({terms.during(7 * DAY, recordings.PEERS, zones)}) > 0",
            f"unless {terms.of(recordings.PEERS, zones)} > 0",
            f"and ignoring (zone) {terms.mostly('monero_up')} > 0.5",
        ),
        lasting=HOUR,
        summary=f"{NODE} lost all its {{{{ $labels.zone }}}} peers",
        description=f"{NODE} had {COUNT} peers over {{{{ $labels.zone }}}} within the last week and has had "
        "none for an hour: transactions that it should send anonymously are stuck, or leave over clearnet.",
    )
