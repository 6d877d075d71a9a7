# SPDX-License-Identifier: Apache-2.0
"""Families about mining: the daemon's own miner, the network, xmrig and p2pool."""

from monero_exporter.catalogue.family import Family, Kind, Stability

MINING_ACTIVE = Family("monero_mining_active", Kind.GAUGE, "Whether the daemon's own miner works.", source="mining")
MINING_THREADS = Family("monero_mining_threads", Kind.GAUGE, "Threads of the daemon's own miner.", source="mining")
MINING_HASHES_PER_SECOND = Family(
    "monero_mining_hashes_per_second", Kind.GAUGE, "Hash rate of the daemon's own miner.", source="mining"
)
NETWORK_HASHES_PER_SECOND = Family(
    "monero_network_hashes_per_second",
    Kind.GAUGE,
    "Hash rate of the whole network: difficulty of the next block over the time between blocks aimed at.",
)
XMRIG_UP = Family("monero_xmrig_up", Kind.GAUGE, "Whether xmrig answered.", source="xmrig")
XMRIG_INFO = Family(
    "monero_xmrig_info", Kind.INFO, "Version and algorithm of xmrig.", source="xmrig", labels=("version", "algorithm")
)
XMRIG_HASHES_PER_SECOND = Family(
    "monero_xmrig_hashes_per_second",
    Kind.GAUGE,
    "Hash rate of xmrig over 10s, 60s and 15m; absent until so much time passed.",
    source="xmrig",
    labels=("window",),
)
XMRIG_HASHES_PER_SECOND_MAX = Family(
    "monero_xmrig_hashes_per_second_max", Kind.GAUGE, "Highest hash rate of xmrig since its start.", source="xmrig"
)
XMRIG_HASHES_TOTAL = Family(
    "monero_xmrig_hashes_total",
    Kind.COUNTER,
    "Hashes that the results which the pool took were worth since xmrig's start: the sum of their difficulties.",
    source="xmrig",
)
XMRIG_SHARES_ACCEPTED_TOTAL = Family(
    "monero_xmrig_shares_accepted_total", Kind.COUNTER, "Results that the pool took.", source="xmrig"
)
XMRIG_SHARES_REJECTED_TOTAL = Family(
    "monero_xmrig_shares_rejected_total", Kind.COUNTER, "Results that the pool refused.", source="xmrig"
)
XMRIG_POOL_CONNECTED = Family(
    "monero_xmrig_pool_connected", Kind.GAUGE, "Whether xmrig is connected to a pool or daemon.", source="xmrig"
)
XMRIG_POOL_PING_SECONDS = Family(
    "monero_xmrig_pool_ping_seconds",
    Kind.GAUGE,
    "Round trip to the pool; absent before the first result.",
    source="xmrig",
)
XMRIG_POOL_FAILURES_TOTAL = Family(
    "monero_xmrig_pool_failures_total", Kind.COUNTER, "Failed attempts to reach the pool.", source="xmrig"
)
XMRIG_POOL_DIFFICULTY = Family(
    "monero_xmrig_pool_difficulty", Kind.GAUGE, "Difficulty that the pool asks of a result.", source="xmrig"
)
XMRIG_PAUSED = Family("monero_xmrig_paused", Kind.GAUGE, "Whether xmrig pauses.", source="xmrig")
XMRIG_UPTIME_SECONDS = Family("monero_xmrig_uptime_seconds", Kind.GAUGE, "Seconds since xmrig's start.", source="xmrig")
XMRIG_RESIDENT_MEMORY_BYTES = Family(
    "monero_xmrig_resident_memory_bytes", Kind.GAUGE, "Memory of xmrig.", source="xmrig"
)
XMRIG_HUGE_PAGES = Family(
    "monero_xmrig_huge_pages", Kind.GAUGE, "Huge pages by state: got, wanted.", source="xmrig", labels=("state",)
)
P2POOL_UP = Family("monero_p2pool_up", Kind.GAUGE, "Whether p2pool's data was read, and young.", source="p2pool")
P2POOL_POOL_HASHES_PER_SECOND = Family(
    "monero_p2pool_pool_hashes_per_second",
    Kind.GAUGE,
    "Hash rate of all of p2pool.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_POOL_MINERS = Family(
    "monero_p2pool_pool_miners",
    Kind.GAUGE,
    "Miners in p2pool's window.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_POOL_BLOCKS_FOUND_TOTAL = Family(
    "monero_p2pool_pool_blocks_found_total",
    Kind.COUNTER,
    "Monero blocks that p2pool found.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_POOL_LAST_BLOCK_TIMESTAMP_SECONDS = Family(
    "monero_p2pool_pool_last_block_timestamp_seconds",
    Kind.GAUGE,
    "When p2pool last found a Monero block, in Unix seconds.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_SIDECHAIN_HEIGHT = Family(
    "monero_p2pool_sidechain_height",
    Kind.GAUGE,
    "Height of p2pool's own chain.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_SIDECHAIN_DIFFICULTY = Family(
    "monero_p2pool_sidechain_difficulty",
    Kind.GAUGE,
    "Difficulty of p2pool's own chain.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_HASHES_PER_SECOND = Family(
    "monero_p2pool_hashes_per_second",
    Kind.GAUGE,
    "Hash rate of miners at this p2pool over 15m, 1h and 24h.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
    labels=("window",),
)
P2POOL_HASHES_TOTAL = Family(
    "monero_p2pool_hashes_total",
    Kind.COUNTER,
    "Hashes of miners at this p2pool since its start.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_SHARES_FOUND_TOTAL = Family(
    "monero_p2pool_shares_found_total",
    Kind.COUNTER,
    "Shares that miners at this p2pool found.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_SHARES_FAILED_TOTAL = Family(
    "monero_p2pool_shares_failed_total",
    Kind.COUNTER,
    "Shares of miners at this p2pool that were lost.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_CONNECTIONS = Family(
    "monero_p2pool_connections",
    Kind.GAUGE,
    "Miners connected to this p2pool.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
)
P2POOL_EFFORT_RATIO = Family(
    "monero_p2pool_effort_ratio",
    Kind.GAUGE,
    "Work since the last share beside what one takes on average: current, average.",
    source="p2pool",
    stability=Stability.EXPERIMENTAL,
    labels=("window",),
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
