# SPDX-License-Identifier: Apache-2.0
"""What programs ask the daemon, and what it tells them of its own accord."""

from tools.dashboards.board import Row
from tools.dashboards.panel import YES_NO, Lines, Stat, Unit

ROW = Row(
    "RPC and ZMQ",
    (
        Lines(
            "Calls",
            {"{{method}}": "topk(10, 60 * sum by (method) (rate(monero_rpc_hits_total{@}[$__rate_interval])))"},
            Unit.PER_MINUTE,
            starts_at_zero=True,
        ),
        Lines(
            "Time serving",
            {"{{method}}": "topk(10, sum by (method) (rate(monero_rpc_seconds_total{@}[$__rate_interval])))"},
            Unit.SHARE,
            sentence="Share of one core's time, of all calls to a method together.",
            starts_at_zero=True,
        ),
        Lines(
            "Time per call",
            {
                "{{method}}": (
                    "topk(10, sum by (method) (rate(monero_rpc_seconds_total{@}[$__rate_interval]))"
                    " / (sum by (method) (rate(monero_rpc_hits_total{@}[$__rate_interval])) > 0))"
                )
            },
            Unit.SECONDS,
            starts_at_zero=True,
        ),
        Lines(
            "Connections to the RPC",
            {"open": "max(monero_info_rpc_connections{@})"},
            is_stair=True,
            starts_at_zero=True,
        ),
        Lines(
            "Published by ZMQ",
            {"{{topic}}": "60 * sum by (topic) (rate(monero_zmq_messages_total{@}[$__rate_interval]))"},
            Unit.PER_MINUTE,
            starts_at_zero=True,
        ),
        Lines(
            "Silence of ZMQ",
            {"since the last message": "max(time() - monero_zmq_last_message_timestamp_seconds{@})"},
            Unit.SECONDS,
            starts_at_zero=True,
            width=4,
        ),
        Stat("Subscribed to ZMQ", {"": "max(monero_zmq_connected{@})"}, words=YES_NO, width=4),
        Stat("Messages missed", {"": "max(monero_zmq_gaps_total{@})"}, Unit.WHOLE, width=4),
    ),
)
