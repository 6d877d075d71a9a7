# SPDX-License-Identifier: Apache-2.0
"""Alerts about whether nodes are there, serve, and keep up with others.

One trouble is told once: a daemon that does not answer is down and nothing else, one behind its own siblings is not
also said to be out of sync. A node that synchronizes for days is not in trouble, as long as it is fast enough.
"""

from collections.abc import Iterator

from monero_operator.desired.rules import recordings
from monero_operator.desired.rules.rule import COUNT, NODE, SET, Alert, Severity, lines
from monero_operator.desired.rules.terms import HOUR, MINUTE, SET_LABELS, Terms

_UNSYNCED = 'reason=~"BehindSiblings|Bootstrapping|NeverSynced|Syncing"'


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _none_ready(terms)
    yield _down(terms)
    yield _restarting(terms)
    yield _not_in_sync(terms)
    yield _behind_siblings(terms)


def _none_ready(terms: Terms) -> Alert:
    return Alert(
        name="MoneroNoNodeReady",
        severity=Severity.CRITICAL,
        when=lines(
            f"{terms.of(recordings.SET_READY)} == 0",
            f"unless on ({SET_LABELS}) ({_catches_up(terms)})",
        ),
        lasting=10 * MINUTE,
        summary=f"No node of {SET} is ready",
        description=f"For 10 minutes none of {SET}'s nodes has been fit to serve clients, and none is catching up: "
        "wallets and services that rely on them get no answers.",
    )


def _down(terms: Terms) -> Alert:
    # A clean stop may take five minutes and opening a large database some more, so that an upgrade is not trouble yet.
    return Alert(
        name="MoneroNodeDown",
        severity=Severity.WARNING,
        when=f"{terms.of('monero_up')} == 0",
        lasting=10 * MINUTE,
        summary=f"The daemon of {NODE} does not answer",
        description=f"The daemon of {NODE} has not answered get_info for 10 minutes: it does not run, hangs, or "
        "refuses the exporter. Its exporter's /readyz says which.",
    )


def _restarting(terms: Terms) -> Alert:
    starts = terms.during(HOUR, "monero_daemon_start_time_seconds")
    return Alert(
        name="MoneroNodeRestarting",
        severity=Severity.WARNING,
        when=f"changes({starts}) > {terms.limits.restarts_per_hour:g}",
        lasting=0,
        summary=f"The daemon of {NODE} restarts again and again",
        description=f"The daemon of {NODE} was started {COUNT} times within the last hour: it crashes, runs "
        "out of memory, or is killed by a probe.",
    )


def _not_in_sync(terms: Terms) -> Alert:
    lag = terms.of(recordings.HEIGHT_LAG)
    return Alert(
        name="MoneroNodeNotInSync",
        severity=Severity.WARNING,
        when=lines(
            f"max without (reason) ({terms.of('monero_unready_reason', _UNSYNCED)}) == 1",
            f"unless ({_catches_up(terms)})",
            f"unless ignoring (network) {lag} > {terms.limits.lag_blocks:g}",
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
            f"{terms.of(recordings.HEIGHT_LAG)} > {terms.limits.lag_blocks:g}",
            f"unless ignoring (network) ({_catches_up(terms)})",
        ),
        lasting=15 * MINUTE,
        summary=f"{NODE} is {COUNT} blocks behind a node of its set",
        description=f"{NODE} lacks {COUNT} blocks that another node of the same set and network has, and has "
        "not caught up for 15 minutes: what it tells of balances and payments is old.",
    )


def _catches_up(terms: Terms) -> str:
    # While a bootstrap daemon answers for a node, its height is that daemon's; what counts is the node's own.
    enough = f"> {terms.limits.syncing_blocks_per_second:.3g}"
    own = terms.during(15 * MINUTE, "monero_info_height_without_bootstrap")
    return f"{terms.of(recordings.HEIGHT_SPEED)} {enough} or deriv({own}) {enough}"
