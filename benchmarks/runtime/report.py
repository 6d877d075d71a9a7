# SPDX-License-Identifier: Apache-2.0
"""The table, one line per phase."""

from __future__ import annotations

from benchmarks.runtime.phases import Row

NOTE = """\
Peak memory counts from the cold start's end; watches count as GET, renewals of the lease are not counted.
Percentiles are of single writes in the first two rows; below, from the server's answer to an edit until its effect."""
FORM = "{:<34} {:>8} {:>8} {:>9}  {:<26} {:>8} {:>8} {:>8}"


def head(what: str) -> str:
    """Return the head of the table of what was measured."""
    title = f"\n{what}\n{NOTE}\n"
    columns = ("phase", "CPU s", "wall s", "peak MiB", "requests", "p50 ms", "p95 ms", "p99 ms")
    return title + FORM.format(*columns)


def line(row: Row) -> str:
    """Return the line of a phase; times are of single writes, or of an edit until its effect is seen."""
    requests = " ".join(f"{verb} {count}" for verb, count in sorted(row.requests.items())) or "none"
    wall = f"{row.wall_seconds:.1f}" if row.wall_seconds is not None else ""
    percentiles = [f"{row.percentile(each):.1f}" for each in (50, 95, 99)] if row.latencies else ["", "", ""]
    return FORM.format(row.name, f"{row.cpu_seconds:.2f}", wall, f"{row.peak_mib:.1f}", requests, *percentiles)
