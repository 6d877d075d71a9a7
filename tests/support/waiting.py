# SPDX-License-Identifier: Apache-2.0
"""Waiting for a state with a bound: the only way in which a test of real processes may pass time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], *, seconds: float, what: str, every: float = 0.25) -> T:
    """Look until the answer is truthy and return it; fail with the last answer or error when the time is over."""
    deadline = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < deadline:
        try:
            found = look()
        except Exception as error:  # noqa: BLE001 - an error is one more way of not being there yet; the last is shown
            last = error
        else:
            if found:
                return found
            last = found
        time.sleep(every)
    raise AssertionError(f"{what}: not within {seconds:g} s; last seen: {last!r}")
