# SPDX-License-Identifier: Apache-2.0
"""Families about the top block: its header, and what is in it."""

from monero_exporter.catalogue import quantiles
from monero_exporter.catalogue.family import Family, Kind, Stability

LAST_BLOCK_AGE_SECONDS = Family(
    "monero_last_block_age_seconds",
    Kind.GAUGE,
    "Seconds since the time that the top block's miner gave it; below 0 where that clock is ahead.",
    source="header",
)
LAST_BLOCK_RECEIVED_TIMESTAMP_SECONDS = Family(
    "monero_last_block_received_timestamp_seconds",
    Kind.GAUGE,
    "When this exporter first saw the top block, in Unix seconds; exact with ZMQ, otherwise as late as a scrape.",
    source="blocks",
)
LAST_BLOCK_HEADER_TIMESTAMP = Family(
    "monero_last_block_header_timestamp",
    Kind.GAUGE,
    "Time of the top block in Unix seconds, as its miner set it.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_HEIGHT = Family(
    "monero_last_block_header_height",
    Kind.GAUGE,
    "Height at which the top block stands.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_DEPTH = Family(
    "monero_last_block_header_depth",
    Kind.GAUGE,
    "Blocks on top of the top block: always 0.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_NUM_TXES = Family(
    "monero_last_block_header_num_txes",
    Kind.GAUGE,
    "Transactions in the top block, without its miner's reward.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_REWARD = Family(
    "monero_last_block_header_reward",
    Kind.GAUGE,
    "What the top block paid its miner, in piconero, fees included.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_BLOCK_SIZE = Family(
    "monero_last_block_header_block_size",
    Kind.GAUGE,
    "Size of the top block with its transactions, in bytes of weight.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_BLOCK_WEIGHT = Family(
    "monero_last_block_header_block_weight",
    Kind.GAUGE,
    "Weight of the top block with its transactions, in bytes.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_LONG_TERM_WEIGHT = Family(
    "monero_last_block_header_long_term_weight",
    Kind.GAUGE,
    "Weight in bytes with which the top block counts in the long-term median.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_DIFFICULTY = Family(
    "monero_last_block_header_difficulty",
    Kind.GAUGE,
    "Difficulty of the top block, of all 128 bits.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_DIFFICULTY_TOP64 = Family(
    "monero_last_block_header_difficulty_top64",
    Kind.GAUGE,
    "The upper 64 bits of the top block's difficulty.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY = Family(
    "monero_last_block_header_cumulative_difficulty",
    Kind.GAUGE,
    "Work in the chain up to the top block, of all 128 bits.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_CUMULATIVE_DIFFICULTY_TOP64 = Family(
    "monero_last_block_header_cumulative_difficulty_top64",
    Kind.GAUGE,
    "The upper 64 bits of the work in the chain.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_MAJOR_VERSION = Family(
    "monero_last_block_header_major_version",
    Kind.GAUGE,
    "Version of the rules that the top block follows.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_MINOR_VERSION = Family(
    "monero_last_block_header_minor_version",
    Kind.GAUGE,
    "Version of the rules that the top block votes for.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_NONCE = Family(
    "monero_last_block_header_nonce",
    Kind.GAUGE,
    "The number that the top block's miner found.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_HEADER_ORPHAN_STATUS = Family(
    "monero_last_block_header_orphan_status",
    Kind.GAUGE,
    "Whether the block lost against another one: always 0.",
    source="header",
    stability=Stability.SEED,
)
LAST_BLOCK_TXN_FEE = Family(
    "monero_last_block_txn_fee",
    Kind.SUMMARY,
    "Fees of the top block's transactions, in piconero.",
    source="blocks",
    stability=Stability.SEED,
    quantiles=quantiles.LAST_BLOCK,
)
LAST_BLOCK_TXN_SIZE = Family(
    "monero_last_block_txn_size",
    Kind.SUMMARY,
    "Sizes of the top block's transactions, in bytes (in 2021: hex characters).",
    source="blocks",
    stability=Stability.SEED,
    quantiles=quantiles.LAST_BLOCK,
)
LAST_BLOCK_VIN = Family(
    "monero_last_block_vin",
    Kind.SUMMARY,
    "Inputs of the top block's transactions.",
    source="blocks",
    stability=Stability.SEED,
    quantiles=quantiles.LAST_BLOCK,
)
LAST_BLOCK_VOUT = Family(
    "monero_last_block_vout",
    Kind.SUMMARY,
    "Outputs of the top block's transactions.",
    source="blocks",
    stability=Stability.SEED,
    quantiles=quantiles.LAST_BLOCK,
)
LAST_BLOCK_COINBASE_OUTPUTS = Family(
    "monero_last_block_coinbase_outputs",
    Kind.GAUGE,
    "Outputs of the transaction that pays the top block's miner.",
    source="blocks",
)
LASTBLOCK_HEIGHT = Family(
    "monero_lastblock_height",
    Kind.GAUGE,
    "Height at which the top block stands.",
    source="header",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_DIFFICULTY = Family(
    "monero_lastblock_difficulty",
    Kind.GAUGE,
    "Difficulty of the top block, of all 128 bits.",
    source="header",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_SIZE_BYTES = Family(
    "monero_lastblock_size_bytes",
    Kind.GAUGE,
    "Size of the top block with its transactions, in bytes of weight.",
    source="header",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_TRANSACTIONS = Family(
    "monero_lastblock_transactions",
    Kind.GAUGE,
    "Transactions in the top block, without its miner's reward.",
    source="header",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_REWARD_MONERO = Family(
    "monero_lastblock_reward_monero",
    Kind.GAUGE,
    "What the top block paid its miner, in XMR, fees included.",
    source="header",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_SUBSIDY_MONERO = Family(
    "monero_lastblock_subsidy_monero",
    Kind.GAUGE,
    "New coins of the top block, in XMR: its reward without fees.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_FEES_MONERO = Family(
    "monero_lastblock_fees_monero",
    Kind.GAUGE,
    "Fees of the top block's transactions in all, in XMR.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
)
LASTBLOCK_FEES_MICRONERO_PER_KB = Family(
    "monero_lastblock_fees_micronero_per_kb",
    Kind.SUMMARY,
    "Fees of the top block's transactions, in micronero (10^-6 XMR) per KiB of size.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
LASTBLOCK_TRANSACTIONS_SIZE_BYTES = Family(
    "monero_lastblock_transactions_size_bytes",
    Kind.SUMMARY,
    "Sizes of the top block's transactions, in bytes.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
LASTBLOCK_TRANSACTIONS_INPUTS = Family(
    "monero_lastblock_transactions_inputs",
    Kind.SUMMARY,
    "Inputs of the top block's transactions.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
LASTBLOCK_TRANSACTIONS_OUTPUTS = Family(
    "monero_lastblock_transactions_outputs",
    Kind.SUMMARY,
    "Outputs of the top block's transactions.",
    source="blocks",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
