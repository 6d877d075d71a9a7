# SPDX-License-Identifier: Apache-2.0
"""What this process uses, from Linux' `/proc`."""

import functools
import os
import resource
from pathlib import Path

from monero_exporter.translate.exporter import Usage

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def usage(proc: Path = Path("/proc")) -> Usage | None:
    """Return what the process uses; None where the system does not tell it this way."""
    try:
        # The name of the program, in parentheses, may hold spaces; what counts stands behind it.
        fields = (proc / "self/stat").read_text().rpartition(")")[2].split()
        open_files = len(os.listdir(proc / "self/fd"))  # noqa: PTH208 - without a Path for each file
        booted_at = _booted_at(proc)
        most_files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    except OSError:
        return None
    return Usage(
        cpu_seconds=(int(fields[11]) + int(fields[12])) / _TICKS,
        resident_bytes=int(fields[21]) * _PAGE_BYTES,
        virtual_bytes=int(fields[20]),
        started_at=booted_at + int(fields[19]) / _TICKS,
        open_files=open_files,
        most_files=None if most_files == resource.RLIM_INFINITY else most_files,
    )


@functools.cache
def _booted_at(proc: Path) -> int:
    lines = (proc / "stat").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("btime "))
