# SPDX-License-Identifier: Apache-2.0
"""One daemon for all tests that only ask, one of each release, payments; who disturbs a daemon starts his own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from aiomonero.types.wallet.spending import Transfer
from tests.support import monerod, payer, releases, side_by_side


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def daemon(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[monerod.Monerod]:
    """Run a lone `--offline` regtest daemon, which counts itself as synchronized."""
    folder: Path = tmp_path_factory.mktemp("monerod")
    async with monerod.running(folder) as running:
        yield running


@pytest.fixture(scope="session", params=releases.RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Name each release in turn."""
    return str(request.param)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def released(release: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[monerod.Monerod]:
    """Run the daemon of each release in turn, for tests that leave it as it was but for blocks."""
    program = releases.programs(release).monerod
    async with monerod.running(tmp_path_factory.mktemp("released"), command=program) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(
    request: pytest.FixtureRequest,
    chain: payer.Chain,
    unsent: tuple[Transfer, Transfer],
    daemon: monerod.Monerod,
    tmp_path_factory: pytest.TempPathFactory,
) -> side_by_side.Outcomes:
    """Tell what came of each case."""
    given = {"chain": chain, "unsent": unsent, "daemon": daemon}
    return await side_by_side.run(request.session, Path(__file__).parent, tmp_path_factory.mktemp, **given)
