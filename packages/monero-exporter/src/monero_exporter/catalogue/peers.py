# SPDX-License-Identifier: Apache-2.0
"""Families about peers, those connected and those known, and what moves between them."""

from monero_exporter.catalogue import quantiles
from monero_exporter.catalogue.family import Family, Kind, Stability

PEERS = Family(
    "monero_peers",
    Kind.GAUGE,
    "P2P connections by direction (in, out), network zone (clearnet, tor, i2p, private, other) and state; those of "
    "state normal are told at 0 too.",
    source="connections",
    labels=("direction", "zone", "state"),
)
PEERS_LIMIT = Family(
    "monero_peers_limit",
    Kind.GAUGE,
    "Limit of P2P connections that the daemon makes (out) or takes (in); absent where it has none.",
    source="peer_limits",
    labels=("direction",),
)
CONNECTIONS = Family(
    "monero_connections",
    Kind.GAUGE,
    "P2P connections by country of the peer, or tor, i2p, private or unknown where it has none.",
    source="connections",
    stability=Stability.SEED,
    labels=("country",),
)
CONNECTIONS_LIVETIME = Family(
    "monero_connections_livetime",
    Kind.SUMMARY,
    "Ages of P2P connections, in seconds.",
    source="connections",
    stability=Stability.SEED,
    quantiles=quantiles.CONNECTIONS,
)
HEIGHT_DIVERGENCE = Family(
    "monero_height_divergence",
    Kind.SUMMARY,
    "How many blocks each peer is ahead of this daemon, below 0 where it is behind.",
    source="connections",
    stability=Stability.SEED,
    quantiles=quantiles.CONNECTIONS,
)
PEERS_NEW = Family(
    "monero_peers_new",
    Kind.GAUGE,
    "Known peers that were reached before, by country as in monero_connections.",
    source="peer_list",
    stability=Stability.SEED,
    labels=("country",),
)
BANS = Family(
    "monero_bans",
    Kind.GAUGE,
    "Addresses and subnets that the daemon does not talk to.",
    source="bans",
    stability=Stability.SEED,
)
NET_TOTAL_IN_BYTES = Family(
    "monero_net_total_in_bytes",
    Kind.UNKNOWN,
    "Bytes received over P2P since the daemon's start; monero_network_receive_bytes_total under its name of 2021.",
    source="net_stats",
    stability=Stability.SEED,
)
NET_TOTAL_OUT_BYTES = Family(
    "monero_net_total_out_bytes",
    Kind.UNKNOWN,
    "Bytes sent over P2P since the daemon's start; monero_network_transmit_bytes_total under its name of 2021.",
    source="net_stats",
    stability=Stability.SEED,
)
NET_RX_BYTES = Family(
    "monero_net_rx_bytes",
    Kind.UNKNOWN,
    "Bytes received over P2P since the daemon's start.",
    source="net_stats",
    stability=Stability.GO_EXPORTER,
)
NET_TX_BYTES = Family(
    "monero_net_tx_bytes",
    Kind.UNKNOWN,
    "Bytes sent over P2P since the daemon's start.",
    source="net_stats",
    stability=Stability.GO_EXPORTER,
)
NETWORK_RECEIVE_BYTES_TOTAL = Family(
    "monero_network_receive_bytes_total",
    Kind.COUNTER,
    "Bytes received over P2P since the daemon's start.",
    source="net_stats",
)
NETWORK_TRANSMIT_BYTES_TOTAL = Family(
    "monero_network_transmit_bytes_total",
    Kind.COUNTER,
    "Bytes sent over P2P since the daemon's start.",
    source="net_stats",
)
NETWORK_RECEIVE_PACKETS_TOTAL = Family(
    "monero_network_receive_packets_total",
    Kind.COUNTER,
    "Packets received over P2P since the daemon's start.",
    source="net_stats",
)
NETWORK_TRANSMIT_PACKETS_TOTAL = Family(
    "monero_network_transmit_packets_total",
    Kind.COUNTER,
    "Packets sent over P2P since the daemon's start.",
    source="net_stats",
)
NETWORK_LIMIT_BYTES_PER_SECOND = Family(
    "monero_network_limit_bytes_per_second",
    Kind.GAUGE,
    "Limit of bytes per second that all P2P connections together may move, by direction (in, out).",
    source="rate_limits",
    labels=("direction",),
)
P2P_CONNECTIONS = Family(
    "monero_p2p_connections",
    Kind.GAUGE,
    "P2P connections by direction (type: in, out) and state; those of state normal are told at 0 too.",
    source="connections",
    stability=Stability.GO_EXPORTER,
    labels=("type", "state"),
)
P2P_CONNECTIONS_AGE = Family(
    "monero_p2p_connections_age",
    Kind.SUMMARY,
    "Ages of P2P connections, in seconds.",
    source="connections",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
P2P_CONNECTIONS_HEIGHT = Family(
    "monero_p2p_connections_height",
    Kind.SUMMARY,
    "Heights that peers last said.",
    source="connections",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
P2P_CONNECTIONS_RX_RATE_BPS = Family(
    "monero_p2p_connections_rx_rate_bps",
    Kind.SUMMARY,
    "Bytes (not bits) per second received from each peer, on average over its connection; new ones are left out.",
    source="connections",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
P2P_CONNECTIONS_TX_RATE_BPS = Family(
    "monero_p2p_connections_tx_rate_bps",
    Kind.SUMMARY,
    "Bytes (not bits) per second sent to each peer, on average over its connection; new ones are left out.",
    source="connections",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
PEERLIST = Family(
    "monero_peerlist",
    Kind.GAUGE,
    "Known peers by list: white was reached before, gray was not.",
    source="peer_list",
    stability=Stability.GO_EXPORTER,
    labels=("type",),
)
PEERLIST_LASTSEEN = Family(
    "monero_peerlist_lastseen",
    Kind.SUMMARY,
    "Seconds since peers of the white list were last seen.",
    source="peer_list",
    stability=Stability.GO_EXPORTER,
    quantiles=quantiles.GO_EXPORTER,
)
SYNC_QUEUED_BLOCKS = Family(
    "monero_sync_queued_blocks",
    Kind.GAUGE,
    "Blocks that were asked of peers or wait to be verified; 0 where the daemon has nothing to catch up with.",
    source="sync_info",
)
SYNC_QUEUED_BYTES = Family(
    "monero_sync_queued_bytes", Kind.GAUGE, "Bytes of blocks that wait to be verified.", source="sync_info"
)
SIBLINGS = Family(
    "monero_siblings",
    Kind.GAUGE,
    "Other nodes of the same set by what they say: ready, unready, unreachable.",
    source="siblings",
    labels=("state",),
)
SIBLING_HEIGHT_DIVERGENCE_BLOCKS = Family(
    "monero_sibling_height_divergence_blocks",
    Kind.GAUGE,
    "How many blocks a sibling is ahead of this daemon, below 0 where it is behind.",
    source="siblings",
    labels=("sibling",),
)
SIBLING_FORKED = Family(
    "monero_sibling_forked",
    Kind.GAUGE,
    "Whether a sibling has another block at a height that both have.",
    source="siblings",
    labels=("sibling",),
)
EXPORTER_GEOIP_BUILD_TIMESTAMP_SECONDS = Family(
    "monero_exporter_geoip_build_timestamp_seconds",
    Kind.GAUGE,
    "When the GeoIP file in use was made, in Unix seconds.",
    source="geoip",
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
