# SPDX-License-Identifier: Apache-2.0
"""Every metric family that the exporter serves."""

from monero_exporter.catalogue.family import Family, Kind

UP = Family("monero_up", Kind.GAUGE, "Whether the daemon answered get_info.")
READY = Family("monero_ready", Kind.GAUGE, "Whether the daemon is fit to serve clients, as told by /readyz.")
SYNCED = Family("monero_synced", Kind.GAUGE, "Whether the daemon's chain is as long as its peers', judged by heights.")

INFO_HEIGHT = Family("monero_info_height", Kind.GAUGE, "Number of blocks that the daemon has.")
INFO_TARGET_HEIGHT = Family(
    "monero_info_target_height", Kind.GAUGE, "Height to sync to as the daemon tells it; 0 once it is synchronized."
)
INFO_SYNCHRONIZED = Family(
    "monero_info_synchronized", Kind.GAUGE, "Whether the daemon was in sync once since its start; never falls back."
)
INFO_BUSY_SYNCING = Family("monero_info_busy_syncing", Kind.GAUGE, "Whether the daemon adds a batch of blocks.")
INFO_OFFLINE = Family("monero_info_offline", Kind.GAUGE, "Whether the daemon was started without a network.")
INFO_MAINNET = Family("monero_info_mainnet", Kind.GAUGE, "Whether the daemon is on mainnet.")
INFO_TESTNET = Family("monero_info_testnet", Kind.GAUGE, "Whether the daemon is on testnet.")
INFO_STAGENET = Family("monero_info_stagenet", Kind.GAUGE, "Whether the daemon is on stagenet.")
INFO_INCOMING = Family("monero_info_incoming_connections_count", Kind.GAUGE, "Peers that connected to the daemon.")
INFO_OUTGOING = Family("monero_info_outgoing_connections_count", Kind.GAUGE, "Peers that the daemon connected to.")
INFO_RPC_CONNECTIONS = Family("monero_info_rpc_connections_count", Kind.GAUGE, "Open connections to the RPC.")
INFO_WHITE_PEERS = Family("monero_info_white_peerlist_size", Kind.GAUGE, "Known peers that were reached before.")
INFO_GREY_PEERS = Family("monero_info_grey_peerlist_size", Kind.GAUGE, "Known peers that were never reached.")
INFO_ALT_BLOCKS = Family("monero_info_alt_blocks_count", Kind.GAUGE, "Known blocks outside the main chain.")
INFO_TX_COUNT = Family("monero_info_tx_count", Kind.GAUGE, "Transactions in the chain, without miners' rewards.")
INFO_TX_POOL_SIZE = Family("monero_info_tx_pool_size", Kind.GAUGE, "Transactions waiting for a block.")
INFO_DIFFICULTY = Family("monero_info_difficulty", Kind.GAUGE, "Difficulty of the next block.")
INFO_START_TIME = Family("monero_info_start_time", Kind.GAUGE, "Start of the daemon in Unix seconds.")
INFO_DATABASE_SIZE = Family("monero_info_database_size_bytes", Kind.GAUGE, "Size of the daemon's database.")
INFO_FREE_SPACE = Family("monero_info_free_space", Kind.GAUGE, "Bytes left on the disk of the database.")
DAEMON = Family("monero_daemon", Kind.INFO, "Version and network of the daemon.", ("version", "network"))

LAST_BLOCK_TIMESTAMP = Family(
    "monero_last_block_header_timestamp", Kind.GAUGE, "Time of the top block in Unix seconds, as its miner set it."
)
LAST_BLOCK_HEIGHT = Family("monero_last_block_header_height", Kind.GAUGE, "Height at which the top block stands.")
LAST_BLOCK_TXES = Family("monero_last_block_header_num_txes", Kind.GAUGE, "Transactions in the top block.")
LAST_BLOCK_REWARD = Family(
    "monero_last_block_header_reward", Kind.GAUGE, "What the top block paid its miner, in piconero, fees included."
)
LAST_BLOCK_SIZE = Family("monero_last_block_header_block_size", Kind.GAUGE, "Size of the top block in bytes.")
LAST_BLOCK_DIFFICULTY = Family("monero_last_block_header_difficulty", Kind.GAUGE, "Difficulty of the top block.")

SOURCE_UP = Family(
    "monero_exporter_source_up", Kind.GAUGE, "Whether the last question to this source was answered.", ("source",)
)
SOURCE_DURATION = Family(
    "monero_exporter_source_duration_seconds", Kind.GAUGE, "How long this source took to answer or fail.", ("source",)
)
BUILD = Family("monero_exporter_build", Kind.INFO, "Version of this exporter.", ("version",))

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
