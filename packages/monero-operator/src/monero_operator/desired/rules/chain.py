# SPDX-License-Identifier: Apache-2.0
"""Alerts about the chain that nodes follow: it stands still, splits, is rewritten, or leaves an old daemon behind.

What is normal differs by network, so there is one rule for each, told apart by the label `network`.
"""

from collections.abc import Iterator

from aiomonero.types.network import Network
from monero_operator.desired.rules.rule import COUNT, DURATION, NODE, Alert, Severity, lines
from monero_operator.desired.rules.terms import DAY, HOUR, MINUTE, SET_LABELS, Terms

LOCK_BLOCKS = 10
"""What consensus itself relies on: coins can be spent after ten blocks. A deeper change undoes what was final."""
_OPEN = 'network!="regtest"'


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    ages, depths = terms.limits.block_age_seconds, terms.limits.reorganization_blocks
    for network in terms.networks:
        if network in ages:
            yield _stalled(terms, network, ages[network])
        if network in depths:
            yield from _reorganized(terms, network, depths[network])
        yield _forked(terms, network)
    yield _too_old(terms)


def _stalled(terms: Terms, network: Network, age_seconds: float) -> Alert:
    height = terms.during(15 * MINUTE, "monero_info_height")
    return Alert(
        name="MoneroNodeStalled",
        severity=_severity(network),
        when=lines(
            f"{terms.of('monero_last_block_age_seconds')} > {age_seconds:g}",
            f"and changes({height}) == 0",
            terms.on(network),
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
    # The counter starts anew with the exporter, whereas the time of the last one is there or is not.
    seen = terms.of("monero_chain_last_reorganization_timestamp_seconds")
    return Alert(
        name="MoneroDeepReorganization",
        severity=severity,
        when=lines(
            f"{terms.of('monero_chain_last_reorganization_depth_blocks')} >= {blocks:g}",
            f"and time() - {seen} < {terms.seconds(HOUR)}",
            terms.on(network),
        ),
        lasting=0,
        summary=f"{COUNT} blocks of {network} were replaced",
        description=f"{NODE} replaced its last {COUNT} blocks by others within the last hour: payments that "
        "had as many confirmations may be undone.",
        labels={"network": network},
    )


def _forked(terms: Terms, network: Network) -> Alert:
    return Alert(
        name="MoneroNodeForked",
        severity=_severity(network),
        when=lines(
            f"{terms.of('monero_sibling_forked')} == 1", terms.with_info(f'network="{network}"', beside="sibling, ")
        ),
        lasting=10 * MINUTE,
        summary=f"{NODE} and {{{{ $labels.sibling }}}} follow different chains",
        description=f"For 10 minutes {NODE} and its sibling {{{{ $labels.sibling }}}} have had different blocks at one "
        "height: one of them follows a chain that the network does not, and clients get contradictory answers.",
        labels={"network": network},
    )


def _too_old(terms: Terms) -> Alert:
    # The daemon's own word (hard_fork_info.state) is of no use: it says "forked" a year after any fork.
    rules = terms.of("monero_hard_fork_voting_version")
    of_sets = terms.of("monero_hard_fork_voting_version", 'set!=""')
    votes = terms.during(DAY, "monero_last_block_header_minor_version")
    return Alert(
        name="MoneroNodeTooOldForFork",
        severity=Severity.CRITICAL,
        when=lines(
            "(",
            f"  {rules} < quantile_over_time(0.5, {votes})",
            f"  or {of_sets}",
            f"    < on ({SET_LABELS}) group_left () max by ({SET_LABELS}) ({rules})",
            ")",
            terms.with_info(_OPEN),
        ),
        lasting=6 * HOUR,
        summary=f"{NODE} knows no rules above version {COUNT}, but others do",
        description=f"The daemon of {NODE} knows the rules of the chain up to version {COUNT}, while most "
        "blocks of the last day, or another node of the set, announce newer ones: from the hard fork on it will "
        "follow no chain, or a wrong one.",
    )


def _severity(network: Network) -> Severity:
    return Severity.CRITICAL if network is Network.MAINNET else Severity.WARNING
