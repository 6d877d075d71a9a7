# SPDX-License-Identifier: Apache-2.0
"""One chain and one wallet server per release for all tests; each test gets a client of each."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from aiomonero.wallet.wallet import Wallet
from tests.support import releases, wallets


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[wallets.World]:
    """Run a daemon and three wallet servers."""
    async with wallets.world(tmp_path_factory.mktemp("wallets")) as running:
        yield running


@pytest.fixture(params=releases.RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Name a release of monero."""
    return str(request.param)


@pytest_asyncio.fixture
async def wallet(world: wallets.World, release: str) -> AsyncIterator[Wallet]:
    """Talk to the release's wallet, which is rich and knows the chain."""
    async with world.servers[release].wallet() as client:
        await client.refresh()
        yield client


@pytest_asyncio.fixture
async def other(world: wallets.World, release: str) -> AsyncIterator[Wallet]:
    """Talk to the wallet of another release."""
    index = releases.RELEASES.index(release)
    async with world.servers[releases.RELEASES[index - 1]].wallet() as client:
        await client.refresh()
        yield client
