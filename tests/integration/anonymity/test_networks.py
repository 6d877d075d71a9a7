# SPDX-License-Identifier: Apache-2.0
"""Networks whose nodes reach each other, blocks included, only by onion addresses or only by those of I2P."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import hidden_networks, hidden_worlds, journal, side_by_side

NODES = 3
SECONDS = 120


@pytest.mark.parametrize("network", ["tor", "i2p"])
@side_by_side.case
async def test_blocks_travel_hidden_and_a_lost_router_holds_them_up_only_until_it_is_back(
    network: str, tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """All have each other's blocks; a node whose router is killed runs on, and has what it missed soon after.

    Whoever was connected with it does not know that it has moved: it would be dialed by its old tunnels for minutes.
    """
    async with hidden_networks.running(worlds[network], tmp_path, NODES) as members:
        first, lonely, last = members
        with journal.step(f"{network}: {NODES} nodes had five blocks of the first"):
            await first.mine(5)
            await _agree(members, 6)
        with journal.step(f"{network}: {NODES} nodes had a block of the last"):
            await last.mine(1)
            await _agree(members, 7)

        lonely.sidecar.kill_router()
        await first.mine(3)
        assert await lonely.height() >= 7
        with journal.step(f"{network}: a node whose router was killed had the blocks that it missed"):
            await _agree(members, 10)
        with journal.step(f"{network}: a node whose router was killed was dialed by another one again"):
            await lonely.until_dialed(seconds=SECONDS)


async def _agree(members: Sequence[hidden_networks.Member], height: int) -> None:
    await asyncio.gather(*(member.until_at(height, seconds=SECONDS) for member in members))
