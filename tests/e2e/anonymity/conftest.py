# SPDX-License-Identifier: Apache-2.0
"""One Tor and one I2P network for all journeys, which go on side by side, for they wait more than they work."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import hidden_cluster, side_by_side
from tools import deploy, publish
from tools.kubectl import Kubectl

IMAGES = (*deploy.IMAGES, "anonymity-newest")
AT_ONCE = 3
LIMIT_SECONDS = 900.0


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(
    request: pytest.FixtureRequest, client: Kubectl, tmp_path_factory: pytest.TempPathFactory
) -> side_by_side.Outcomes:
    """Tell what came of each journey; the networks end with the last one."""
    images = publish.provide(publish.build_for_cluster(*IMAGES))
    with hidden_cluster.living(client, images) as hidden:
        return await side_by_side.run(
            request.session,
            Path(__file__).parent,
            tmp_path_factory.mktemp,
            at_once=AT_ONCE,
            limit_seconds=LIMIT_SECONDS,
            hidden=hidden,
        )
