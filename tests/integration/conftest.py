# SPDX-License-Identifier: Apache-2.0
"""What the suites share because it takes long to make."""

import pytest
import pytest_asyncio

from aiomonero.types.wallet.spending import Transfer
from tests.support import monerod, payer
from tests.support.journeys import pytest_terminal_summary

__all__ = ["chain", "pytest_terminal_summary", "unsent"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chain(tmp_path_factory: pytest.TempPathFactory) -> payer.Chain:
    """Make a chain with coins to spend; whoever uses it takes a copy."""
    return await payer.make_chain(tmp_path_factory.mktemp("chain") / "daemon")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def unsent(chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory) -> tuple[Transfer, Transfer]:
    """Make two payments that a daemon of each release can be given, on its copy of the chain."""
    folder = tmp_path_factory.mktemp("payments")
    async with (
        monerod.running(chain.copy(folder / "daemon")) as daemon,
        payer.running(folder / "wallet", daemon) as running,
    ):
        first = await running.pay(monerod.ADDRESS)
        return first, await running.pay(monerod.ADDRESS)
