# SPDX-License-Identifier: Apache-2.0
"""One daemon for all tests that only ask; tests that disturb a daemon start their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import monerod


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def daemon(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[monerod.Monerod]:
    """Run a lone `--offline` regtest daemon, which counts itself as synchronized."""
    folder: Path = tmp_path_factory.mktemp("monerod")
    async with monerod.running(folder) as running:
        yield running
