# SPDX-License-Identifier: Apache-2.0
"""One question to the daemon."""

import asyncio

import pytest

from aiomonero import errors
from monero_exporter.scrape import source


async def _answer() -> int:
    return 7


async def _hang() -> int:
    return await asyncio.Future()


async def _fail() -> int:
    raise errors.Busy("syncs")


async def _break() -> int:
    raise KeyError("a bug")


async def test_an_answer_is_kept() -> None:
    """What was answered stands beside no error."""
    seen = await source.ask(_answer(), deadline_seconds=1)

    assert (seen.answer, seen.error) == (7, None)
    assert 0 <= seen.duration_seconds < 1


async def test_a_hanging_daemon_costs_the_deadline() -> None:
    """The question ends by itself and says so."""
    seen = await source.ask(_hang(), deadline_seconds=0.01)

    assert seen.answer is None
    assert isinstance(seen.error, errors.TimedOut)
    assert seen.duration_seconds >= 0.01


async def test_a_refusal_is_a_fact() -> None:
    """The daemon's errors are part of what is seen."""
    seen = await source.ask(_fail(), deadline_seconds=1)

    assert isinstance(seen.error, errors.Busy)


async def test_a_bug_is_not_taken_for_the_daemons_fault() -> None:
    """Errors that are not about the daemon surface."""
    with pytest.raises(KeyError):
        await source.ask(_break(), deadline_seconds=1)
