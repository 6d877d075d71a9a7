# SPDX-License-Identifier: Apache-2.0
"""What the sources of metrics are: the daemon's calls, or what else is looked at, and how often."""

LOOK = "at each look"
BLOCK = "once per block"
MINUTE = "each minute"
TEN_MINUTES = "each ten minutes"

OF_SOURCES = {
    "info": ("`get_info`", f"{LOOK}, for health too"),
    "connections": ("`get_connections`", f"{LOOK}, for health too"),
    "header": ("`get_block_header_by_height`", f"{BLOCK}, for health too"),
    "blocks": ("`get_block_headers_range`, `get_block`, `get_transactions`", BLOCK),
    "net_stats": ("`get_net_stats`", LOOK),
    "pool_stats": ("`get_transaction_pool_stats`", LOOK),
    "backlog": ("`get_txpool_backlog`", LOOK),
    "pool": ("`get_transaction_pool_hashes`; `get_transactions` of what is new or left", LOOK),
    "calls": ("`rpc_access_tracking`", LOOK),
    "mining": ("`mining_status`", LOOK),
    "sync_info": ("`sync_info`", f"{LOOK}, while there is something to catch up with"),
    "hard_fork": ("`hard_fork_info`", BLOCK),
    "fee_estimate": ("`get_fee_estimate`", BLOCK),
    "alternate_chains": ("`get_alternate_chains`", BLOCK),
    "miner_data": ("`get_miner_data`", BLOCK),
    "peer_list": ("`get_peer_list`", MINUTE),
    "bans": ("`get_bans`", MINUTE),
    "peer_limits": ("`out_peers`, `in_peers`", MINUTE),
    "rate_limits": ("`get_limit`", MINUTE),
    "version": ("`get_version`", TEN_MINUTES),
    "pruning": ("`prune_blockchain`, which with `check` only looks", TEN_MINUTES),
    "zmq": ("the daemon's publications (`--zmq-addr`)", "when they come"),
    "siblings": ("`/status` of the exporters of `--siblings`", "every 5 s, less often with more than ten"),
    "geoip": ("the file of `--geoip-filepath`", "every 10 s whether it is another one"),
    "tor": ("tor's agent at `--tor-addr`", "every 5 s"),
    "i2p": ("i2pd's agent at `--i2p-addr`", "every 5 s"),
    "xmrig": ("the HTTP API of `--xmrig-addr`", "every 5 s"),
    "p2pool": ("the files in `--p2pool-data`", "every 5 s"),
    "exporter": ("nobody: what the exporter knows of itself", LOOK),
    "process": ("`/proc/self`", LOOK),
}
"""By the value of the label `source`: what is asked, and when."""
