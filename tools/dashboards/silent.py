# SPDX-License-Identifier: Apache-2.0
"""Panels that are empty on a closed regtest network, and why: for checks that run every expression there."""

from __future__ import annotations

from tools.dashboards import names
from tools.dashboards.filled import Filled

_FAMILIES = {
    "ALERTS": "nothing fires while all is well",
    "monero_exporter_geoip_build_timestamp_seconds": "no GeoIP file is given",
    "monero_hard_fork_next_blocks": "regtest plans no further rules",
    "monero_hard_fork_next_height": "regtest plans no further rules",
    "monero_hard_fork_next_version": "regtest plans no further rules",
    "monero_hard_fork_state": "means nothing on regtest",
    "monero_operator_rollout_stuck": "no rollout is stuck",
    "monero_peerlist_lastseen": "peers on private addresses are put on no list",
    "monero_peers_new": "peers on private addresses are put on no list",
    "monero_xmrig_pool_ping_seconds": "xmrig tells it after its first result, which takes as long as chance wants",
    "workqueue_retries_total": "nothing failed",
}
_PREFIXES = {"monero_p2pool_": "no p2pool runs there"}


def reason(asked: Filled) -> str:
    """Return why an expression may be without data; "" where it may not."""
    named = sorted(names.named(asked.expression))
    by_prefix = (why for prefix, why in _PREFIXES.items() if any(name.startswith(prefix) for name in named))
    return next((_FAMILIES[name] for name in named if name in _FAMILIES), next(by_prefix, ""))
