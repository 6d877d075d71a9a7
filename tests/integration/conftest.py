# SPDX-License-Identifier: Apache-2.0
"""What the suites share because it takes long to make."""

import pytest
import pytest_asyncio

from tests.support import payer
from tests.support.journeys import pytest_terminal_summary

__all__ = ["chain", "pytest_terminal_summary"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chain(tmp_path_factory: pytest.TempPathFactory) -> payer.Chain:
    """Make a chain with coins to spend; whoever uses it takes a copy."""
    return await payer.make_chain(tmp_path_factory.mktemp("chain") / "daemon")
