# SPDX-License-Identifier: Apache-2.0
"""Siblings' top blocks against the daemon's own chain."""

import pytest

from aiomonero import Network
from aiomonero.types.health import Status
from monero_exporter.scrape import forks
from tests.support.observations import HEIGHT
from tests.support.remembered_chain import Chain, hash_at


def _said(height: int | None, top_hash: str | None, network: Network = Network.MAINNET) -> Status:
    return Status(height=height, top_hash=top_hash, network=network)


async def _against(daemon: Chain, *statuses: Status) -> dict[str, bool]:
    return await forks.against(daemon, statuses, deadline_seconds=1)


async def test_siblings_abreast_cost_one_question() -> None:
    """The daemon's own top block tells all."""
    daemon = Chain()

    same = await _against(daemon, _said(HEIGHT, hash_at(HEIGHT - 1)), _said(HEIGHT, "f" * 64))

    assert same == {hash_at(HEIGHT - 1): False, "f" * 64: True}
    assert daemon.asked == []


async def test_a_sibling_behind_is_compared_at_its_own_height() -> None:
    """Its top block is in the chain or not."""
    daemon = Chain()

    behind = await _against(daemon, _said(HEIGHT - 5, hash_at(HEIGHT - 6)), _said(HEIGHT - 4, "f" * 64))

    assert behind == {hash_at(HEIGHT - 6): False, "f" * 64: True}


@pytest.mark.parametrize(
    "status",
    [
        _said(HEIGHT + 1, hash_at(HEIGHT)),
        _said(HEIGHT, "f" * 64, Network.TESTNET),
        _said(None, None),
        _said(0, "f" * 64),
        _said(-7, "f" * 64),
    ],
    ids=["ahead", "of another network", "of a silent daemon", "without a block", "talking nonsense"],
)
async def test_what_cannot_be_compared_is_not_judged(status: Status) -> None:
    """This daemon does not have the block, or has no such chain."""
    assert await _against(Chain(), status) == {}


async def test_siblings_that_sync_keep_no_daemon_from_its_work() -> None:
    """However many heights they say, few questions are asked, of those that are nearest first."""
    daemon = Chain()

    await _against(daemon, *(_said(height, "f" * 64) for height in range(1, 100)))

    assert daemon.asked == list(range(98, 98 - forks.MAX_QUESTIONS, -1))


async def test_a_silent_daemon_is_asked_once() -> None:
    """It says nothing of others."""
    assert await _against(Chain(is_silent=True), _said(HEIGHT, "f" * 64)) == {}
