# SPDX-License-Identifier: Apache-2.0
"""What looks for as long as the exporter runs."""

import asyncio

import pytest

from monero_exporter.scrape import companion


class Looker:
    """Fails the first time, then looks until it is stopped."""

    name = "siblings"

    def __init__(self) -> None:
        self.starts = 0
        self.looks = asyncio.Event()
        self.is_stopped = False
        self.is_forgotten = False

    async def run(self) -> None:
        self.starts += 1
        if self.starts == 1:
            raise KeyError("a bug")
        self.looks.set()
        try:
            await asyncio.Future()
        finally:
            self.is_stopped = True

    def last(self) -> None:
        return None

    def forget(self) -> None:
        self.is_forgotten = True


async def test_a_companion_that_fails_is_told_and_started_again(caplog: pytest.LogCaptureFixture) -> None:
    """One mistake costs a pause, not the exporter."""
    looker = Looker()

    async with companion.running([looker], pause_seconds=0):
        await asyncio.wait_for(looker.looks.wait(), 1)

    assert looker.starts == 2
    assert looker.is_forgotten, "it told its last success for as long as it fails"
    assert "what looks at siblings failed" in caplog.text


async def test_all_companions_are_stopped_at_the_end() -> None:
    """Nothing looks on behind an exporter that ended."""
    looker = Looker()

    async with companion.running([looker], pause_seconds=0):
        await asyncio.wait_for(looker.looks.wait(), 1)

    assert looker.is_stopped
