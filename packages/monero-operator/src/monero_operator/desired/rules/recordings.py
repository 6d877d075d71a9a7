# SPDX-License-Identifier: Apache-2.0
"""Series that alerts and dashboards share. Their names say level, metric, operation."""

from collections.abc import Iterator

from monero_operator.desired.rules.rule import Recording, lines
from monero_operator.desired.rules.terms import GIVEN_LABELS, MINUTE, SET_LABELS, Terms

HEIGHT_SPEED = "instance:monero_info_height:deriv15m"
HEIGHT_LAG = "instance:monero_info_height:lag"
SYNC_SECONDS = "instance:monero_sync_remaining_seconds:estimate"
PEERS = "instance_zone:monero_peers:sum"
SET_NODES = "set:monero_nodes:count"
SET_READY = "set:monero_ready:sum"
SET_SYNCED = "set:monero_synced:sum"
SET_HEIGHT = "set:monero_info_height:max"
SET_HASHES = "set:monero_xmrig_hashes_per_second:sum"

_SPEED_SECONDS = 15 * MINUTE


def of_nodes(terms: Terms) -> Iterator[Recording]:
    """Yield what is computed of nodes."""
    known = _known(terms)
    yield Recording(HEIGHT_SPEED, f"deriv({terms.during(_SPEED_SECONDS, 'monero_info_height')})")
    yield Recording(HEIGHT_LAG, _lag(terms))
    yield Recording(SYNC_SECONDS, _remaining(terms))
    yield Recording(PEERS, f"sum without (direction, state) ({terms.of('monero_peers')})")
    yield Recording(SET_NODES, f"count by ({SET_LABELS}) ({known})")
    yield Recording(SET_READY, f"sum by ({SET_LABELS}) ({known})")
    yield Recording(SET_SYNCED, f"sum by ({SET_LABELS}) ({terms.of('monero_synced')})")
    yield Recording(SET_HEIGHT, f"max by ({SET_LABELS}) ({terms.of('monero_info_height')})")


def of_miners(terms: Terms) -> Iterator[Recording]:
    """Yield what is computed of miners."""
    hashes = terms.of("monero_xmrig_hashes_per_second", 'window="60s"')
    yield Recording(SET_HASHES, f"sum by ({SET_LABELS}) ({hashes})")


def _known(terms: Terms) -> str:
    # A node whose exporter is down says nothing, and is counted as one that is not ready.
    up = terms.of("up", f'job="{terms.exporter_job}"', 'component!="miner"')
    return f"{terms.of('monero_ready')} or 0 * {up}"


def _lag(terms: Terms) -> str:
    # Nodes of one network should have one height; regtest is many networks, one in each set.
    public = terms.of("monero_daemon_info", 'network!="regtest"')
    own = terms.of("monero_daemon_info", 'network="regtest"', 'set!=""')
    height = lines(
        f"{terms.of('monero_info_height')}",
        f"  * ignoring ({GIVEN_LABELS}) group_left (network) ({public} or {own})",
    )
    by = f"{SET_LABELS}, network"
    return lines(f"max by ({by}) (", f"  {height}", f") - on ({by}) group_right () (", f"  {height}", ")")


def _remaining(terms: Terms) -> str:
    missing = f"({terms.of('monero_info_target_height')} - {terms.of('monero_info_height')} > 0)"
    return f"{missing} / ({terms.of(HEIGHT_SPEED)} > 0)"
