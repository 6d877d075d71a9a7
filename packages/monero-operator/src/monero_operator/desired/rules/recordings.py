# SPDX-License-Identifier: Apache-2.0
"""Series that more than one alert reads. Their names say level, metric, operation."""

from collections.abc import Iterator

from monero_operator.desired.rules.rule import Recording, lines
from monero_operator.desired.rules.terms import DAY, GIVEN_LABELS, INSTANCE_LABELS, MINUTE, SET_LABELS, Terms

HEIGHT_SPEED = "instance:monero_info_height:deriv15m"
HEIGHT_LAG = "instance:monero_info_height:lag"
PEERS = "instance_zone:monero_peers:sum"
SET_READY = "set:monero_ready:sum"

_SPEED_SECONDS = 15 * MINUTE


def of_nodes(terms: Terms) -> Iterator[Recording]:
    """Yield what is computed of nodes."""
    yield Recording(HEIGHT_SPEED, f"deriv({terms.during(_SPEED_SECONDS, 'monero_info_height')})")
    yield Recording(HEIGHT_LAG, _lag(terms))
    yield Recording(PEERS, f"sum without (direction, state) ({terms.of('monero_peers')})")
    yield Recording(SET_READY, _ready(terms))


def _ready(terms: Terms) -> str:
    # A node whose exporter is down says nothing, and is counted as one that is not ready; what told of a miner within
    # the day and never of a daemon is no node.
    up = terms.of("up", f'job="{terms.exporter_job}"', 'component!="miner"')
    xmrig, p2pool, daemon = (
        f"last_over_time({terms.during(DAY, metric)})"
        for metric in ("monero_xmrig_up", "monero_p2pool_up", "monero_up")
    )
    return lines(
        f"sum by ({SET_LABELS}) (",
        f"  {terms.of('monero_ready')}",
        f"  or 0 * ({up}",
        f"    unless on ({INSTANCE_LABELS}) (({xmrig} or {p2pool}) unless {daemon}))",
        ")",
    )


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
