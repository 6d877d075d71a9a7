# SPDX-License-Identifier: Apache-2.0
"""Peers, those connected and those known, and what moves between them."""

from tools.dashboards.board import Row
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Bars, Color, Lines, States, Unit, Word, World

_FORKED = {0: Word("same chain", Color.GREEN), 1: Word("another chain", Color.RED)}

ROW = Row(
    "Peers",
    (
        Lines(
            "Connections by direction and network",
            {"{{direction}} {{zone}}": "sum by (direction, zone) (monero_peers{@})"},
            is_stacked=True,
            starts_at_zero=True,
        ),
        Lines(
            "Connections and their limits",
            {
                "in": "max(monero_info_incoming_connections_count{@})",
                "out": "max(monero_info_outgoing_connections_count{@})",
                "at most {{direction}}": "max by (direction) (monero_peers_limit{@})",
            },
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines(
            "Connections by state",
            {"{{type}} {{state}}": "sum by (type, state) (monero_p2p_connections{@})"},
            is_stacked=True,
            starts_at_zero=True,
        ),
        World(
            "Connected peers by country",
            {"{{country}}": "sum by (country) (monero_connections{@})"},
            sentence="Countries need a GeoIP file; tor, i2p and private addresses have none.",
            width=9,
            height=10,
        ),
        World(
            "Known peers by country",
            {"{{country}}": "sum by (country) (monero_peers_new{@})"},
            sentence="Countries need a GeoIP file; tor, i2p and private addresses have none.",
            width=9,
            height=10,
        ),
        Bars(
            "Connections by country or network",
            {"{{country}}": "sum by (country) (monero_connections{@})"},
            width=6,
            height=10,
        ),
        Lines(
            "Known peers",
            {"{{type}}": "max by (type) (monero_peerlist{@})"},
            is_stair=True,
            starts_at_zero=True,
        ),
        quantiles.lines("White list last seen", "monero_peerlist_lastseen", Unit.SECONDS),
        Lines(
            "Data rate",
            {
                "received": "sum(rate(monero_network_receive_bytes_total{@}[$__rate_interval]))",
                "sent": "sum(rate(monero_network_transmit_bytes_total{@}[$__rate_interval]))",
            },
            Unit.BYTES_PER_SECOND,
            starts_at_zero=True,
        ),
        Lines(
            "Data since the daemon's start",
            {
                "received": "max(monero_net_rx_bytes{@})",
                "sent": "max(monero_net_tx_bytes{@})",
            },
            Unit.BYTES,
            starts_at_zero=True,
        ),
        Lines(
            "Packets",
            {
                "received": "sum(rate(monero_network_receive_packets_total{@}[$__rate_interval]))",
                "sent": "sum(rate(monero_network_transmit_packets_total{@}[$__rate_interval]))",
            },
            Unit.PACKETS_PER_SECOND,
            starts_at_zero=True,
        ),
        quantiles.lines("Received from each peer", "monero_p2p_connections_rx_rate_bps", Unit.BYTES_PER_SECOND),
        quantiles.lines("Sent to each peer", "monero_p2p_connections_tx_rate_bps", Unit.BYTES_PER_SECOND),
        quantiles.lines("Age of connections", "monero_p2p_connections_age", Unit.SECONDS),
        quantiles.lines("Heights of peers", "monero_p2p_connections_height", Unit.WHOLE),
        quantiles.lines("Peers ahead of this daemon, in blocks", "monero_height_divergence"),
        Lines("Bans", {"banned": "max(monero_bans{@})"}, is_stair=True, starts_at_zero=True),
        Bars(
            "Limits of the data rate",
            {"{{direction}}": "max by (direction) (monero_network_limit_bytes_per_second{@})"},
            Unit.BYTES_PER_SECOND,
        ),
        Lines(
            "Blocks on their way",
            {"blocks": "max(monero_sync_queued_blocks{@})"},
            starts_at_zero=True,
            sentence="Full while the daemon catches up.",
        ),
        Lines("Bytes of them", {"bytes": "max(monero_sync_queued_bytes{@})"}, Unit.BYTES, starts_at_zero=True),
        Lines(
            "Siblings",
            {"{{state}}": "max by (state) (monero_siblings{@})"},
            is_stacked=True,
            starts_at_zero=True,
            colors={"ready": Color.GREEN, "unready": Color.ORANGE, "unreachable": Color.RED},
        ),
        Lines(
            "Siblings ahead of this daemon, in blocks",
            {"{{sibling}}": "max by (sibling) (monero_sibling_height_divergence_blocks{@})"},
            is_stair=True,
            width=12,
        ),
        States(
            "Siblings' chains",
            {"{{sibling}}": "max by (sibling) (monero_sibling_forked{@})"},
            words=_FORKED,
            width=12,
        ),
    ),
)
