# SPDX-License-Identifier: Apache-2.0
"""All that the exporter tells of each release, with and without restrictions and a login, as golden files.

`make goldens` writes them anew, and the table of docs/reference/metrics.md from them.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support import companions, exporter, exporter_stage, golden_metrics, next_release, payer, releases
from tests.support.exporter_stage import LOGIN, Stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(chain: payer.Chain, tmp_path_factory: pytest.TempPathFactory) -> payer.Chain:
    """Make the chain of all daemons."""
    return await exporter_stage.make_chain(chain, tmp_path_factory.mktemp("played"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(release: str, played: payer.Chain, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Run the daemons of each release in turn."""
    folder: Path = tmp_path_factory.mktemp("stage")
    async with exporter_stage.running(played, folder, releases.programs(release).monerod) as running:
        yield running


async def test_unrestricted(release: str, stage: Stage) -> None:
    """The exporter's usual place: beside its daemon, asking the port that only it reaches."""
    async with exporter.beside(stage.open.url) as watcher:
        await golden_metrics.check(f"{release}-unrestricted", watcher)


async def test_restricted(release: str, stage: Stage) -> None:
    """What can be told of somebody else's daemon."""
    async with exporter.beside(stage.open.restricted_url) as watcher:
        await golden_metrics.check(f"{release}-restricted", watcher)


@pytest.mark.parametrize("port", ["unrestricted", "restricted"])
@pytest.mark.parametrize("release", releases.RELEASES[-1:], scope="session")
async def test_the_release_to_come(stage: Stage, port: str) -> None:
    """What 0.19 drops costs the families that tell it, and no other."""
    url = stage.open.url if port == "unrestricted" else stage.open.restricted_url
    async with next_release.before(url) as next_url, exporter.beside(next_url) as watcher:
        await golden_metrics.check(f"0.19-{port}", watcher)


async def test_login(release: str, stage: Stage) -> None:
    """A login takes nothing away and changes nothing: the golden file is that of the daemon without one."""
    login = {"MONERO_EXPORTER_RPC_LOGIN": f"{LOGIN.username}:{LOGIN.password}"}
    async with exporter.beside(stage.guarded.url, variables=login) as watcher:
        await golden_metrics.check(f"{release}-unrestricted", watcher, is_its_own=False)


async def test_with_everything_beside_the_daemon(played: payer.Chain, tmp_path: Path) -> None:
    """All that flags ask for is told as well, and a block that is published while the exporter looks."""
    newest = releases.programs(releases.RELEASES[-1]).monerod
    async with (
        exporter_stage.lone(played, tmp_path / "daemon", newest) as daemon,
        companions.of(daemon, tmp_path / "beside") as flags,
        exporter.beside(daemon.url, *flags) as watcher,
        daemon.node() as node,
    ):
        await golden_metrics.until(watcher, lambda page: b"monero_zmq_connected 1.0" in page, "a subscription")
        await golden_metrics.until(watcher, lambda page: b"monero_sibling_forked{" in page, "a look at the sibling")
        await node.rpc.generate_blocks(1, payer.ADDRESS)
        await golden_metrics.until(watcher, lambda page: b"monero_zmq_last_message" in page, "a published block")
        await golden_metrics.check("companions", watcher)
