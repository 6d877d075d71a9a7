# SPDX-License-Identifier: Apache-2.0
"""Files: what Kubernetes mounts is read within bounds, what the agent writes is never seen half written."""

import os
from pathlib import Path

MAX_BYTES = 2 * 1024 * 1024
"""More than a Secret or ConfigMap can hold."""
MAX_ENTRIES = 1024

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_OF_THE_KUBELET = ".."
"""`..data` and the folder that it leads to are how the kubelet swaps a mount's content at once."""


class TooLargeError(OSError):
    """A file is larger than anything that may be in its place."""


def read(path: Path, *, limit: int = MAX_BYTES) -> bytes | None:
    """Return what a file holds, or None where there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(content) > limit:
        raise TooLargeError(f"{path} is larger than {limit} bytes")
    return content


def entries(folder: Path) -> tuple[str, ...]:
    """Return the names of a mounted Secret's or ConfigMap's entries; none where nothing is mounted."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith(_OF_THE_KUBELET))  # noqa: PTH208 - names are all that is wanted
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(names[:MAX_ENTRIES])


def write(path: Path, content: bytes, *, mode: int = _PRIVATE_FILE) -> bool:
    """Write a file unless it holds this already; whoever reads it sees the old content or the new. Tell if it did."""
    if read(path) == content:
        return False
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:  # noqa: PTH123 - by a descriptor with its mode from the start
        file.write(content)
    unfinished.replace(path)
    return True


def make_private(folder: Path) -> Path:
    """Make a folder that nobody else can look into, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o777 != _PRIVATE_FOLDER:
        folder.chmod(_PRIVATE_FOLDER)
    return folder
