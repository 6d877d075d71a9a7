# SPDX-License-Identifier: Apache-2.0
"""The exporter that tells all this: what it asks, and what it costs."""

from tools.dashboards.board import Row
from tools.dashboards.boards import quantiles
from tools.dashboards.panel import Color, Lines, Stat, States, Step, Unit, Word

_SOURCES = {0: Word("failed", Color.RED), 1: Word("answered", Color.GREEN)}
_OFFERS = {0: Word("not offered", Color.GRAY), 1: Word("offered", Color.BLUE)}

ROW = Row(
    "Exporter",
    (
        States(
            "Sources",
            {"{{source}}": "max by (source) (monero_exporter_source_up{@})"},
            words=_SOURCES,
            sentence="A source that fails costs only its own families.",
            width=12,
            height=12,
        ),
        States(
            "Offered by the daemon at this port",
            {"{{source}}": "max by (source) (monero_exporter_source_offered{@})"},
            words=_OFFERS,
            width=12,
            height=12,
        ),
        Lines(
            "Time per source",
            {"{{source}}": "max by (source) (monero_exporter_source_duration_seconds{@})"},
            Unit.SECONDS,
            starts_at_zero=True,
            width=12,
        ),
        quantiles.heat("Time per collection", "monero_exporter_collection_duration_seconds", Unit.SECONDS, width=12),
        Stat(
            "Collections",
            {"": "60 * sum(rate(monero_exporter_collections_total{@}[$__rate_interval]))"},
            Unit.PER_MINUTE,
        ),
        Stat("Up for", {"": "max(time() - process_start_time_seconds{@})"}, Unit.SECONDS),
        Stat("Version", {"": "max by (version) (monero_exporter_build_info{@})"}, label="version"),
        Stat("Memory", {"": "max(process_resident_memory_bytes{@})"}, Unit.BYTES),
        Stat("CPU", {"": "sum(rate(process_cpu_seconds_total{@}[$__rate_interval]))"}, Unit.SHARE),
        Stat(
            "GeoIP file",
            {"": "max(time() - monero_exporter_geoip_build_timestamp_seconds{@})"},
            Unit.SECONDS,
            sentence="How old it is.",
        ),
        Stat(
            "Open files",
            {"": "max(process_open_fds{@} / process_max_fds{@})"},
            Unit.SHARE,
            sentence="Of those that it may have open.",
        ),
        Stat(
            "Failing sources",
            {"": "sum(monero_exporter_source_up{@} == bool 0)"},
            Unit.WHOLE,
            steps=(Step(0, Color.GREEN), Step(1, Color.RED)),
        ),
    ),
    is_closed=True,
)
