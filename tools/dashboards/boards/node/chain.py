# SPDX-License-Identifier: Apache-2.0
"""The chain over time: height, work, blocks as they come, reorganizations, rules, fees and coins."""

from tools.dashboards.board import Row
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Color, Lines, Stat, Step, Unit, Word

_FORK_STATES = {
    0: Word("probably forked off", Color.RED),
    1: Word("update needed", Color.ORANGE),
    2: Word("ready", Color.GREEN),
}

ROW = Row(
    "Chain",
    (
        Lines(
            "Height and target",
            {
                "height": "max(monero_info_height{@})",
                "target": "max((monero_info_target_height{@} > 0) or monero_info_height{@})",
                "without bootstrap": "max(monero_info_height_without_bootstrap{@})",
            },
            Unit.WHOLE,
            sentence="A target of 0, which means in sync, is drawn at the height.",
            is_stair=True,
        ),
        Lines(
            "Age of the last block",
            {
                "by its miner's clock": "max(monero_last_block_age_seconds{@})",
                "since its arrival": "max(time() - monero_last_block_received_timestamp_seconds{@})",
            },
            Unit.SECONDS,
        ),
        quantiles.heat("Time between blocks", "monero_chain_block_interval_seconds", Unit.SECONDS),
        Lines(
            "Difficulty",
            {
                "next block": "max(monero_info_difficulty{@})",
                "last block": "max(monero_last_block_header_difficulty{@})",
            },
        ),
        Lines(
            "Hash rate of the network",
            {"network": "max(monero_network_hashes_per_second{@})"},
            Unit.HASHES_PER_SECOND,
        ),
        Lines("Work in the chain", {"cumulative difficulty": "max(monero_info_cumulative_difficulty{@})"}),
        Lines(
            "Block weight: median and limit",
            {
                "median": "max(monero_info_block_size_median_bytes{@})",
                "limit": "max(monero_info_block_size_limit_bytes{@})",
                "last block": "max(monero_last_block_header_block_weight{@})",
                "last block, long term": "max(monero_last_block_header_long_term_weight{@})",
            },
            Unit.BYTES,
            starts_at_zero=True,
        ),
        quantiles.heat("Weight of blocks", "monero_chain_block_weight_bytes", Unit.DECIMAL_BYTES),
        quantiles.heat("Transactions in blocks", "monero_chain_block_transactions"),
        Lines(
            "Blocks beside the main chain",
            {
                "blocks": "max(monero_info_alternative_blocks{@})",
                "chains": "max(monero_chain_alternative_chains{@})",
                "longest": "max(monero_chain_alternative_chain_length_blocks{@})",
            },
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines(
            "Reorganizations",
            {
                "in the last 10 minutes": "round(sum(increase(monero_chain_reorganizations_total{@}[10m])))",
                "depth of the last": "max(monero_chain_last_reorganization_depth_blocks{@})",
            },
            is_stair=True,
            starts_at_zero=True,
        ),
        quantiles.heat("Depth of reorganizations", "monero_chain_reorganization_depth_blocks"),
        Lines(
            "Blocks and transactions",
            {
                "blocks": "60 * sum(rate(monero_chain_blocks_total{@}[$__rate_interval]))",
                "blocks not read": "60 * sum(rate(monero_chain_blocks_skipped_total{@}[$__rate_interval]))",
                "transactions": "60 * sum(rate(monero_chain_transactions_total{@}[$__rate_interval]))",
            },
            Unit.PER_MINUTE,
            starts_at_zero=True,
        ),
        Lines("Transactions in the chain", {"transactions": "max(monero_info_tx_count{@})"}, Unit.WHOLE),
        Lines(
            "Fee that is asked",
            {"{{priority}}": "max by (priority) (monero_fee_estimate_piconero_per_byte{@})"},
            Unit.PICONERO_PER_BYTE,
            starts_at_zero=True,
        ),
        quantiles.heat("Fees that were paid", "monero_chain_fee_piconero_per_byte", Unit.PICONERO_PER_BYTE),
        Lines(
            "Coins per hour",
            {
                "new": "3600 * sum(rate(monero_chain_subsidy_piconero_total{@}[$__rate_interval])) / 1e12",
                "fees": "3600 * sum(rate(monero_chain_fees_piconero_total{@}[$__rate_interval])) / 1e12",
            },
            Unit.XMR,
            starts_at_zero=True,
        ),
        Lines("All coins", {"made so far": "max(monero_chain_generated_piconero{@}) / 1e12"}, Unit.XMR),
        Stat("Hard fork", {"": "max(monero_hard_fork_version{@})"}, Unit.PLAIN),
        Stat("Fit for the rules", {"": "max(monero_hard_fork_state{@})"}, words=_FORK_STATES),
        Stat("Voting for", {"": "max(monero_hard_fork_voting_version{@})"}, Unit.PLAIN),
        Stat("Next hard fork", {"": "max(monero_hard_fork_next_version{@})"}, Unit.PLAIN),
        Stat("At height", {"": "max(monero_hard_fork_next_height{@})"}, Unit.WHOLE),
        Stat(
            "Blocks until then",
            {"": "max(monero_hard_fork_next_blocks{@})"},
            Unit.WHOLE,
            steps=(Step(0, Color.RED), Step(5000, Color.ORANGE), Step(20000, Color.GREEN)),
        ),
        Stat(
            "Votes",
            {"": "max(monero_hard_fork_votes{@}) / max(monero_hard_fork_window_blocks{@})"},
            Unit.SHARE,
        ),
        Stat(
            "Votes needed",
            {"": "max(monero_hard_fork_threshold{@}) / max(monero_hard_fork_window_blocks{@})"},
            Unit.SHARE,
        ),
    ),
)
