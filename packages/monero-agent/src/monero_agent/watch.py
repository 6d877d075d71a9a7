# SPDX-License-Identifier: Apache-2.0
"""Notices when mounted folders change, by looking: the kubelet replaces their content behind symbolic links."""

import math
import time
from collections.abc import Sequence
from pathlib import Path

from monero_agent import files

FIRST_DELAY_SECONDS = 4.0
LONGEST_DELAY_SECONDS = 300.0

Seen = tuple[tuple[str, str, int, int, int], ...]


class Watch:
    """Tells changes since they were last taken in; at first everything is one.

    What was refused counts as one again after a while: a name that is not known when a machine boots may be later.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._taken: Seen | None = None
        self._delay = FIRST_DELAY_SECONDS
        self._again_at = math.inf

    def look(self) -> Seen | None:
        """Return what there is now if it is not what was taken in last; the cost is a few calls of the kernel."""
        seen = tuple(state for folder in self._folders for state in _states(folder))
        return seen if seen != self._taken or _now() >= self._again_at else None

    def take(self, seen: Seen, *, is_followed: bool = True) -> None:
        """Count what was seen as taken in. Look before reading: a change meanwhile is then one more."""
        is_another = seen != self._taken
        self._delay = FIRST_DELAY_SECONDS if is_another else min(self._delay * 2, LONGEST_DELAY_SECONDS)
        self._again_at = math.inf if is_followed else _now() + self._delay
        self._taken = seen


def _now() -> float:
    return time.monotonic()


def _states(folder: Path) -> list[tuple[str, str, int, int, int]]:
    states = []
    for name in files.entries(folder):
        try:
            stat = (folder / name).stat()
        except OSError:
            continue
        states.append((str(folder), name, stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return states
