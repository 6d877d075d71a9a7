# SPDX-License-Identifier: Apache-2.0
"""The loop whose clock jumps."""

from __future__ import annotations

import asyncio

import pytest

from kubeloop.testing import clock


def test_virtual_time_jumps_in_order():
    """Hours take no time, and timers ring in their order."""
    rung: list[tuple[str, float]] = []

    async def ring(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        rung.append((name, asyncio.get_running_loop().time() - clock.START_SECONDS))

    async def scenario() -> None:
        await asyncio.gather(ring("late", 7200), ring("early", 3600))

    clock.run(scenario())

    assert rung == [("early", 3600), ("late", 7200)]


def test_test_that_would_hang_fails():
    """Waiting for nothing is an error, not an endless test."""

    async def scenario() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="everything waits"):
        clock.run(scenario())
