# SPDX-License-Identifier: Apache-2.0
"""Is the daemon well? What a person looks at first."""

from tools.dashboards.board import Row
from tools.dashboards.panel import IS_SO, NO_YES, UP_DOWN, YES_NO, Color, Stat, States, Step, Unit, Word

_MISSING = "(monero_info_target_height{@} - monero_info_height{@} > 0)"

ROW = Row(
    "",
    (
        Stat("Daemon", {"": "max(monero_up{@})"}, words=UP_DOWN, width=2),
        Stat("Ready", {"": "max(monero_ready{@})"}, words=YES_NO, width=2),
        Stat("In sync", {"": "max(monero_synced{@})"}, words=YES_NO, width=2),
        Stat(
            "In sync in",
            {"": f"max({_MISSING} / (deriv(monero_info_height{{@}}[15m]) > 0)) or 0 * (max(monero_synced{{@}}) == 1)"},
            Unit.SECONDS,
            words={0: Word("it is", Color.GREEN)},
            sentence="At the pace of the last 15 minutes.",
        ),
        Stat("Height", {"": "max(monero_info_height{@})"}, Unit.WHOLE, has_trend=True),
        Stat(
            "Last block",
            {"": "max(monero_last_block_age_seconds{@})"},
            Unit.SECONDS,
            sentence="How old it is.",
            steps=(Step(0, Color.GREEN), Step(1200, Color.ORANGE), Step(1800, Color.RED)),
        ),
        Stat(
            "Peers",
            {"": "sum(monero_peers{@})"},
            steps=(Step(0, Color.RED), Step(1, Color.GREEN)),
            has_trend=True,
        ),
        Stat("Version", {"": "max by (version) (monero_daemon_info{@})"}, label="version"),
        Stat("Network", {"": "max by (network) (monero_daemon_info{@})"}, label="network"),
        States(
            "What speaks against serving",
            {"{{reason}}": "max by (reason) (monero_unready_reason{@})"},
            words=NO_YES,
            sentence="The words of /readyz over time.",
            width=12,
            height=10,
        ),
        States(
            "What the daemon says of itself",
            {
                "synchronized once": "max(monero_info_synchronized{@})",
                "busy syncing": "max(monero_info_busy_syncing{@})",
                "offline": "max(monero_info_offline{@})",
                "restricted port": "max(monero_daemon_restricted{@})",
                "pruned": "max(monero_daemon_pruned{@})",
                "update available": "max(monero_daemon_update_available{@})",
                "answered by bootstrap": "max(monero_info_untrusted{@})",
                "bootstrap ever used": "max(monero_info_was_bootstrap_ever_used{@})",
            },
            words=IS_SO,
            width=12,
            height=10,
        ),
    ),
)
