# SPDX-License-Identifier: Apache-2.0
"""What programs ask the daemon, and what it tells them of its own accord."""

from tools.dashboards.board import Row
from tools.dashboards.panel import YES_NO, Lines, Stat, Unit

_CALLS = "sum by (method) (rate(monero_rpc_hits_total{@}[$__rate_interval]))"
_TIME = "sum by (method) (rate(monero_rpc_seconds_total{@}[$__rate_interval]))"
_BUSIEST = "topk(8, sum by (method) (increase(monero_rpc_seconds_total{@}[$__range] @ end())))"
"""The same methods over all the time that is shown, so that lines do not come and go."""

ROW = Row(
    "RPC and ZMQ",
    (
        Lines(
            "Calls",
            {"{{method}}": f"60 * {_CALLS} and on (method) {_BUSIEST}"},
            Unit.PER_MINUTE,
            sentence="The eight methods that took most time.",
            starts_at_zero=True,
        ),
        Lines(
            "Time serving",
            {"{{method}}": f"{_TIME} and on (method) {_BUSIEST}"},
            Unit.SHARE,
            sentence="Share of one core's time, of all calls to a method together; the eight that took most.",
            starts_at_zero=True,
        ),
        Lines(
            "Time per call",
            {"{{method}}": f"{_TIME} / ({_CALLS} > 0) and on (method) {_BUSIEST}"},
            Unit.SECONDS,
            sentence="Of the eight methods that took most time.",
            starts_at_zero=True,
        ),
        Lines(
            "Connections to the RPC",
            {"open": "max(monero_info_rpc_connections{@})"},
            is_stair=True,
            starts_at_zero=True,
            width=6,
        ),
        Lines(
            "Published by ZMQ",
            {"{{topic}}": "60 * sum by (topic) (rate(monero_zmq_messages_total{@}[$__rate_interval]))"},
            Unit.PER_MINUTE,
            starts_at_zero=True,
            width=6,
        ),
        Lines(
            "Silence of ZMQ",
            {"since the last message": "clamp_min(max(time() - monero_zmq_last_message_timestamp_seconds{@}), 0)"},
            Unit.SECONDS,
            starts_at_zero=True,
            width=6,
        ),
        Stat("Subscribed to ZMQ", {"": "max(monero_zmq_connected{@})"}, words=YES_NO, height=8),
        Stat("Messages missed", {"": "max(monero_zmq_gaps_total{@})"}, Unit.WHOLE, height=8),
    ),
    is_closed=True,
)
