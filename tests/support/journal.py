# SPDX-License-Identifier: Apache-2.0
"""How long each step of a journey took, printed as it goes and again below the test's results."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

STEPS: list[tuple[str, float]] = []


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Time one step of a journey."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    STEPS.append((name, took))
    print(f"  {took:7.1f} s  {name}", file=sys.__stderr__, flush=True)
