# SPDX-License-Identifier: Apache-2.0
"""All nodes of all sets: what a person on duty looks at."""

from tools.dashboards.board import Board, Row, target_variables
from tools.dashboards.panel import (
    UP_DOWN,
    YES_NO,
    Bars,
    Color,
    Column,
    Lines,
    Stat,
    States,
    Step,
    Table,
    Text,
    Unit,
    Word,
)

_NONE_IS_GOOD = (Step(0, Color.GREEN), Step(1, Color.RED))
_LAG = (Step(0, Color.GREEN), Step(3, Color.ORANGE), Step(10, Color.RED))
_PEERS = (Step(0, Color.RED), Step(1, Color.GREEN))
_AGE = (Step(0, Color.GREEN), Step(1200, Color.ORANGE), Step(1800, Color.RED))
_OF_NODE = "by (cluster, namespace, set, instance)"
_OF_SET = "by (cluster, namespace, set)"
_NODE_NAME = "{{cluster}} {{namespace}} {{instance}}"
_SET_NAME = "{{cluster}} {{namespace}} {{set}}"
_MISSING = "(monero_info_target_height{@} - monero_info_height{@} > 0)"
_REGTEST = 'max by (cluster, namespace, set, instance) (monero_daemon_info{@, network="regtest"})'

NUMBERS = (
    Stat("Nodes", {"": "count(monero_up{@})"}, Unit.WHOLE),
    Stat("Daemons down", {"": "count(monero_up{@} == 0) or vector(0)"}, Unit.WHOLE, steps=_NONE_IS_GOOD),
    Stat(
        "Exporters down",
        {"": 'count(up{@, job="monero-exporter"} == 0) or vector(0)'},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
        sentence="Of their daemons nothing is known.",
    ),
    Stat("Not ready", {"": "count(monero_ready{@} == 0) or vector(0)"}, Unit.WHOLE, steps=_NONE_IS_GOOD),
    Stat("Not in sync", {"": "count(monero_synced{@} == 0) or vector(0)"}, Unit.WHOLE, steps=_NONE_IS_GOOD),
    Stat(
        "Alerts firing",
        {"": 'count(ALERTS{@, alertname=~"Monero.*", alertstate="firing"}) or vector(0)'},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
    ),
    Stat("Fewest peers", {"": f"min(sum {_OF_NODE} (monero_peers{{@}}))"}, Unit.WHOLE, steps=_PEERS),
    Stat(
        "Oldest top block",
        {
            "": (
                f"max(max {_OF_NODE} (monero_last_block_age_seconds{{@}})"
                f" unless on (cluster, namespace, set, instance) {_REGTEST})"
            )
        },
        Unit.SECONDS,
        sentence="Without nodes of regtest, where blocks come when somebody makes them.",
        steps=_AGE,
    ),
)

SETS = Table(
    "Sets",
    sentence="A row leads to the dashboard of the whole set.",
    keys=("cluster", "namespace", "set"),
    opens="network",
    columns=(
        Column("nodes", f"count {_OF_SET} (monero_up{{@}})", Unit.WHOLE),
        Column("up", f"sum {_OF_SET} (monero_up{{@}})", Unit.WHOLE),
        Column("ready", f"sum {_OF_SET} (monero_ready{{@}})", Unit.WHOLE),
        Column("in sync", f"sum {_OF_SET} (monero_synced{{@}})", Unit.WHOLE),
        Column("height", f"max {_OF_SET} (monero_info_height{{@}})", Unit.WHOLE),
        Column(
            "apart",
            f"max {_OF_SET} (monero_info_height{{@}}) - min {_OF_SET} (monero_info_height{{@}})",
            Unit.WHOLE,
            steps=_LAG,
        ),
        Column("last block", f"min {_OF_SET} (monero_last_block_age_seconds{{@}})", Unit.SECONDS),
        Column("waiting", f"max {_OF_SET} (monero_transaction_pool_transactions{{@}})", Unit.WHOLE),
        Column("least free disk", f"min {_OF_SET} (monero_info_free_space_bytes{{@}})", Unit.BYTES),
    ),
    height=5,
)

