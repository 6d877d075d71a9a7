# SPDX-License-Identifier: Apache-2.0
"""Alerts about what a node has to cope with: disk, RPC, pool, publications."""

from collections.abc import Iterator

from aiomonero.types.network import Network
from monero_operator.desired.rules import rule
from monero_operator.desired.rules.rule import DURATION, NODE, NUMBER, SET, SIZE, Alert, Severity, lines
from monero_operator.desired.rules.terms import DAY, GIVEN_LABELS, HOUR, MINUTE, SET_LABELS, Terms


def alerts(terms: Terms) -> Iterator[Alert]:
    """Yield the alerts."""
    yield _disk_fills(terms)
    for network in terms.networks:
        yield _disk_full(terms, network)
    yield _rpc_slow(terms)
    yield _backlog(terms)
    yield _zmq_silent(terms)


def _disk_fills(terms: Terms) -> Alert:
    # While it synchronizes a node writes as fast as it can, which says nothing about the days after.
    window = 6 * HOUR
    free = terms.during(window, "monero_info_free_space_bytes")
    return Alert(
        name="MoneroDiskFills",
        severity=Severity.WARNING,
        when=lines(
            _below(terms, terms.limits.low_disk_ratio),
            f"and predict_linear({free}, {terms.seconds(3 * DAY)}) < 0",
            f"and avg_over_time({terms.during(window, 'monero_synced')}) > 0.9",
        ),
        lasting=HOUR,
        summary=f"The disk of {NODE} will be full within 3 days",
        description=f"{SIZE} are left on the disk of {NODE}'s database, and at the pace of "
        "the last 6 hours they are gone within 3 days.",
    )


def _disk_full(terms: Terms, network: Network) -> Alert:
    return Alert(
        name="MoneroDiskFull",
        severity=rule.severity(network),
        when=lines(_below(terms, terms.limits.full_disk_ratio), terms.on(network)),
        lasting=5 * MINUTE,
        labels={"network": network},
        summary=f"The disk of {NODE} is almost full",
        description=f"{SIZE} are left on the disk of {NODE}'s database. monerod does not "
        "stop by itself: it fails at its next write, and may have to repair its database.",
    )


def _below(terms: Terms, ratio: float) -> str:
    free, database = terms.of("monero_info_free_space_bytes"), terms.of("monero_info_database_size_bytes")
    return f"{free} < {ratio:g} * ({free} + {database})"


def _rpc_slow(terms: Terms) -> Alert:
    durations = terms.during(10 * MINUTE, "monero_exporter_source_duration_seconds", 'source="info"')
    return Alert(
        name="MoneroRpcSlow",
        severity=Severity.WARNING,
        when=lines(
            f"avg_over_time({durations}) > {terms.limits.rpc_seconds:g}",
            f"and ignoring (source) {terms.mostly('monero_up')} > 0.5",
            f"and ignoring (source) {terms.mostly('monero_synced')} > 0.5",
        ),
        lasting=10 * MINUTE,
        summary=f"The RPC of {NODE} is slow",
        description=f"get_info, which takes milliseconds on a healthy daemon, took {DURATION} "
        f"on average over the last 10 minutes at {NODE}: clients wait as long, or give up.",
    )


def _backlog(terms: Terms) -> Alert:
    # All nodes of a network see about the same pool, but a restarted one has to hear of it again.
    backlog = f"({terms.lately('monero_pool_backlog_blocks')} and {terms.mostly('monero_synced')} > 0.5)"
    return Alert(
        name="MoneroPoolBacklog",
        severity=Severity.WARNING,
        when=lines(
            f"max by ({SET_LABELS}, network) (",
            f"  {backlog} * ignoring ({GIVEN_LABELS}) group_left (network) {terms.of('monero_daemon_info')}",
            f") > {terms.limits.backlog_blocks:g}",
        ),
        lasting=30 * MINUTE,
        summary=f"{NUMBER} blocks of transactions wait at {SET}",
        description=f"What waits in the pool of {SET} on {{{{ $labels.network }}}} fills {NUMBER} blocks, and "
        "has for 30 minutes: payments at a low priority take that many blocks or more.",
    )


def _zmq_silent(terms: Terms) -> Alert:
    # An exporter that was started anew has heard of nothing yet.
    last = f"({terms.of('monero_zmq_last_message_timestamp_seconds')} or {terms.of('process_start_time_seconds')})"
    connected = f"max_over_time({terms.during(5 * MINUTE, 'monero_zmq_connected')})"
    height = terms.during(15 * MINUTE, "monero_info_height")
    return Alert(
        name="MoneroZmqSilent",
        severity=Severity.WARNING,
        when=lines(
            "(",
            f"  {connected} == 0",
            f"  or {connected} == 1 and changes({height}) > 0 unless time() - {last} < {terms.seconds(30 * MINUTE)}",
            ")",
            f"and {terms.mostly('monero_synced')} > 0.5",
        ),
        lasting=10 * MINUTE,
        summary=f"{NODE} publishes nothing over ZMQ",
        description=f"{NODE} is in sync, but {{{{ if eq $value 0.0 }}}}its ZMQ publications cannot be subscribed to"
        "{{ else }}nothing was published though blocks came{{ end }}: whoever waits for blocks or transactions over "
        "ZMQ waits in vain.",
    )
