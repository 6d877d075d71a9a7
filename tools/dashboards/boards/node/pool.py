# SPDX-License-Identifier: Apache-2.0
"""Transactions that wait for a block."""

from tools.dashboards.board import Row
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Color, Lines, Unit

_AGES = {"up to 2 minutes": "2m", "10 minutes": "10m", "1 hour": "1h", "1 day": "1d", "older": "older"}
_AGE_COLORS = (Color.GREEN, Color.YELLOW, Color.ORANGE, Color.RED, Color.PURPLE)
_PRIORITIES = {
    "below": Color.GRAY,
    "slow": Color.BLUE,
    "normal": Color.GREEN,
    "fast": Color.YELLOW,
    "fastest": Color.ORANGE,
}

ROW = Row(
    "Transaction pool",
    (
        Lines(
            "Waiting, by age",
            {name: f'sum(monero_pool_transactions{{@, age="{age}"}})' for name, age in _AGES.items()},
            is_stacked=True,
            starts_at_zero=True,
            colors=dict(zip(_AGES, _AGE_COLORS, strict=True)),
        ),
        Lines(
            "Weight, by the priority that is paid for",
            {name: f'sum(monero_pool_weight_bytes{{@, priority="{name}"}})' for name in _PRIORITIES},
            Unit.BYTES,
            is_stacked=True,
            starts_at_zero=True,
            colors=_PRIORITIES,
        ),
        Lines(
            "Blocks to mine it all",
            {"backlog": "max(monero_pool_backlog_blocks{@})"},
            starts_at_zero=True,
        ),
        Lines(
            "Coming and going",
            {
                "added": "60 * sum(rate(monero_pool_added_total{@}[$__rate_interval]))",
                "{{outcome}}": "60 * sum by (outcome) (rate(monero_pool_removed_total{@}[$__rate_interval]))",
            },
            Unit.PER_MINUTE,
            starts_at_zero=True,
            colors={"added": Color.BLUE, "mined": Color.GREEN, "dropped": Color.RED},
        ),
        quantiles.heat("Wait until mined", "monero_pool_wait_seconds", Unit.SECONDS),
        Lines(
            "Transactions",
            {
                "waiting": "max(monero_transaction_pool_transactions{@})",
                "not read yet": "max(monero_pool_unread_transactions{@})",
                "spent key images": "max(monero_transaction_pool_spent_key_images{@})",
            },
            starts_at_zero=True,
        ),
        Lines(
            "Size",
            {"all": "max(monero_transaction_pool_size_bytes{@})"},
            Unit.BYTES,
            starts_at_zero=True,
        ),
        Lines(
            "Size of one",
            {
                "largest": "max(monero_mempool_bytes_max{@})",
                "median": "max(monero_mempool_bytes_med{@})",
                "smallest": "max(monero_mempool_bytes_min{@})",
            },
            Unit.BYTES,
            starts_at_zero=True,
        ),
        quantiles.lines("Sizes", "monero_transaction_pool_transactions_size_bytes", Unit.BYTES),
        Lines("Fees", {"all": "max(monero_transaction_pool_fees_monero{@})"}, Unit.XMR, starts_at_zero=True),
        quantiles.lines("Fee per size", "monero_transaction_pool_fees_micronero_per_kb", Unit.MICRONERO_PER_KIB),
        Lines(
            "Age",
            {
                "quantile {{quantile}}": (
                    'max by (quantile) (monero_transaction_pool_transactions_age{@, quantile=~"$quantile"})'
                ),
                "98 of 100": "max(monero_mempool_histo_98pc{@})",
                "oldest": "max(time() - (monero_mempool_oldest{@} > 0))",
            },
            Unit.SECONDS,
        ),
        quantiles.lines("Inputs", "monero_transaction_pool_transactions_inputs"),
        quantiles.lines("Outputs", "monero_transaction_pool_transactions_outputs"),
        Lines(
            "Inputs and outputs together",
            {
                "inputs": "max(monero_transaction_pool_transactions_inputs_sum{@})",
                "outputs": "max(monero_transaction_pool_transactions_outputs_sum{@})",
            },
            starts_at_zero=True,
        ),
        Lines(
            "Odd ones",
            {
                "failing": "max(monero_transaction_pool_failing_transactions{@})",
                "double spends": "max(monero_transaction_pool_double_spends{@})",
                "not relayed": "max(monero_transaction_pool_not_relayed{@})",
                "older than 10 minutes": "max(monero_transaction_pool_older_than_10m{@})",
            },
            is_stair=True,
            starts_at_zero=True,
            width=24,
            height=6,
        ),
    ),
    is_closed=True,
)
