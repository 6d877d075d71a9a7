# SPDX-License-Identifier: Apache-2.0
"""Alerts about miners, over a real xmrig that loses its node and ends, and a p2pool that left its files behind."""

from pathlib import Path

from tests.support import alerting, exporter, monerod, side_by_side, xmrig
from tests.support.alerting import fires, name, resolves

SECONDS = 90.0
TOKEN = "open-sesame"
SLOW_ENOUGH = ("--regtest", "--keep-fakechain", "--fixed-difficulty=50")
"""At difficulty 1 a miner floods the daemon."""


@side_by_side.case
async def test_a_miner_that_loses_its_node_and_one_that_ends(tmp_path: Path) -> None:
    """Cut off is told first, gone in its place afterwards; a miner's exporter is no node that is not ready."""
    token = tmp_path / "token"
    token.write_text(TOKEN)
    async with (
        monerod.running(tmp_path / "daemon", network=SLOW_ENOUGH) as daemon,
        xmrig.running(daemon, token=TOKEN) as miner,
        exporter.beside("none", f"--xmrig-addr={miner.url}", f"--xmrig-token-file={token}") as of_miner,
        exporter.beside("none", f"--p2pool-data={tmp_path}") as of_p2pool,
        alerting.watching(tmp_path / "prometheus", {}, miners=(of_miner, of_p2pool)) as prometheus,
    ):
        await prometheus.until_some("monero_xmrig_pool_connected == 1", seconds=SECONDS)
        daemon.kill()
        await fires(prometheus, "MoneroMinerDisconnected", name(of_miner), seconds=SECONDS)
        await miner.stop()
        await fires(prometheus, "MoneroMinerDown", name(of_miner), seconds=SECONDS)
        await resolves(prometheus, "MoneroMinerDisconnected", name(of_miner))
        await fires(prometheus, "MoneroP2poolDown", name(of_p2pool))
        firing = await prometheus.firing()

    assert firing == {("MoneroMinerDown", name(of_miner)), ("MoneroP2poolDown", name(of_p2pool))}
