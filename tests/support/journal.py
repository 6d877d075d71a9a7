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
    STEPS.append((name, time.monotonic() - began))
