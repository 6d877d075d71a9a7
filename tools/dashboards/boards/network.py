# SPDX-License-Identifier: Apache-2.0
"""The nodes of one set beside each other: a research network, or full nodes behind one Service."""

from tools.dashboards.board import Board, Event, Row, Variable, target_variables
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import YES_NO, Bars, Color, Heat, Lines, Stat, States, Step, Text, Unit, Word

_NONE_IS_GOOD = (Step(0, Color.GREEN), Step(1, Color.RED))
_ARRIVALS = "sum by (le) (rate(monero_chain_block_arrival_delay_seconds_bucket{@}[$__rate_interval]))"
_RECEIVED = "monero_last_block_received_timestamp_seconds{@}"
_FORKED = {0: Word("one chain", Color.GREEN), 1: Word("forked", Color.RED)}

NUMBERS = (
    Stat("Nodes", {"": "count(monero_up{@})"}, Unit.WHOLE),
    Stat(
        "Ready",
        {"": "sum(monero_ready{@}) / count(monero_ready{@})"},
        Unit.SHARE,
        steps=(Step(0, Color.RED), Step(1, Color.GREEN)),
    ),
    Stat("Height", {"": "max(monero_info_height{@})"}, Unit.WHOLE, has_trend=True),
    Stat(
        "Blocks apart",
        {"": "max(monero_info_height{@}) - min(monero_info_height{@})"},
        Unit.WHOLE,
        steps=(Step(0, Color.GREEN), Step(2, Color.ORANGE), Step(5, Color.RED)),
    ),
    Stat("Chains", {"": "max(monero_sibling_forked{@})"}, words=_FORKED),
    Stat(
        "Time per block",
        {
            "": "sum(rate(monero_chain_block_interval_seconds_sum{@}[$__range]))"
            " / sum(rate(monero_chain_block_interval_seconds_count{@}[$__range]))"
        },
        Unit.SECONDS,
        sentence="On average over the time that is shown.",
    ),
    Stat(
        "Reorganizations",
        {"": "round(sum(increase(monero_chain_reorganizations_total{@}[$__range])))"},
        Unit.WHOLE,
        sentence="Of all nodes, in the time that is shown.",
    ),
    Stat("Waiting", {"": "max(monero_transaction_pool_transactions{@})"}, Unit.WHOLE, has_trend=True),
)

CHAINS = (
    Lines("Height", {"{{instance}}": "monero_info_height{@}"}, Unit.WHOLE, is_stair=True, width=12, height=9),
    Lines(
        "Blocks behind the best",
        {"{{instance}}": "scalar(max(monero_info_height{@})) - monero_info_height{@}"},
        is_stair=True,
        starts_at_zero=True,
        width=12,
        height=9,
    ),
    States("In sync", {"{{instance}}": "monero_synced{@}"}, words=YES_NO, width=12),
    States(
        "Forked from a sibling",
        {"{{instance}}": "max by (instance) (monero_sibling_forked{@})"},
        words=_FORKED,
        width=12,
    ),
    Lines(
        "Reorganizations",
        {
            "{{instance}}": (
                "round(sum by (instance) (increase(monero_chain_reorganizations_total{@}[$__rate_interval])))"
            )
        },
        is_stair=True,
        starts_at_zero=True,
    ),
    Lines(
        "Depth of the last reorganization",
        {"{{instance}}": "monero_chain_last_reorganization_depth_blocks{@}"},
        is_stair=True,
        starts_at_zero=True,
        width=6,
    ),
    Lines(
        "Chains beside the main one",
        {"{{instance}}": "monero_chain_alternative_chains{@}"},
        is_stair=True,
        starts_at_zero=True,
        width=6,
    ),
    Stat(
        "Last reorganization",
        {"": "time() - max(monero_chain_last_reorganization_timestamp_seconds{@})"},
        Unit.SECONDS,
        sentence="How long ago it was.",
        width=4,
        height=8,
    ),
)

PROPAGATION = (
    Heat(
        "From a block's time to its arrival",
        {"{{le}}": "sum by (le) (increase(monero_chain_block_arrival_delay_seconds_bucket{@}[$__rate_interval]))"},
        Unit.SECONDS,
    ),
    Lines(
        "Delay of arrival",
        {
            "median": f"histogram_quantile(0.5, {_ARRIVALS})",
            "95 of 100": f"histogram_quantile(0.95, {_ARRIVALS})",
        },
        Unit.SECONDS,
        starts_at_zero=True,
    ),
    Lines(
        "First to last arrival of the top block",
        {
            "apart": f"(max({_RECEIVED}) - min({_RECEIVED}))"
            " and on () (max(monero_info_height{@}) == min(monero_info_height{@}))"
        },
        Unit.SECONDS,
        sentence="While all nodes are at one height; exact with ZMQ.",
        starts_at_zero=True,
    ),
    quantiles.heat("Time between blocks", "monero_chain_block_interval_seconds", Unit.SECONDS),
    Lines(
        "Waiting transactions",
        {"{{instance}}": "monero_transaction_pool_transactions{@}"},
        is_stair=True,
        starts_at_zero=True,
    ),
    quantiles.heat("Wait until mined", "monero_pool_wait_seconds", Unit.SECONDS),
)

MESH = (
    Lines("Peers", {"{{instance}}": "sum by (instance) (monero_peers{@})"}, is_stair=True, starts_at_zero=True),
    Lines(
        "Received",
        {"{{instance}}": "sum by (instance) (rate(monero_network_receive_bytes_total{@}[$__rate_interval]))"},
        Unit.BYTES_PER_SECOND,
        starts_at_zero=True,
    ),
    Lines(
        "Sent",
        {"{{instance}}": "sum by (instance) (rate(monero_network_transmit_bytes_total{@}[$__rate_interval]))"},
        Unit.BYTES_PER_SECOND,
        starts_at_zero=True,
    ),
    Bars("Peers by state", {"{{direction}} {{state}}": "sum by (direction, state) (monero_peers{@})"}, Unit.WHOLE),
    Lines("Difficulty", {"{{instance}}": "monero_info_difficulty{@}"}, is_stair=True),
    Lines("Hash rate", {"network": "max(monero_network_hashes_per_second{@})"}, Unit.HASHES_PER_SECOND),
)

ABOUT = Text(
    "About",
    markdown=(
        "The nodes of a set beside each other. A **fork** is two nodes with different blocks at a height that both"
        " have; it heals by a **reorganization** of the side with less work. Arrival times are exact where the"
        " exporter subscribes to the daemon's ZMQ, and otherwise as late as its scrape."
    ),
)

NETWORK = Board(
    "network",
    "Monero / Network",
    "The nodes of one set beside each other: heights, forks, propagation of blocks, the mesh of peers.",
    (*target_variables("monero_up", is_one=True), Variable("instance", "monero_up")),
    (
        Row("", NUMBERS),
        Row("Chains", CHAINS),
        Row("Propagation", PROPAGATION),
        Row("Mesh", MESH),
        Row("What this shows", (ABOUT,)),
    ),
    (Event("reorganization", "increase(monero_chain_reorganizations_total{@}[5m]) > 0", Color.ORANGE),),
)
