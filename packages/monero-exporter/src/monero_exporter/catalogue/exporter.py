# SPDX-License-Identifier: Apache-2.0
"""Families about the exporter itself."""

from monero_exporter.catalogue.family import Family, Kind

EXPORTER_SOURCE_UP = Family(
    "monero_exporter_source_up",
    Kind.GAUGE,
    "Whether the last question to this source was answered; absent where the daemon does not offer it.",
    source="exporter",
    labels=("source",),
)
EXPORTER_SOURCE_OFFERED = Family(
    "monero_exporter_source_offered",
    Kind.GAUGE,
    "Whether the daemon offers this source at the port that is asked.",
    source="exporter",
    labels=("source",),
)
EXPORTER_SOURCE_DURATION_SECONDS = Family(
    "monero_exporter_source_duration_seconds",
    Kind.GAUGE,
    "How long this source took to answer or fail when it was last asked.",
    source="exporter",
    labels=("source",),
)
EXPORTER_COLLECTIONS_TOTAL = Family(
    "monero_exporter_collections_total", Kind.COUNTER, "Collections made for readers of metrics.", source="exporter"
)
EXPORTER_COLLECTION_DURATION_SECONDS = Family(
    "monero_exporter_collection_duration_seconds",
    Kind.HISTOGRAM,
    "How long collections took.",
    source="exporter",
    buckets=(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
EXPORTER_BUILD_INFO = Family(
    "monero_exporter_build_info", Kind.INFO, "Version of this exporter.", source="exporter", labels=("version",)
)

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
