# SPDX-License-Identifier: Apache-2.0
"""Families about the chain over time: blocks as they come, reorganizations, side chains, rules, coins and fees."""

from monero_exporter.catalogue.family import Family, Kind, Stability

CHAIN_BLOCKS_TOTAL = Family(
    "monero_chain_blocks_total",
    Kind.COUNTER,
    "Blocks that joined the main chain since the exporter's start and were read.",
    source="blocks",
)
CHAIN_BLOCKS_SKIPPED_TOTAL = Family(
    "monero_chain_blocks_skipped_total",
    Kind.COUNTER,
    "Blocks that joined the main chain unread: in a synchronization, more than 100 at once, or gone too soon.",
    source="blocks",
)
CHAIN_TRANSACTIONS_TOTAL = Family(
    "monero_chain_transactions_total",
    Kind.COUNTER,
    "Transactions in blocks that were read, without miners' rewards.",
    source="blocks",
)
CHAIN_FEES_PICONERO_TOTAL = Family(
    "monero_chain_fees_piconero_total", Kind.COUNTER, "Fees in blocks that were read, in piconero.", source="blocks"
)
CHAIN_SUBSIDY_PICONERO_TOTAL = Family(
    "monero_chain_subsidy_piconero_total",
    Kind.COUNTER,
    "New coins in blocks whose fees could be read, in piconero.",
    source="blocks",
)
CHAIN_GENERATED_PICONERO = Family(
    "monero_chain_generated_piconero",
    Kind.GAUGE,
    "All coins that the chain has made so far, in piconero.",
    source="miner_data",
)
CHAIN_BLOCK_INTERVAL_SECONDS = Family(
    "monero_chain_block_interval_seconds",
    Kind.HISTOGRAM,
    "Seconds between the times of a block and the one before it, of blocks that were read; at least 0.",
    source="blocks",
    buckets=(1, 15, 30, 60, 120, 240, 480, 960, 1800, 3600),
)
CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS = Family(
    "monero_chain_block_arrival_delay_seconds",
    Kind.HISTOGRAM,
    "Seconds from a block's own time to its arrival, of blocks published over ZMQ; a miner's clock ahead counts as 0.",
    source="blocks",
    buckets=(0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300),
)
CHAIN_BLOCK_WEIGHT_BYTES = Family(
    "monero_chain_block_weight_bytes",
    Kind.HISTOGRAM,
    "Weights of blocks that were read.",
    source="blocks",
    buckets=(1000, 10000, 50000, 100000, 200000, 300000, 450000, 600000, 1200000),
)
CHAIN_BLOCK_TRANSACTIONS = Family(
    "monero_chain_block_transactions",
    Kind.HISTOGRAM,
    "Transactions in each block that was read, without its miner's reward.",
    source="blocks",
    buckets=(0, 1, 5, 10, 20, 40, 60, 80, 120, 200, 400),
)
CHAIN_FEE_PICONERO_PER_BYTE = Family(
    "monero_chain_fee_piconero_per_byte",
    Kind.HISTOGRAM,
    "Fees of transactions in blocks that were read, in piconero per byte of size.",
    source="blocks",
    buckets=(5000, 10000, 20000, 40000, 80000, 160000, 320000, 640000, 1280000, 5120000),
)
CHAIN_REORGANIZATIONS_TOTAL = Family(
    "monero_chain_reorganizations_total",
    Kind.COUNTER,
    "How often blocks left the main chain since the exporter's start, as they do when a heavier one comes up.",
    source="blocks",
)
CHAIN_REORGANIZATION_DEPTH_BLOCKS = Family(
    "monero_chain_reorganization_depth_blocks",
    Kind.HISTOGRAM,
    "Blocks that left the main chain at each reorganization; of more than 100 so many are told.",
    source="blocks",
    buckets=(1, 2, 3, 5, 10, 20, 50),
)
CHAIN_LAST_REORGANIZATION_DEPTH_BLOCKS = Family(
    "monero_chain_last_reorganization_depth_blocks",
    Kind.GAUGE,
    "Blocks that left the main chain at the last reorganization; 0 before the first.",
    source="blocks",
)
CHAIN_LAST_REORGANIZATION_TIMESTAMP_SECONDS = Family(
    "monero_chain_last_reorganization_timestamp_seconds",
    Kind.GAUGE,
    "When the last reorganization was seen, in Unix seconds; absent before the first.",
    source="blocks",
)
CHAIN_ALTERNATIVE_CHAINS = Family(
    "monero_chain_alternative_chains", Kind.GAUGE, "Chains known beside the main one.", source="alternate_chains"
)
CHAIN_ALTERNATIVE_CHAIN_LENGTH_BLOCKS = Family(
    "monero_chain_alternative_chain_length_blocks",
    Kind.GAUGE,
    "Blocks of the longest chain beside the main one; 0 where there is none.",
    source="alternate_chains",
)
HARD_FORK_VERSION = Family(
    "monero_hard_fork_version", Kind.GAUGE, "Version of the rules that the chain's top follows.", source="hard_fork"
)
HARD_FORK_STATE = Family(
    "monero_hard_fork_state",
    Kind.GAUGE,
    "What the daemon thinks of its rules: 0 forked off, 1 needs an update, 2 ready; wrong a year after a fork.",
    source="hard_fork",
)
HARD_FORK_VOTES = Family(
    "monero_hard_fork_votes",
    Kind.GAUGE,
    "Blocks of the window that voted for the newest rules that this daemon knows.",
    source="hard_fork",
)
HARD_FORK_WINDOW_BLOCKS = Family(
    "monero_hard_fork_window_blocks", Kind.GAUGE, "Blocks whose votes count.", source="hard_fork"
)
HARD_FORK_THRESHOLD = Family("monero_hard_fork_threshold", Kind.GAUGE, "Votes that are needed.", source="hard_fork")
HARD_FORK_VOTING_VERSION = Family(
    "monero_hard_fork_voting_version",
    Kind.GAUGE,
    "Version of the rules that this daemon's own blocks would vote for.",
    source="hard_fork",
)
HARD_FORK_NEXT_VERSION = Family(
    "monero_hard_fork_next_version",
    Kind.GAUGE,
    "Version of the rules that this daemon plans next; absent where it plans none.",
    source="version",
)
HARD_FORK_NEXT_HEIGHT = Family(
    "monero_hard_fork_next_height", Kind.GAUGE, "Height from which those rules hold.", source="version"
)
HARD_FORK_NEXT_BLOCKS = Family(
    "monero_hard_fork_next_blocks", Kind.GAUGE, "Blocks until those rules hold.", source="version"
)
FEE_ESTIMATE = Family(
    "monero_fee_estimate",
    Kind.GAUGE,
    "Fee in piconero per byte of weight that gets a transaction mined, at the slowest priority.",
    source="fee_estimate",
    stability=Stability.SEED,
)
FEE_ESTIMATE_PICONERO_PER_BYTE = Family(
    "monero_fee_estimate_piconero_per_byte",
    Kind.GAUGE,
    "Fee in piconero per byte of weight for each priority: slow, normal, fast, fastest.",
    source="fee_estimate",
    labels=("priority",),
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
