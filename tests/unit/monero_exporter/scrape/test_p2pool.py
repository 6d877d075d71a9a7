# SPDX-License-Identifier: Apache-2.0
"""Reading the folder of a p2pool."""

import os
from pathlib import Path

import pytest

from aiomonero import errors
from monero_exporter.scrape import p2pool
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.p2pool_files import Statistics
from tests.support.observations import NOW
from tests.support.p2pool import POOL, STRATUM, write


async def _look(folder: Path) -> Seen[Statistics]:
    reader = p2pool.P2pool(folder, clock=lambda: NOW, deadline_seconds=5)
    await reader.look()
    last = reader.last()
    assert last is not None
    return last


async def test_young_files_are_read(tmp_path: Path) -> None:
    """Both, where both are there."""
    write(tmp_path, p2pool.POOL, POOL, at=NOW)
    alone = (await _look(tmp_path)).answer
    write(tmp_path, p2pool.STRATUM, STRATUM, at=NOW)
    both = (await _look(tmp_path)).answer

    assert alone is not None
    assert (alone.pool.miners, alone.stratum) == (4000, None)
    assert both is not None
    assert both.stratum is not None
    assert both.stratum.connections == 3


async def test_old_files_are_those_of_a_p2pool_that_ended(tmp_path: Path) -> None:
    """Nobody removes them then."""
    write(tmp_path, p2pool.POOL, POOL, at=NOW - p2pool.YOUNG_SECONDS - 1)

    assert isinstance((await _look(tmp_path)).error, errors.TimedOut)


@pytest.mark.parametrize(
    ("document", "kind"), [(None, errors.ConnectFailed), ('{"pool_statistics": {', errors.RemoteProtocolError)]
)
async def test_files_that_are_missing_or_broken_are_something_that_was_seen(
    tmp_path: Path, document: str | None, kind: type[errors.MoneroError]
) -> None:
    """p2pool may start later than the exporter."""
    if document is not None:
        write(tmp_path, p2pool.POOL, document, at=NOW)

    assert isinstance((await _look(tmp_path)).error, kind)


def test_nothing_was_seen_before_the_first_look(tmp_path: Path) -> None:
    """Then there is no family of p2pool at all."""
    assert p2pool.P2pool(tmp_path, clock=lambda: NOW, deadline_seconds=5).last() is None


async def test_only_files_are_read(tmp_path: Path) -> None:
    """Whoever opens a pipe waits until somebody writes, for ever."""
    pipe = tmp_path / p2pool.POOL
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    os.utime(pipe, (NOW, NOW))

    assert "no regular file" in str((await _look(tmp_path)).error)
