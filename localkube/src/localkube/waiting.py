# SPDX-License-Identifier: Apache-2.0
"""Waiting for something that another process does, with a bound."""

import time
from collections.abc import Callable
from pathlib import Path

from localkube.errors import NotReadyError

_INTERVAL_SECONDS = 0.1


def until_none(look: Callable[[], str | None], *, seconds: float, log: Path) -> None:
    """Look again and again until nothing is missing; the last answer becomes the error's first sentence."""
    deadline = time.monotonic() + seconds
    while missing := look():
        if time.monotonic() > deadline:
            raise NotReadyError(missing, seconds, log)
        time.sleep(_INTERVAL_SECONDS)
