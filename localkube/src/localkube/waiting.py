# SPDX-License-Identifier: Apache-2.0
"""Waiting for something that another process does, with a bound."""

import time
from collections.abc import Callable
from pathlib import Path

from localkube.errors import EndedError, LocalkubeError, NotReadyError

_INTERVAL_SECONDS = 0.1


def until_none(look: Callable[[], str | None], *, seconds: float, log: Path) -> None:
    """Look again and again until nothing is missing; a look that fails counts as something missing, an end does not.

    What was missing last becomes the first sentence of the error.
    """
    deadline = time.monotonic() + seconds
    while missing := _missing(look):
        if time.monotonic() > deadline:
            raise NotReadyError(missing, seconds, log)
        time.sleep(_INTERVAL_SECONDS)


def _missing(look: Callable[[], str | None]) -> str | None:
    try:
        return look()
    except EndedError:
        raise
    except LocalkubeError as error:
        return str(error)
