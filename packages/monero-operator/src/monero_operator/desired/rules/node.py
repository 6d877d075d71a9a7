# SPDX-License-Identifier: Apache-2.0
"""Alerts about whether nodes are there, serve, and keep up with others.

The cause is told rather than what follows from it: a daemon that does not answer is down and nothing else, one without
peers is not also said to be behind, and only what nothing else explains is a node that is not ready. A node that
synchronizes for days is not in trouble, as long as it is fast enough.
"""

from collections.abc import Iterator

from monero_operator.desired.rules import peers, recordings
from monero_operator.desired.rules.rule import COUNT, NODE, SET, Alert, Severity, lines
from monero_operator.desired.rules.speed import catches_up, lags
from monero_operator.desired.rules.terms import DAY, HOUR, INSTANCE_LABELS, MINUTE, SET_LABELS, Terms

_EXPLAINED = 'alertname=~"MoneroNode(BehindSiblings|Down|NoPeers|NotInSync|Stalled)"'
_UNSYNCED = 'reason=~"BehindSiblings|Bootstrapping|NeverSynced|Syncing"'


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _none_ready(terms)
    yield _not_ready(terms)
    yield _down(terms)
    yield _restarting(terms)
    yield _not_in_sync(terms)
    yield _behind_siblings(terms)


def _none_ready(terms: Terms) -> Alert:
    # A set at its first synchronization has no clients yet; one that served has, whatever its nodes are busy with.
    served = f"max_over_time({terms.during(DAY, recordings.SET_READY)}) > 0"
    return Alert(
        name="MoneroNoNodeReady",
        severity=Severity.CRITICAL,
        when=lines(
            f"{terms.of(recordings.SET_READY)} == 0",
            f"unless on ({SET_LABELS}) (({catches_up(terms)}) unless on ({SET_LABELS}) {served})",
        ),
        lasting=10 * MINUTE,
        summary=f"No node of {SET} is ready",
        description=f"For 10 minutes none of {SET}'s nodes has been fit to serve clients: wallets and services that "
        "rely on them get no answers.",
    )


def _not_ready(terms: Terms) -> Alert:
    explained = terms.of("ALERTS", _EXPLAINED, 'alertstate="firing"')
    return Alert(
        name="MoneroNodeNotReady",
        severity=Severity.WARNING,
        when=lines(
            f"avg_over_time({terms.during(30 * MINUTE, 'monero_ready')}) < 0.5",
            f"unless ({catches_up(terms)})",
            f"unless on ({INSTANCE_LABELS}) {explained}",
        ),
        lasting=HOUR,
        summary=f"{NODE} has not been ready for an hour",
        description=f"{NODE} has been unfit to serve clients for most of the last hour, and no other alert says why: "
        "its exporter's /readyz does.",
    )


def _down(terms: Terms) -> Alert:
    # A clean stop may take five minutes and opening a large database some more, so that an upgrade is not trouble yet.
    # Minutes are counted, so that a daemon that answers now and then is told as well.
    minutes = f"({terms.of('monero_up')} == bool 0)[{terms.span(30 * MINUTE)}:{terms.span(MINUTE)}]"
    return Alert(
        name="MoneroNodeDown",
        severity=Severity.WARNING,
        when=lines(
            f"sum_over_time({minutes}) > 10",
            f"and {terms.of('monero_up')}",
            f"and avg_over_time({terms.during(5 * MINUTE, 'monero_up')}) < 1",
        ),
        lasting=0,
        summary=f"The daemon of {NODE} does not answer",
        description=f"The daemon of {NODE} did not answer get_info in {COUNT} of the last 30 minutes: it does not run, "
        "hangs, or refuses the exporter. Its exporter's /readyz says which.",
    )


def _restarting(terms: Terms) -> Alert:
    in_one, in_six = (f"changes({terms.during(hours * HOUR, 'monero_daemon_start_time_seconds')})" for hours in (1, 6))
    return Alert(
        name="MoneroNodeRestarting",
        severity=Severity.WARNING,
        when=lines(
            f"{in_one} > {terms.limits.restarts_per_hour:g}",
            f"or {in_six} > {terms.limits.restarts_in_six_hours:g} and {in_one} > 0",
        ),
        lasting=0,
        summary=f"The daemon of {NODE} restarts again and again",
        description=f"The daemon of {NODE} was started {COUNT} times within one to six hours: it crashes, "
        "runs out of memory, or is killed by a probe.",
    )


def _not_in_sync(terms: Terms) -> Alert:
    return Alert(
        name="MoneroNodeNotInSync",
        severity=Severity.WARNING,
        when=lines(
            f"max without (reason) ({terms.mostly('monero_unready_reason', _UNSYNCED)}) > 0.7",
            f"unless ({catches_up(terms)})",
            f"unless ignoring (network) {lags(terms)}",
            f"unless {peers.alone(terms)}",
        ),
        lasting=30 * MINUTE,
        summary=f"{NODE} is not in sync and does not catch up",
        description=f"{NODE} has had fewer blocks than its peers for 30 minutes, or met no peer since its start, and "
        "its height grows no faster than the chain: it will not be in sync by itself.",
    )


def _behind_siblings(terms: Terms) -> Alert:
    return Alert(
        name="MoneroNodeBehindSiblings",
        severity=Severity.WARNING,
        when=lines(
            lags(terms),
            f"unless ignoring (network) ({catches_up(terms)})",
            f"unless ignoring (network) {peers.alone(terms)}",
        ),
        lasting=15 * MINUTE,
        summary=f"{NODE} is {COUNT} blocks behind a node of its set",
        description=f"{NODE} lacks {COUNT} blocks that another node of the same set and network has, and has "
        "not caught up for 15 minutes: what it tells of balances and payments is old.",
    )
