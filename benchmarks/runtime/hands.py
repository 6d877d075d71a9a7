# SPDX-License-Identifier: Apache-2.0
"""How users work: many at once, or one after the other, hopping over the objects."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

HANDS = 16
EFFECT_TIMEOUT_SECONDS = 30.0
STRIDE = 7
"""Edits one by one hop over the objects, so that neighbors in time are none in name."""

T = TypeVar("T")


async def together(act: Callable[[T], Awaitable[None]], objects: Iterable[T]) -> None:
    """Do something to each object, with all hands at once."""
    waiting = iter(objects)

    async def work() -> None:
        for one in waiting:
            await act(one)

    await asyncio.gather(*(work() for _ in range(HANDS)))