NODES = Table(
    "Nodes",
    sentence="A row leads to the dashboard of the node.",
    keys=("cluster", "namespace", "set", "instance"),
    opens="node",
    columns=(
        Column("daemon", f"max {_OF_NODE} (monero_up{{@}})", words=UP_DOWN),
        Column("ready", f"max {_OF_NODE} (monero_ready{{@}})", words=YES_NO),
        Column("in sync", f"max {_OF_NODE} (monero_synced{{@}})", words=YES_NO),
        Column("network", f"max {_OF_NODE[:-1]}, network) (monero_daemon_info{{@}})", label="network"),
        Column("version", f"max {_OF_NODE[:-1]}, version) (monero_daemon_info{{@}})", label="version"),
        Column("height", f"max {_OF_NODE} (monero_info_height{{@}})", Unit.WHOLE),
        Column(
            "behind its set",
            f"max {_OF_SET} (monero_info_height{{@}})"
            f" - on (cluster, namespace, set) group_right max {_OF_NODE} (monero_info_height{{@}})",
            Unit.WHOLE,
            steps=_LAG,
        ),
        Column(
            "in sync in",
            f"max {_OF_NODE} ({_MISSING} / (deriv(monero_info_height{{@}}[15m]) > 0))",
            Unit.SECONDS,
        ),
        Column("last block", f"max {_OF_NODE} (monero_last_block_age_seconds{{@}})", Unit.SECONDS),
        Column("peers", f"sum {_OF_NODE} (monero_peers{{@}})", Unit.WHOLE, steps=_PEERS),
        Column("up for", f"max {_OF_NODE} (monero_info_uptime_seconds_total{{@}})", Unit.SECONDS),
        Column("database", f"max {_OF_NODE} (monero_info_database_size_bytes{{@}})", Unit.BYTES),
        Column("free disk", f"max {_OF_NODE} (monero_info_free_space_bytes{{@}})", Unit.BYTES),
    ),
    height=8,
)

OVER_TIME = (
    Lines(
        "Height",
        {_SET_NAME: f"max {_OF_SET} (monero_info_height{{@}})"},
        Unit.WHOLE,
        sentence="The highest of each set.",
        is_stair=True,
    ),
    Lines(
        "Nodes not ready",
        {_SET_NAME: f"count {_OF_SET} (monero_ready{{@}}) - sum {_OF_SET} (monero_ready{{@}})"},
        is_stair=True,
        starts_at_zero=True,
    ),
    Lines(
        "Why nodes are not ready",
        {"{{reason}}": "sum by (reason) (monero_unready_reason{@})"},
        is_stair=True,
        is_stacked=True,
        starts_at_zero=True,
    ),
    Lines(
        "Peers per node",
        {
            "fewest": f"min(sum {_OF_NODE} (monero_peers{{@}}))",
            "on average": f"avg(sum {_OF_NODE} (monero_peers{{@}}))",
            "most": f"max(sum {_OF_NODE} (monero_peers{{@}}))",
        },
        starts_at_zero=True,
    ),
    Lines(
        "Waiting transactions",
        {_SET_NAME: f"max {_OF_SET} (monero_transaction_pool_transactions{{@}})"},
        starts_at_zero=True,
    ),
    Lines(
        "Least free disk",
        {_SET_NAME: f"min {_OF_SET} (monero_info_free_space_bytes{{@}})"},
        Unit.BYTES,
        starts_at_zero=True,
    ),
    States(
        "Daemons",
        {_NODE_NAME: f"max {_OF_NODE} (monero_up{{@}})"},
        words=UP_DOWN,
        width=12,
        height=7,
    ),
    States(
        "Alerts",
        {"{{alertname}}": 'count by (alertname) (ALERTS{@, alertname=~"Monero.*", alertstate="firing"})'},
        steps=(Step(1, Color.ORANGE), Step(3, Color.RED)),
        sentence="How many nodes or sets each alert fires for; empty is good.",
        width=12,
        height=7,
    ),
    Bars(
        "Nodes by version",
        {"{{version}}": "count by (version) (monero_daemon_info{@})"},
        Unit.WHOLE,
        width=12,
        height=6,
    ),
    Stat(
        "Updates",
        {"": "sum(monero_daemon_update_available{@})"},
        Unit.WHOLE,
        words={0: Word("none", Color.GREEN)},
        steps=(Step(0, Color.ORANGE),),
        sentence="Daemons that heard of a newer release.",
        width=6,
        height=6,
    ),
    Stat(
        "Hash rate of the network",
        {"": "max(monero_network_hashes_per_second{@})"},
        Unit.HASHES_PER_SECOND,
        width=6,
        height=6,
        has_trend=True,
    ),
)

ABOUT = Text(
    "About",
    markdown=(
        "Nodes that `monero-exporter` watches. **Ready** means fit to serve clients, by heights, peers and the age of"
        " the last block, never by the daemon's word alone. Rows of both tables lead further; the menu above keeps"
        " what is chosen here."
    ),
)

FLEET = Board(
    "fleet",
    "Monero / Fleet",
    "All nodes of all sets: ready, in sync, heights, versions, peers, disks, alerts.",
    target_variables("monero_up"),
    (Row("", (*NUMBERS, SETS, NODES)), Row("Over time", OVER_TIME), Row("What this shows", (ABOUT,))),
)
