# SPDX-License-Identifier: Apache-2.0
"""Miners: xmrig, and p2pool where it runs."""

from tools.dashboards.board import Board, Row, Variable, target_variables
from tools.dashboards.panel import UP_DOWN, Color, Column, Lines, Stat, States, Step, Table, Text, Unit, Word

_NONE_IS_GOOD = (Step(0, Color.GREEN), Step(1, Color.RED))
_CONNECTED = {0: Word("away", Color.RED), 1: Word("connected", Color.GREEN)}
_PAUSED = {0: Word("mines", Color.GREEN), 1: Word("pauses", Color.ORANGE)}
_OF_MINER = "by (cluster, namespace, set, instance)"
_NAME = "{{cluster}} {{namespace}} {{instance}}"

NUMBERS = (
    Stat("Miners", {"": "count(monero_xmrig_up{@})"}, Unit.WHOLE),
    Stat("Down", {"": "count(monero_xmrig_up{@} == 0) or vector(0)"}, Unit.WHOLE, steps=_NONE_IS_GOOD),
    Stat(
        "Without a pool",
        {"": "count(monero_xmrig_pool_connected{@} == 0) or vector(0)"},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
    ),
    Stat(
        "Hash rate",
        {"": 'sum(monero_xmrig_hashes_per_second{@, window="60s"})'},
        Unit.HASHES_PER_SECOND,
        has_trend=True,
    ),
    Stat("Hash rate at best", {"": "sum(monero_xmrig_hashes_per_second_max{@})"}, Unit.HASHES_PER_SECOND),
    Stat("Results taken", {"": "round(sum(increase(monero_xmrig_shares_accepted_total{@}[$__range])))"}, Unit.WHOLE),
    Stat(
        "Results refused",
        {"": "round(sum(increase(monero_xmrig_shares_rejected_total{@}[$__range])))"},
        Unit.WHOLE,
        steps=_NONE_IS_GOOD,
    ),
    Stat("Memory", {"": "sum(monero_xmrig_resident_memory_bytes{@})"}, Unit.BYTES),
)

EACH = Table(
    "Miners",
    keys=("cluster", "namespace", "set", "instance"),
    columns=(
        Column("xmrig", f"max {_OF_MINER} (monero_xmrig_up{{@}})", words=UP_DOWN),
        Column("pool", f"max {_OF_MINER} (monero_xmrig_pool_connected{{@}})", words=_CONNECTED),
        Column("state", f"max {_OF_MINER} (monero_xmrig_paused{{@}})", words=_PAUSED),
        Column(
            "hash rate",
            f'max {_OF_MINER} (monero_xmrig_hashes_per_second{{@, window="60s"}})',
            Unit.HASHES_PER_SECOND,
        ),
        Column("taken", f"max {_OF_MINER} (monero_xmrig_shares_accepted_total{{@}})", Unit.WHOLE),
        Column("refused", f"max {_OF_MINER} (monero_xmrig_shares_rejected_total{{@}})", Unit.WHOLE),
        Column("ping", f"max {_OF_MINER} (monero_xmrig_pool_ping_seconds{{@}})", Unit.SECONDS),
        Column(
            "huge pages",
            f'max {_OF_MINER} (monero_xmrig_huge_pages{{@, state="got"}})'
            f' / max {_OF_MINER} (monero_xmrig_huge_pages{{@, state="wanted"}})',
            Unit.SHARE,
        ),
        Column("up for", f"max {_OF_MINER} (monero_xmrig_uptime_seconds{{@}})", Unit.SECONDS),
        Column("version", f"max {_OF_MINER[:-1]}, version) (monero_xmrig_info{{@}})", label="version"),
        Column("algorithm", f"max {_OF_MINER[:-1]}, algorithm) (monero_xmrig_info{{@}})", label="algorithm"),
    ),
    height=6,
)

