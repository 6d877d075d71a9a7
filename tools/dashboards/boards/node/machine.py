# SPDX-License-Identifier: Apache-2.0
"""The daemon's disk and its own miner."""

from tools.dashboards.board import Row
from tools.dashboards.panel import IS_SO, Color, Lines, Stat, Step, Unit, Word

ROW = Row(
    "Disk and mining",
    (
        Stat(
            "Disk full in",
            {
                "": (
                    "max(monero_info_free_space_bytes{@} / (deriv(monero_info_database_size_bytes{@}[6h]) > 1))"
                    " or 0 * max(monero_info_free_space_bytes{@}) - 1"
                )
            },
            Unit.SECONDS,
            sentence="If the database goes on growing as in the last six hours.",
            words={-1: Word("never", Color.GREEN)},
            steps=(Step(0, Color.RED), Step(3 * 86400, Color.ORANGE), Step(14 * 86400, Color.GREEN)),
            width=4,
        ),
        Stat("Uptime", {"": "max(monero_info_uptime_seconds_total{@})"}, Unit.SECONDS, width=4),
        Stat("Mines itself", {"": "max(monero_mining_active{@})"}, words=IS_SO, width=4),
        Stat("Threads of its miner", {"": "max(monero_mining_threads{@})"}, Unit.WHOLE, width=4),
        Stat("Hash rate", {"": "max(monero_mining_hashes_per_second{@})"}, Unit.HASHES_PER_SECOND, width=4),
        Stat("Block time aimed at", {"": "max(monero_info_target{@})"}, Unit.SECONDS, width=4),
        Lines("Database", {"size": "max(monero_info_database_size_bytes{@})"}, Unit.BYTES),
        Lines(
            "Free space",
            {"free": "max(monero_info_free_space_bytes{@})"},
            Unit.BYTES,
            starts_at_zero=True,
        ),
        Lines(
            "Growth of the database, per day",
            {"growth": "86400 * max(deriv(monero_info_database_size_bytes{@}[1h]))"},
            Unit.BYTES,
        ),
    ),
    is_closed=True,
)
