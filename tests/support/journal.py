# SPDX-License-Identifier: Apache-2.0
"""How long each step of a journey took, for the summary below the tests' results."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

STEPS: list[tuple[str, float]] = []


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Time one step of a journey."""
    began = time.monotonic()
    yield
    record(name, time.monotonic() - began)


def record(name: str, seconds: float) -> None:
    """Write down a time that was taken otherwise."""
    STEPS.append((name, seconds))
