# SPDX-License-Identifier: Apache-2.0
"""Families about the daemon itself: whether it is there and fit, and what it says about itself."""

from monero_exporter.catalogue.family import Family, Kind, Stability

UP = Family("monero_up", Kind.GAUGE, "Whether the daemon answered get_info.")
READY = Family("monero_ready", Kind.GAUGE, "Whether the daemon is fit to serve clients, as told by /readyz.")
SYNCED = Family(
    "monero_synced",
    Kind.GAUGE,
    "Whether the daemon's chain is as long as its peers' and siblings' and, on mainnet, its top block not old.",
)
UNREADY_REASON = Family(
    "monero_unready_reason",
    Kind.GAUGE,
    "Whether this reason, as told by /readyz, speaks against sending clients to the daemon.",
    labels=("reason",),
)
DAEMON_INFO = Family(
    "monero_daemon_info",
    Kind.INFO,
    "Version and network of the daemon; a restricted port does not tell the version.",
    labels=("version", "network"),
)
DAEMON_RESTRICTED = Family(
    "monero_daemon_restricted",
    Kind.GAUGE,
    "Whether the exporter asks a restricted port, which hides most of what is about peers.",
)
DAEMON_UPDATE_AVAILABLE = Family(
    "monero_daemon_update_available", Kind.GAUGE, "Whether the daemon heard of a newer release."
)
DAEMON_START_TIME_SECONDS = Family(
    "monero_daemon_start_time_seconds", Kind.GAUGE, "Start of the daemon in Unix seconds."
)
DAEMON_PRUNED = Family(
    "monero_daemon_pruned",
    Kind.GAUGE,
    "Whether the database keeps an eighth of old transactions' proofs only.",
    source="pruning",
)
INFO_HEIGHT = Family(
    "monero_info_height", Kind.GAUGE, "Number of blocks that the daemon has.", stability=Stability.SEED
)
INFO_TARGET_HEIGHT = Family(
    "monero_info_target_height",
    Kind.GAUGE,
    "Height to sync to as the daemon tells it; 0 once it is synchronized.",
    stability=Stability.SEED,
)
INFO_HEIGHT_WITHOUT_BOOTSTRAP = Family(
    "monero_info_height_without_bootstrap",
    Kind.GAUGE,
    "Number of blocks that the daemon itself has while a bootstrap daemon answers for it.",
    stability=Stability.SEED,
)
INFO_SYNCHRONIZED = Family(
    "monero_info_synchronized",
    Kind.GAUGE,
    "Whether the daemon was in sync once since its start; never falls back.",
    stability=Stability.SEED,
)
INFO_BUSY_SYNCING = Family(
    "monero_info_busy_syncing", Kind.GAUGE, "Whether the daemon adds a batch of blocks.", stability=Stability.SEED
)
INFO_OFFLINE = Family(
    "monero_info_offline", Kind.GAUGE, "Whether the daemon was started without a network.", stability=Stability.SEED
)
INFO_UNTRUSTED = Family(
    "monero_info_untrusted", Kind.GAUGE, "Whether the answers come from a bootstrap daemon.", stability=Stability.SEED
)
INFO_WAS_BOOTSTRAP_EVER_USED = Family(
    "monero_info_was_bootstrap_ever_used",
    Kind.GAUGE,
    "Whether a bootstrap daemon ever answered for this one.",
    stability=Stability.SEED,
)
INFO_MAINNET = Family("monero_info_mainnet", Kind.GAUGE, "Whether the daemon is on mainnet.", stability=Stability.SEED)
INFO_TESTNET = Family("monero_info_testnet", Kind.GAUGE, "Whether the daemon is on testnet.", stability=Stability.SEED)
INFO_STAGENET = Family(
    "monero_info_stagenet", Kind.GAUGE, "Whether the daemon is on stagenet.", stability=Stability.SEED
)
INFO_INCOMING_CONNECTIONS_COUNT = Family(
    "monero_info_incoming_connections_count",
    Kind.GAUGE,
    "Peers that connected to the daemon.",
    stability=Stability.SEED,
)
INFO_OUTGOING_CONNECTIONS_COUNT = Family(
    "monero_info_outgoing_connections_count",
    Kind.GAUGE,
    "Peers that the daemon connected to.",
    stability=Stability.SEED,
)
INFO_RPC_CONNECTIONS_COUNT = Family(
    "monero_info_rpc_connections_count", Kind.GAUGE, "Open connections to the RPC.", stability=Stability.SEED
)
INFO_RPC_CONNECTIONS = Family(
    "monero_info_rpc_connections", Kind.GAUGE, "Open connections to the RPC.", stability=Stability.GO_EXPORTER
)
INFO_WHITE_PEERLIST_SIZE = Family(
    "monero_info_white_peerlist_size", Kind.GAUGE, "Known peers that were reached before.", stability=Stability.SEED
)
INFO_GREY_PEERLIST_SIZE = Family(
    "monero_info_grey_peerlist_size", Kind.GAUGE, "Known peers that were never reached.", stability=Stability.SEED
)
INFO_ALT_BLOCKS_COUNT = Family(
    "monero_info_alt_blocks_count", Kind.GAUGE, "Known blocks outside the main chain.", stability=Stability.SEED
)
INFO_ALTERNATIVE_BLOCKS = Family(
    "monero_info_alternative_blocks",
    Kind.GAUGE,
    "Known blocks outside the main chain.",
    stability=Stability.GO_EXPORTER,
)
INFO_TX_COUNT = Family(
    "monero_info_tx_count", Kind.GAUGE, "Transactions in the chain, without miners' rewards.", stability=Stability.SEED
)
INFO_TX_POOL_SIZE = Family(
    "monero_info_tx_pool_size", Kind.GAUGE, "Transactions waiting for a block.", stability=Stability.SEED
)
INFO_TARGET = Family(
    "monero_info_target", Kind.GAUGE, "Seconds between blocks that the network aims at.", stability=Stability.SEED
)
INFO_DIFFICULTY = Family(
    "monero_info_difficulty", Kind.GAUGE, "Difficulty of the next block, of all 128 bits.", stability=Stability.SEED
)
INFO_CUMULATIVE_DIFFICULTY = Family(
    "monero_info_cumulative_difficulty",
    Kind.GAUGE,
    "Work in the whole chain, of all 128 bits.",
    stability=Stability.SEED,
)
INFO_BLOCK_SIZE_LIMIT = Family(
    "monero_info_block_size_limit",
    Kind.GAUGE,
    "Greatest weight in bytes that a block may have now.",
    stability=Stability.SEED,
)
INFO_BLOCK_SIZE_LIMIT_BYTES = Family(
    "monero_info_block_size_limit_bytes",
    Kind.GAUGE,
    "Greatest weight in bytes that a block may have now.",
    stability=Stability.GO_EXPORTER,
)
INFO_BLOCK_SIZE_MEDIAN = Family(
    "monero_info_block_size_median",
    Kind.GAUGE,
    "Median weight in bytes of the last 100 blocks.",
    stability=Stability.SEED,
)
INFO_BLOCK_SIZE_MEDIAN_BYTES = Family(
    "monero_info_block_size_median_bytes",
    Kind.GAUGE,
    "Median weight in bytes of the last 100 blocks.",
    stability=Stability.GO_EXPORTER,
)
INFO_START_TIME = Family(
    "monero_info_start_time", Kind.GAUGE, "Start of the daemon in Unix seconds.", stability=Stability.SEED
)
INFO_UPTIME_SECONDS_TOTAL = Family(
    "monero_info_uptime_seconds_total",
    Kind.COUNTER,
    "Seconds since the daemon's start.",
    stability=Stability.GO_EXPORTER,
)
INFO_DATABASE_SIZE_BYTES = Family(
    "monero_info_database_size_bytes",
    Kind.GAUGE,
    "Size of the daemon's database; a restricted port rounds it up to 5 GiB.",
    stability=Stability.GO_EXPORTER,
)
INFO_FREE_SPACE = Family(
    "monero_info_free_space", Kind.GAUGE, "Bytes left on the disk of the database.", stability=Stability.SEED
)
INFO_FREE_SPACE_BYTES = Family(
    "monero_info_free_space_bytes",
    Kind.GAUGE,
    "Bytes left on the disk of the database.",
    stability=Stability.GO_EXPORTER,
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
