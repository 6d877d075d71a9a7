# SPDX-License-Identifier: Apache-2.0
"""A node that may talk to Tor only, watched for an hour: nothing of it goes past Tor, whatever happens."""

import asyncio
import os
from pathlib import Path

from tests.support import anonymity_programs, hidden_tor, payer, secluded_life, tor_network

SECONDS = 60 * float(os.environ.get("SOAK_MINUTES", "60"))


async def test_a_node_that_talks_to_tor_only_sends_nothing_past_it_for_an_hour(tmp_path: Path) -> None:
    """It is paid with, moved and left without its tor again and again, once in the open and once behind the fence."""
    programs = anonymity_programs.programs()
    chain = await payer.make_chain(tmp_path / "chain")
    async with (
        tor_network.running(tmp_path / "tor", programs) as tor,
        hidden_tor.Tor(tor).agent(tmp_path / "client", keys={}) as (_, socks, _apart),
        asyncio.TaskGroup() as lives,
    ):
        for name, is_fenced in (("open", False), ("fenced", True)):
            world = hidden_tor.Tor(tor, socks)
            life = secluded_life.check(tmp_path / name, world, chain, is_fenced=is_fenced, seconds=SECONDS)
            lives.create_task(life, name=name)
