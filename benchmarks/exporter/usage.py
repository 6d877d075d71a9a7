# SPDX-License-Identifier: Apache-2.0
"""What another process has used, as Linux tells it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Usage(NamedTuple):
    """CPU so far, to the microsecond or so, and memory, now and at its most."""

    cpu_ms: float
    rss_mib: float
    peak_mib: float


def of(pid: int) -> Usage:
    """Return the usage of a process with all its threads."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    nanoseconds = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kib = {line.partition(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("VmRSS", "VmHWM"))}
    return Usage(nanoseconds / 1e6, kib["VmRSS"] / 1024, kib["VmHWM"] / 1024)
