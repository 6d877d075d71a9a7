# SPDX-License-Identifier: Apache-2.0
"""All troubles at once."""

from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import payer, side_by_side


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(
    request: pytest.FixtureRequest, chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory
) -> side_by_side.Outcomes:
    """Tell what came of each case."""
    folder = Path(__file__).parent
    return await side_by_side.run(request.session, folder, tmp_path_factory.mktemp, chain=chain)
