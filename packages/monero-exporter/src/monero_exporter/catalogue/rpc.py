# SPDX-License-Identifier: Apache-2.0
"""Families about the daemon's RPC and ZMQ."""

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
ZMQ_CONNECTED = Family(
    "monero_zmq_connected", Kind.GAUGE, "Whether the exporter is subscribed to the daemon's publications.", source="zmq"
)
ZMQ_LAST_MESSAGE_TIMESTAMP_SECONDS = Family(
    "monero_zmq_last_message_timestamp_seconds",
    Kind.GAUGE,
    "When the daemon last published something, in Unix seconds; absent before the first time.",
    source="zmq",
)
ZMQ_MESSAGES_TOTAL = Family(
    "monero_zmq_messages_total", Kind.COUNTER, "What the daemon published, by topic.", source="zmq", labels=("topic",)
)
ZMQ_GAPS_TOTAL = Family(
    "monero_zmq_gaps_total",
    Kind.COUNTER,
    "Times that publications were missed: connections lost, messages dropped or unreadable.",
    source="zmq",
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
