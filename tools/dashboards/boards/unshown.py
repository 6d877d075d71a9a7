# SPDX-License-Identifier: Apache-2.0
"""Families that no panel shows, and why: mostly second names of 2021 for what a panel shows under another name."""

_TWINS = {
    "monero_connections_livetime": "monero_p2p_connections_age",
    "monero_fee_estimate": "monero_fee_estimate_piconero_per_byte",
    "monero_info_alt_blocks_count": "monero_info_alternative_blocks",
    "monero_info_block_size_limit": "monero_info_block_size_limit_bytes",
    "monero_info_block_size_median": "monero_info_block_size_median_bytes",
    "monero_info_free_space": "monero_info_free_space_bytes",
    "monero_info_grey_peerlist_size": "monero_peerlist",
    "monero_info_mainnet": "monero_daemon_info",
    "monero_info_rpc_connections_count": "monero_info_rpc_connections",
    "monero_info_stagenet": "monero_daemon_info",
    "monero_info_start_time": "monero_daemon_start_time_seconds",
    "monero_info_testnet": "monero_daemon_info",
    "monero_info_tx_pool_size": "monero_transaction_pool_transactions",
    "monero_info_white_peerlist_size": "monero_peerlist",
    "monero_last_block_header_block_size": "monero_lastblock_size_bytes",
    "monero_last_block_header_cumulative_difficulty": "monero_info_cumulative_difficulty",
    "monero_last_block_header_height": "monero_lastblock_height",
    "monero_last_block_header_num_txes": "monero_lastblock_transactions",
    "monero_last_block_header_reward": "monero_lastblock_reward_monero",
    "monero_last_block_header_timestamp": "monero_last_block_age_seconds",
    "monero_last_block_txn_size": "monero_lastblock_transactions_size_bytes",
    "monero_last_block_vin": "monero_lastblock_transactions_inputs",
    "monero_last_block_vout": "monero_lastblock_transactions_outputs",
    "monero_mempool_bytes_total": "monero_transaction_pool_size_bytes",
    "monero_mempool_fee_total": "monero_transaction_pool_fees_monero",
    "monero_mempool_num_10m": "monero_transaction_pool_older_than_10m",
    "monero_mempool_num_double_spends": "monero_transaction_pool_double_spends",
    "monero_mempool_num_failing": "monero_transaction_pool_failing_transactions",
    "monero_mempool_num_not_relayed": "monero_transaction_pool_not_relayed",
    "monero_mempool_txs_total": "monero_transaction_pool_transactions",
    "monero_net_total_in_bytes": "monero_net_rx_bytes",
    "monero_net_total_out_bytes": "monero_net_tx_bytes",
    "monero_rpc_count": "monero_rpc_hits_total",
    "monero_rpc_time": "monero_rpc_seconds_total",
}
_OTHERS = {
    "process_virtual_memory_bytes": "says nothing of what the machine has to give; resident memory is shown",
    "monero_last_block_header_cumulative_difficulty_top64": "0 until the work passes 64 bits; the whole is shown",
    "monero_last_block_header_depth": "always 0",
    "monero_last_block_header_difficulty_top64": "0 until difficulty passes 64 bits; the whole is shown",
    "monero_last_block_header_nonce": "a number drawn by lot",
    "monero_last_block_header_orphan_status": "always 0",
}

REASONS = {name: f"{twin} is shown" for name, twin in _TWINS.items()} | _OTHERS
