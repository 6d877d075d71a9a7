# SPDX-License-Identifier: Apache-2.0
"""Alerts about the chain that nodes follow: it stands still, splits, is rewritten, or leaves an old daemon behind.

What is normal differs by network, so there is one rule for each, told apart by the label `network`.
"""

from collections.abc import Iterator

from aiomonero.types.network import Network
from monero_operator.desired.rules import peers, rule
from monero_operator.desired.rules.rule import COUNT, DURATION, NODE, SET, Alert, Severity, lines
from monero_operator.desired.rules.speed import lags
from monero_operator.desired.rules.terms import DAY, HOUR, MINUTE, SET_LABELS, Terms

LOCK_BLOCKS = 10
"""What consensus itself relies on: coins can be spent after ten blocks. A deeper change undoes what was final."""


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    ages, depths = terms.limits.block_age_seconds, terms.limits.reorganization_blocks
    for network in terms.networks:
        if network in ages:
            yield _stalled(terms, network, ages[network])
        if network in depths:
            yield from _reorganized(terms, network, depths[network])
        yield _forked(terms, network)
        if network is not Network.REGTEST:
            yield _too_old(terms, network)


def _stalled(terms: Terms, network: Network, age_seconds: float) -> Alert:
    # A node that siblings are ahead of, or that nobody is connected with, is the only one that stands still.
    height = terms.during(15 * MINUTE, "monero_info_height")
    return Alert(
        name="MoneroNodeStalled",
        severity=rule.severity(network),
        when=lines(
            f"{terms.lately('monero_last_block_age_seconds')} > {age_seconds:g}",
            f"and changes({height}) == 0",
            terms.on(network),
            f"unless ignoring (network) {lags(terms)}",
            f"unless {peers.alone(terms)}",
        ),
        lasting=5 * MINUTE,
        summary=f"{NODE} has got no block for {DURATION}",
        description=f"The top block of {NODE} is {DURATION} old, where one is due every 2 "
        f"minutes on {network}: the node is stuck or cut off, or the whole network stands still.",
        labels={"network": network},
    )


def _reorganized(terms: Terms, network: Network, blocks: float) -> Iterator[Alert]:
    yield _reorganized_by(terms, network, Severity.WARNING, blocks)
    if network is Network.MAINNET:
        yield _reorganized_by(terms, network, Severity.CRITICAL, LOCK_BLOCKS)


def _reorganized_by(terms: Terms, network: Network, severity: Severity, blocks: float) -> Alert:
    # All of the hour count, as a shallow one must not hide the deep one before it. The counter starts anew with the
    # exporter, whereas the time of the last one is there or is not.
    depth = terms.of("monero_chain_last_reorganization_depth_blocks")
    seen = terms.of("monero_chain_last_reorganization_timestamp_seconds")
    hour = f"[{terms.span(HOUR)}:{terms.span(MINUTE)}]"
    return Alert(
        name="MoneroDeepReorganization",
        severity=severity,
        when=lines(
            f"max_over_time(({depth} * (time() - {seen} < bool {terms.seconds(10 * MINUTE)})){hour}) >= {blocks:g}",
            terms.on(network),
        ),
        lasting=0,
        summary=f"{COUNT} blocks of {network} were replaced",
        description=f"{NODE} replaced its last {COUNT} blocks by others within the last hour: payments that "
        "had as many confirmations may be undone.",
        labels={"network": network},
    )


def _forked(terms: Terms, network: Network) -> Alert:
    # One node that is alone differs from all others, and each of them from it: that is one trouble.
    forked = terms.during(5 * MINUTE, "monero_sibling_forked")
    return Alert(
        name="MoneroNodeForked",
        severity=rule.severity(network),
        when=lines(
            f"count by ({SET_LABELS}) (",
            f"  max without (sibling) (min_over_time({forked}) == 1)",
            f"  {terms.on(network)}",
            ")",
        ),
        lasting=10 * MINUTE,
        summary=f"Nodes of {SET} follow different chains",
        description=f"For 10 minutes {COUNT} of {SET}'s nodes have had other blocks than a sibling at one height: some "
        "of them follow a chain that the network does not, and clients get contradictory answers.",
        labels={"network": network},
    )


def _too_old(terms: Terms, network: Network) -> Alert:
    # The daemon's own word (hard_fork_info.state) is of no use: it says "forked" a year after any fork.
    rules = terms.of("monero_hard_fork_voting_version")
    of_sets = terms.of("monero_hard_fork_voting_version", 'set!=""')
    votes = terms.during(DAY, "monero_last_block_header_minor_version")
    return Alert(
        name="MoneroNodeTooOldForFork",
        severity=rule.severity(network),
        when=lines(
            "(",
            f"  {rules} < quantile_over_time(0.5, {votes})",
            f"  or {of_sets}",
            f"    < on ({SET_LABELS}) group_left () max by ({SET_LABELS}) ({rules})",
            ")",
            terms.on(network),
        ),
        lasting=6 * HOUR,
        summary=f"{NODE} knows no rules above version {COUNT}, but others do",
        description=f"The daemon of {NODE} knows the rules of the chain up to version {COUNT}, while most "
        "blocks of the last day, or another node of the set, announce newer ones: from the hard fork on it will "
        "follow no chain, or a wrong one.",
        labels={"network": network},
    )
