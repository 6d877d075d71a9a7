# SPDX-License-Identifier: Apache-2.0
"""Alerts about xmrig and p2pool."""

from collections.abc import Iterator

from monero_operator.desired.rules.rule import NODE, SHARE, Alert, Severity, lines
from monero_operator.desired.rules.terms import HOUR, MINUTE, Terms

_ENOUGH_SHARES = 10


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _down(terms)
    yield _disconnected(terms)
    yield _idle(terms)
    yield _rejected(terms)
    yield _p2pool_down(terms)


def _down(terms: Terms) -> Alert:
    return Alert(
        name="MoneroMinerDown",
        severity=Severity.WARNING,
        when=f"{terms.of('monero_xmrig_up')} == 0",
        lasting=10 * MINUTE,
        summary=f"xmrig of {NODE} does not answer",
        description=f"xmrig of {NODE} has not answered its exporter for 10 minutes: it does not run, or hangs.",
    )


def _disconnected(terms: Terms) -> Alert:
    return Alert(
        name="MoneroMinerDisconnected",
        severity=Severity.WARNING,
        when=f"{terms.of('monero_xmrig_pool_connected')} == 0",
        lasting=10 * MINUTE,
        summary=f"xmrig of {NODE} has nobody to work for",
        description=f"xmrig of {NODE} has been connected to no pool and no node for 10 minutes, so it does not mine.",
    )


def _idle(terms: Terms) -> Alert:
    # xmrig's total counts accepted results, so that for a lone miner it stands still until the first block.
    # The hash rate is absent, not 0, where there never was a hash: after a data set that could not be made.
    speed = terms.during(10 * MINUTE, "monero_xmrig_hashes_per_second", 'window="60s"')
    return Alert(
        name="MoneroMinerIdle",
        severity=Severity.WARNING,
        when=lines(
            f"{terms.of('monero_xmrig_pool_connected')} == 1",
            f"and {terms.of('monero_xmrig_uptime_seconds')} > {terms.seconds(10 * MINUTE)}",
            f"unless max without (window) (max_over_time({speed})) > 0",
            f"unless {terms.of('monero_xmrig_paused')} == 1",
        ),
        lasting=10 * MINUTE,
        summary=f"xmrig of {NODE} computes nothing",
        description=f"xmrig of {NODE} is connected and not paused, but has computed no hash for 10 minutes.",
    )


def _rejected(terms: Terms) -> Alert:
    rejected, accepted = (
        f"increase({terms.during(HOUR, f'monero_xmrig_shares_{outcome}_total')})"
        for outcome in ("rejected", "accepted")
    )
    return Alert(
        name="MoneroMinerSharesRejected",
        severity=Severity.WARNING,
        when=lines(
            f"{rejected} / ({rejected} + {accepted}) > {terms.limits.rejected_ratio:g}",
            f"and {rejected} + {accepted} > {_ENOUGH_SHARES}",
        ),
        lasting=15 * MINUTE,
        summary=f"{SHARE} of what {NODE} mines is refused",
        description=f"In the last hour {SHARE} of the results of {NODE} were refused by "
        "its pool or node: that work is not paid.",
    )


def _p2pool_down(terms: Terms) -> Alert:
    return Alert(
        name="MoneroP2poolDown",
        severity=Severity.WARNING,
        when=f"{terms.of('monero_p2pool_up')} == 0",
        lasting=15 * MINUTE,
        summary=f"p2pool of {NODE} tells nothing new",
        description=f"p2pool of {NODE} has written no new data for 15 minutes: it does not run, or has no node.",
    )
