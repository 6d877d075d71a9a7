# SPDX-License-Identifier: Apache-2.0
"""Families about what the daemon publishes over ZMQ; all are absent where the exporter was not told where."""

from monero_exporter.catalogue.family import Family, Kind

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
    "How often publications were missed: connections lost, messages dropped or unreadable.",
    source="zmq",
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
