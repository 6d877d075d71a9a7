# SPDX-License-Identifier: Apache-2.0
"""Families about transactions that wait for a block."""

from monero_exporter.catalogue import quantiles
from monero_exporter.catalogue.family import Family, Kind, Stability

MEMPOOL_BYTES_MAX = Family(
    "monero_mempool_bytes_max",
    Kind.GAUGE,
    "Size of the largest waiting transaction, in bytes; 0 without any.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_BYTES_MED = Family(
    "monero_mempool_bytes_med",
    Kind.GAUGE,
    "Median size of waiting transactions, in bytes; 0 without any.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_BYTES_MIN = Family(
    "monero_mempool_bytes_min",
    Kind.GAUGE,
    "Size of the smallest waiting transaction, in bytes; 0 without any.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_BYTES_TOTAL = Family(
    "monero_mempool_bytes_total",
    Kind.GAUGE,
    "Size of all waiting transactions, in bytes.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_FEE_TOTAL = Family(
    "monero_mempool_fee_total",
    Kind.GAUGE,
    "Fees of all waiting transactions, in piconero.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_HISTO_98PC = Family(
    "monero_mempool_histo_98pc",
    Kind.GAUGE,
    "Age in seconds that 98 of 100 waiting transactions are below; 0 where the daemon does not tell it.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_NUM_10M = Family(
    "monero_mempool_num_10m",
    Kind.GAUGE,
    "Transactions that wait for more than ten minutes.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_NUM_DOUBLE_SPENDS = Family(
    "monero_mempool_num_double_spends",
    Kind.GAUGE,
    "Waiting transactions that spend what another one spends.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_NUM_FAILING = Family(
    "monero_mempool_num_failing",
    Kind.GAUGE,
    "Waiting transactions that failed to get into a block.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_NUM_NOT_RELAYED = Family(
    "monero_mempool_num_not_relayed",
    Kind.GAUGE,
    "Waiting transactions that were not given to peers.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_OLDEST = Family(
    "monero_mempool_oldest",
    Kind.GAUGE,
    "When the oldest waiting transaction came, in Unix seconds; 0 without any.",
    source="pool_stats",
    stability=Stability.SEED,
)
MEMPOOL_TXS_TOTAL = Family(
    "monero_mempool_txs_total", Kind.GAUGE, "Transactions that wait.", source="pool_stats", stability=Stability.SEED
)
TRANSACTION_POOL_TRANSACTIONS = Family(
    "monero_transaction_pool_transactions",
    Kind.GAUGE,
    "Transactions that wait.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_SIZE_BYTES = Family(
    "monero_transaction_pool_size_bytes",
    Kind.GAUGE,
    "Size of all waiting transactions, in bytes.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_FEES_MONERO = Family(
    "monero_transaction_pool_fees_monero",
    Kind.GAUGE,
    "Fees of all waiting transactions, in XMR.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_FAILING_TRANSACTIONS = Family(
    "monero_transaction_pool_failing_transactions",
    Kind.GAUGE,
    "Waiting transactions that failed to get into a block.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_DOUBLE_SPENDS = Family(
    "monero_transaction_pool_double_spends",
    Kind.GAUGE,
    "Waiting transactions that spend what another one spends.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_NOT_RELAYED = Family(
    "monero_transaction_pool_not_relayed",
    Kind.GAUGE,
    "Waiting transactions that were not given to peers.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_OLDER_THAN_10M = Family(
    "monero_transaction_pool_older_than_10m",
    Kind.GAUGE,
    "Transactions that wait for more than ten minutes.",
    source="pool_stats",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_SPENT_KEY_IMAGES = Family(
    "monero_transaction_pool_spent_key_images",
    Kind.GAUGE,
    "Key images that waiting transactions spend, of those whose contents were read.",
    source="pool",
    stability=Stability.GO_EXPORTER,
)
TRANSACTION_POOL_TRANSACTIONS_SIZE_BYTES = Family(
    "monero_transaction_pool_transactions_size_bytes",
    Kind.SUMMARY,
    "Sizes of waiting transactions, in bytes, of those whose contents were read.",
    source="pool",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
TRANSACTION_POOL_TRANSACTIONS_INPUTS = Family(
    "monero_transaction_pool_transactions_inputs",
    Kind.SUMMARY,
    "Inputs of waiting transactions, of those whose contents were read.",
    source="pool",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
TRANSACTION_POOL_TRANSACTIONS_OUTPUTS = Family(
    "monero_transaction_pool_transactions_outputs",
    Kind.SUMMARY,
    "Outputs of waiting transactions, of those whose contents were read.",
    source="pool",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
TRANSACTION_POOL_TRANSACTIONS_AGE = Family(
    "monero_transaction_pool_transactions_age",
    Kind.SUMMARY,
    "Seconds that transactions wait; absent where a restricted port does not tell.",
    source="backlog",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
TRANSACTION_POOL_FEES_MICRONERO_PER_KB = Family(
    "monero_transaction_pool_fees_micronero_per_kb",
    Kind.SUMMARY,
    "Fees of waiting transactions, in micronero (10^-6 XMR) per KiB of size, of those whose contents were read.",
    source="pool",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
POOL_TRANSACTIONS = Family(
    "monero_pool_transactions",
    Kind.GAUGE,
    "Waiting transactions by age: 2m (up to two minutes), 10m, 1h, 1d, older.",
    source="backlog",
    labels=("age",),
)
POOL_WEIGHT_BYTES = Family(
    "monero_pool_weight_bytes",
    Kind.GAUGE,
    "Weight of waiting transactions by the priority whose fee they pay at least: below, slow, normal, fast, fastest.",
    source="backlog",
    labels=("priority",),
)
POOL_BACKLOG_BLOCKS = Family(
    "monero_pool_backlog_blocks",
    Kind.GAUGE,
    "Blocks of median weight that it takes to mine all that waits.",
    source="backlog",
)
POOL_ADDED_TOTAL = Family(
    "monero_pool_added_total",
    Kind.COUNTER,
    "Transactions seen to come into the pool since the exporter's start.",
    source="pool",
)
POOL_REMOVED_TOTAL = Family(
    "monero_pool_removed_total",
    Kind.COUNTER,
    "Transactions seen to leave the pool since the exporter's start, by outcome: mined, dropped, unknown.",
    source="pool",
    labels=("outcome",),
)
POOL_WAIT_SECONDS = Family(
    "monero_pool_wait_seconds",
    Kind.HISTOGRAM,
    "Seconds from coming into the pool to leaving it in a block, as far as both were seen or told.",
    source="pool",
    buckets=(30, 60, 120, 240, 480, 960, 1800, 3600, 7200, 14400, 43200, 86400),
)
POOL_UNREAD_TRANSACTIONS = Family(
    "monero_pool_unread_transactions",
    Kind.GAUGE,
    "Waiting transactions whose contents are not known: too many came at once, or one makes no sense.",
    source="pool",
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
