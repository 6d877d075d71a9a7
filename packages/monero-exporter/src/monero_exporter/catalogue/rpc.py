# SPDX-License-Identifier: Apache-2.0
"""Families about the daemon's RPC."""

from monero_exporter.catalogue.family import Family, Kind, Stability

RPC_COUNT = Family(
    "monero_rpc_count",
    Kind.UNKNOWN,
    "Calls of each handler on all ports since the daemon's start; monero_rpc_hits_total under its name of 2021.",
    source="calls",
    stability=Stability.SEED,
    labels=("method",),
)
RPC_TIME = Family(
    "monero_rpc_time",
    Kind.UNKNOWN,
    "Seconds (in 2021: nanoseconds) spent in each handler; monero_rpc_seconds_total under its name of 2021.",
    source="calls",
    stability=Stability.SEED,
    labels=("method",),
)
RPC_HITS_TOTAL = Family(
    "monero_rpc_hits_total",
    Kind.COUNTER,
    "Calls of each handler on all ports since the daemon's start.",
    source="calls",
    stability=Stability.GO_EXPORTER,
    labels=("method",),
)
RPC_SECONDS_TOTAL = Family(
    "monero_rpc_seconds_total",
    Kind.COUNTER,
    "Seconds spent in each handler since the daemon's start.",
    source="calls",
    stability=Stability.GO_EXPORTER,
    labels=("method",),
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
