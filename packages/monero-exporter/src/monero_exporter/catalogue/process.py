# SPDX-License-Identifier: Apache-2.0
"""Families about the exporter's process, under the names that all Prometheus clients give them."""

from monero_exporter.catalogue.family import Family, Kind

CPU_SECONDS_TOTAL = Family(
    "process_cpu_seconds_total", Kind.COUNTER, "CPU time that the exporter spent, in seconds.", source="process"
)
RESIDENT_MEMORY_BYTES = Family(
    "process_resident_memory_bytes", Kind.GAUGE, "Memory that the exporter occupies.", source="process"
)
VIRTUAL_MEMORY_BYTES = Family(
    "process_virtual_memory_bytes", Kind.GAUGE, "Addresses that the exporter reserved.", source="process"
)
START_TIME_SECONDS = Family(
    "process_start_time_seconds", Kind.GAUGE, "Start of the exporter in Unix seconds.", source="process"
)
OPEN_FDS = Family("process_open_fds", Kind.GAUGE, "Files and sockets that the exporter has open.", source="process")
MAX_FDS = Family("process_max_fds", Kind.GAUGE, "Files and sockets that it may have open.", source="process")

ALL = tuple(value for value in list(globals().values()) if isinstance(value, Family))
