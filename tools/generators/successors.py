# SPDX-License-Identifier: Apache-2.0
"""Names of 2021 that another name has made superfluous, and the expression that tells the same and should be used."""

NOTHING = ""
"""Stands for an old name that always has the same value, so that nothing has to take its place."""

_PICONERO_PER_XMR = "1e12"
_UPPER_BITS = "2^64"

OF_2021 = {
    "monero_info_mainnet": 'monero_daemon_info{network="mainnet"}',
    "monero_info_testnet": 'monero_daemon_info{network="testnet"}',
    "monero_info_stagenet": 'monero_daemon_info{network="stagenet"}',
    "monero_info_rpc_connections_count": "monero_info_rpc_connections",
    "monero_info_white_peerlist_size": 'monero_peerlist{type="white"}',
    "monero_info_grey_peerlist_size": 'monero_peerlist{type="gray"}',
    "monero_info_alt_blocks_count": "monero_info_alternative_blocks",
    "monero_info_tx_pool_size": "monero_transaction_pool_transactions",
    "monero_info_block_size_limit": "monero_info_block_size_limit_bytes",
    "monero_info_block_size_median": "monero_info_block_size_median_bytes",
    "monero_info_start_time": "monero_daemon_start_time_seconds",
    "monero_info_uptime_seconds_total": "time() - monero_daemon_start_time_seconds",
    "monero_info_free_space": "monero_info_free_space_bytes",
    "monero_last_block_header_height": "monero_lastblock_height",
    "monero_last_block_header_depth": NOTHING,
    "monero_last_block_header_orphan_status": NOTHING,
    "monero_last_block_header_num_txes": "monero_lastblock_transactions",
    "monero_last_block_header_reward": f"monero_lastblock_reward_monero * {_PICONERO_PER_XMR}",
    "monero_last_block_header_block_size": "monero_lastblock_size_bytes",
    "monero_last_block_header_block_weight": "monero_lastblock_size_bytes",
    "monero_last_block_header_difficulty": "monero_lastblock_difficulty",
    "monero_last_block_header_difficulty_top64": f"floor(monero_lastblock_difficulty / {_UPPER_BITS})",
    "monero_last_block_header_cumulative_difficulty": "monero_info_cumulative_difficulty",
    "monero_last_block_header_cumulative_difficulty_top64": f"floor(monero_info_cumulative_difficulty / {_UPPER_BITS})",
    "monero_last_block_txn_size": "monero_lastblock_transactions_size_bytes",
    "monero_last_block_vin": "monero_lastblock_transactions_inputs",
    "monero_last_block_vout": "monero_lastblock_transactions_outputs",
    "monero_fee_estimate": 'monero_fee_estimate_piconero_per_byte{priority="slow"}',
    "monero_connections_livetime": "monero_p2p_connections_age",
    "monero_net_total_in_bytes": "monero_network_receive_bytes_total",
    "monero_net_total_out_bytes": "monero_network_transmit_bytes_total",
    "monero_net_rx_bytes": "monero_network_receive_bytes_total",
    "monero_net_tx_bytes": "monero_network_transmit_bytes_total",
    "monero_p2p_connections": "sum without (zone) (monero_peers)",
    "monero_mempool_bytes_total": "monero_transaction_pool_size_bytes",
    "monero_mempool_fee_total": f"monero_transaction_pool_fees_monero * {_PICONERO_PER_XMR}",
    "monero_mempool_num_10m": "monero_transaction_pool_older_than_10m",
    "monero_mempool_num_double_spends": "monero_transaction_pool_double_spends",
    "monero_mempool_num_failing": "monero_transaction_pool_failing_transactions",
    "monero_mempool_num_not_relayed": "monero_transaction_pool_not_relayed",
    "monero_mempool_txs_total": "monero_transaction_pool_transactions",
    "monero_rpc_count": "monero_rpc_hits_total",
    "monero_rpc_time": "monero_rpc_seconds_total",
}