WORK = (
    Lines(
        "Hash rate",
        {_NAME: 'monero_xmrig_hashes_per_second{@, window="60s"}'},
        Unit.HASHES_PER_SECOND,
        is_stacked=True,
        starts_at_zero=True,
        width=12,
    ),
    Lines(
        "Hash rate by results",
        {_NAME: "rate(monero_xmrig_hashes_total{@}[$__rate_interval])"},
        Unit.HASHES_PER_SECOND,
        sentence="What the results that were taken are worth: even over hours, and by leaps over minutes.",
        is_stacked=True,
        starts_at_zero=True,
        width=12,
    ),
    Lines(
        "Results",
        {
            "taken": "60 * sum(rate(monero_xmrig_shares_accepted_total{@}[$__rate_interval]))",
            "refused": "60 * sum(rate(monero_xmrig_shares_rejected_total{@}[$__rate_interval]))",
        },
        Unit.PER_MINUTE,
        starts_at_zero=True,
        colors={"taken": Color.GREEN, "refused": Color.RED},
    ),
    Lines("Round trip to the pool", {_NAME: "monero_xmrig_pool_ping_seconds{@}"}, Unit.SECONDS),
    Lines(
        "Failures to reach the pool",
        {_NAME: "round(increase(monero_xmrig_pool_failures_total{@}[$__rate_interval]))"},
        is_stair=True,
        starts_at_zero=True,
    ),
    States("Connected to a pool", {_NAME: "monero_xmrig_pool_connected{@}"}, words=_CONNECTED),
    Lines("Difficulty asked by the pool", {_NAME: "monero_xmrig_pool_difficulty{@}"}, is_stair=True),
    Lines("Memory", {_NAME: "monero_xmrig_resident_memory_bytes{@}"}, Unit.BYTES, starts_at_zero=True),
)

P2POOL = (
    States("p2pool", {_NAME: "monero_p2pool_up{@}"}, words=UP_DOWN),
    Lines(
        "Hash rate at this p2pool",
        {"{{window}}": "sum by (window) (monero_p2pool_hashes_per_second{@})"},
        Unit.HASHES_PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Hash rate of all of p2pool",
        {"pool": "max(monero_p2pool_pool_hashes_per_second{@})"},
        Unit.HASHES_PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Shares",
        {
            "found": "sum(increase(monero_p2pool_shares_found_total{@}[$__rate_interval]))",
            "lost": "sum(increase(monero_p2pool_shares_failed_total{@}[$__rate_interval]))",
        },
        colors={"found": Color.GREEN, "lost": Color.RED},
        starts_at_zero=True,
    ),
    Lines("Effort", {"{{window}}": "max by (window) (monero_p2pool_effort_ratio{@})"}, Unit.SHARE),
    Lines(
        "Hashes done",
        {"hashes": "sum(rate(monero_p2pool_hashes_total{@}[$__rate_interval]))"},
        Unit.HASHES_PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Miners",
        {
            "at this p2pool": "max(monero_p2pool_connections{@})",
            "in its window": "max(monero_p2pool_pool_miners{@})",
        },
        is_stair=True,
        starts_at_zero=True,
    ),
    Lines(
        "Its own chain",
        {
            "height": "max(monero_p2pool_sidechain_height{@})",
            "difficulty": "max(monero_p2pool_sidechain_difficulty{@})",
        },
    ),
    Stat("Blocks found", {"": "max(monero_p2pool_pool_blocks_found_total{@})"}, Unit.WHOLE, width=4),
    Stat(
        "Since the last block found",
        {"": "max(time() - monero_p2pool_pool_last_block_timestamp_seconds{@})"},
        Unit.SECONDS,
        width=4,
    ),
)

ABOUT = Text(
    "About",
    markdown=(
        "Miners whose exporter has `--xmrig-addr`, and p2pool where it has `--p2pool-data`."
        " **Results** are what a pool takes for work; without a pool, as on a network of one's own, they are blocks."
    ),
)

MINERS = Board(
    "miners",
    "Monero / Miners",
    "Hash rate, results, pools and memory of xmrig; p2pool where it runs.",
    (*target_variables("monero_xmrig_up"), Variable("instance", "monero_xmrig_up")),
    (
        Row("", (*NUMBERS, EACH)),
        Row("Work", WORK),
        Row("p2pool", P2POOL, is_closed=True),
        Row("What this shows", (ABOUT,)),
    ),
)
