# SPDX-License-Identifier: Apache-2.0
"""Notices when mounted folders change, by looking: the kubelet replaces their content behind symbolic links."""

from collections.abc import Sequence
from pathlib import Path

from monero_agent import files

Seen = tuple[tuple[str, str, int, int, int], ...]


class Watch:
    """Tells changes since they were last taken in; at first everything is one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._taken: Seen | None = None

    def look(self) -> Seen | None:
        """Return what there is now if it is not what was taken in last; the cost is a few calls of the kernel."""
        seen = tuple(state for folder in self._folders for state in _states(folder))
        return seen if seen != self._taken else None

    def take(self, seen: Seen) -> None:
        """Count what was seen as taken in. Look before reading: a change meanwhile is then one more."""
        self._taken = seen


def _states(folder: Path) -> list[tuple[str, str, int, int, int]]:
    states = []
    for name in files.entries(folder):
        try:
            stat = (folder / name).stat()
        except OSError:
            continue
        states.append((str(folder), name, stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return states
