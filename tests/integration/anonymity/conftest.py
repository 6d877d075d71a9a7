# SPDX-License-Identifier: Apache-2.0
"""One Tor network and one I2P network for all tests, and a client of each, who is beside no node."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero.types.wallet.spending import Transfer
from tests.support import anonymity_programs, hidden_clients, hidden_worlds, payer, side_by_side
from tests.support import i2p_network as i2p_networks
from tests.support import tor_network as tor_networks

AT_ONCE = 8


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tor_network(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tor_networks.Network]:
    """Run the Tor network."""
    async with tor_networks.running(tmp_path_factory.mktemp("tor"), anonymity_programs.programs()) as network:
        yield network


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def i2p_network(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[i2p_networks.Network]:
    """Run the I2P network."""
    command = (anonymity_programs.programs().i2pd,)
    async with i2p_networks.running(tmp_path_factory.mktemp("i2p"), command) as network:
        yield network


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worlds(
    tor_network: tor_networks.Network, i2p_network: i2p_networks.Network, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, hidden_worlds.World]]:
    """Let a client join each network."""
    async with hidden_clients.joined(tmp_path_factory.mktemp("client"), tor_network, i2p_network) as (tor, i2p):
        yield {"tor": tor, "i2p": i2p}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(
    request: pytest.FixtureRequest,
    chain: payer.Chain,
    unsent: tuple[Transfer, Transfer],
    worlds: dict[str, hidden_worlds.World],
    tmp_path_factory: pytest.TempPathFactory,
) -> side_by_side.Outcomes:
    """Tell what came of each case."""
    given = {"chain": chain, "unsent": unsent, "worlds": worlds}
    folder = Path(__file__).parent
    return await side_by_side.run(request.session, folder, tmp_path_factory.mktemp, at_once=AT_ONCE, **given)
