# SPDX-License-Identifier: Apache-2.0
"""One command at a time changes the cluster: names and addresses are the machine's, so the lock is too."""

import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from localkube.errors import LocalkubeError

PATH = Path("/run/localkube.lock")

_SECONDS = 900.0  # a first `up` builds for some minutes
_INTERVAL_SECONDS = 0.1


@contextlib.contextmanager
def held(path: Path = PATH, *, seconds: float = _SECONDS) -> Iterator[None]:
    """Hold the lock, waiting for whoever has it. It ends with its process and is not inherited by machines."""
    with path.open("a+") as file:
        _acquire(file, seconds)
        file.truncate(0)
        file.write(f"{' '.join(['localkube', *sys.argv[1:]])} (pid {os.getpid()})")
        file.flush()
        yield


def _acquire(file: TextIO, seconds: float) -> None:
    if _try(file):
        return
    print(f"waiting for {_holder(file)}", file=sys.stderr, flush=True)
    deadline = time.monotonic() + seconds
    while not _try(file):
        if time.monotonic() > deadline:
            raise LocalkubeError(f"{_holder(file)} still works on the cluster after {seconds:.0f} s: end it, try again")
        time.sleep(_INTERVAL_SECONDS)


def _try(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: TextIO) -> str:
    file.seek(0)
    return file.read() or "another localkube"
