# SPDX-License-Identifier: Apache-2.0
"""Panels that are empty on a closed regtest network, and why: for checks that run every expression there."""

from __future__ import annotations

from collections.abc import Iterator

from tools.dashboards import names
from tools.dashboards.filled import Filled

_FAMILIES = {
    "ALERTS": "nothing fires while all is well",
    "monero_daemon_start_time_seconds": "no daemon is started anew",
    "monero_exporter_geoip_build_timestamp_seconds": "no GeoIP file is given",
    "monero_hard_fork_next_blocks": "regtest plans no further rules",
    "monero_hard_fork_next_height": "regtest plans no further rules",
    "monero_hard_fork_next_version": "regtest plans no further rules",
    "monero_hard_fork_state": "means nothing on regtest",
    "monero_i2p_problem": "nothing is wrong with i2pd",
    "monero_operator_keys_invalid": "no set has keys there",
    "monero_operator_no_hidden_peers": "no set looks for peers over Tor or I2P",
    "monero_operator_rollout_stuck": "no rollout is stuck",
    "monero_operator_unavailable": "every set serves",
    "monero_peerlist_lastseen": "peers on private addresses are put on no list",
    "monero_peers_new": "peers on private addresses are put on no list",
    "monero_tor_problem": "nothing is wrong with tor",
    "monero_xmrig_pool_ping_seconds": "xmrig tells it after its first result, which takes as long as chance wants",
    "workqueue_retries_total": "nothing failed",
}
_PARTS = {
    " unless on (cluster, namespace, set, instance)": "all nodes are of regtest",
    "/ (deriv(monero_info_height{": "no node is behind",
}
_PREFIXES = {"monero_p2pool_": "no p2pool runs there"}


def reason(asked: Filled) -> str:
    """Return why an expression may be without data; "" where it may not."""
    return next(_reasons(asked.expression), "")


def _reasons(expression: str) -> Iterator[str]:
    yield from (why for part, why in _PARTS.items() if part in expression)
    for name in sorted(names.named(expression)):
        yield from (_FAMILIES[each] for each in _FAMILIES.keys() & {name})
        yield from (why for prefix, why in _PREFIXES.items() if name.startswith(prefix))
