# SPDX-License-Identifier: Apache-2.0
"""The block at the top, and what is in it."""

from tools.dashboards.board import Row
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Lines, Stat, Unit

ROW = Row(
    "Last block",
    (
        Stat("Height", {"": "max(monero_lastblock_height{@})"}, Unit.WHOLE, height=4),
        Stat("Transactions", {"": "max(monero_lastblock_transactions{@})"}, Unit.WHOLE),
        Stat("Size", {"": "max(monero_lastblock_size_bytes{@})"}, Unit.BYTES),
        Stat("Reward", {"": "max(monero_lastblock_reward_monero{@})"}, Unit.XMR),
        Stat("Difficulty", {"": "max(monero_lastblock_difficulty{@})"}),
        Stat("Coinbase outputs", {"": "max(monero_last_block_coinbase_outputs{@})"}, Unit.WHOLE),
        Stat("Version", {"": "max(monero_last_block_header_major_version{@})"}, Unit.PLAIN),
        Stat("Vote", {"": "max(monero_last_block_header_minor_version{@})"}, Unit.PLAIN),
        Lines(
            "Reward",
            {
                "subsidy": "max(monero_lastblock_subsidy_monero{@})",
                "fees": "max(monero_lastblock_fees_monero{@})",
            },
            Unit.XMR,
            is_stacked=True,
            starts_at_zero=True,
        ),
        Lines(
            "Transactions",
            {"transactions": "max(monero_lastblock_transactions{@})"},
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines("Size", {"size": "max(monero_lastblock_size_bytes{@})"}, Unit.BYTES, starts_at_zero=True),
        quantiles.lines("Fee per size", "monero_lastblock_fees_micronero_per_kb", Unit.MICRONERO_PER_KIB),
        Lines(
            "Fee per transaction",
            {"quantile {{quantile}}": 'max by (quantile) (monero_last_block_txn_fee{@, quantile=~"$quantile"}) / 1e12'},
            Unit.XMR,
        ),
        quantiles.lines("Size of transactions", "monero_lastblock_transactions_size_bytes", Unit.BYTES),
        quantiles.lines("Inputs", "monero_lastblock_transactions_inputs"),
        quantiles.lines("Outputs", "monero_lastblock_transactions_outputs"),
        Lines(
            "Inputs and outputs together",
            {
                "inputs": "max(monero_lastblock_transactions_inputs_sum{@})",
                "outputs": "max(monero_lastblock_transactions_outputs_sum{@})",
            },
            starts_at_zero=True,
        ),
    ),
    is_closed=True,
)
