# SPDX-License-Identifier: Apache-2.0
"""What the exporter tells of a real xmrig that mines for a real daemon, and of the files of a p2pool."""

from pathlib import Path

from monero_exporter.scrape import p2pool as reader
from tests.support import exporter, monerod, p2pool, side_by_side, xmrig
from tests.support.exposition import values_when

LONG_AGO = 1_700_000_000.0
TOKEN = "open-sesame"
SLOW_ENOUGH = ("--regtest", "--keep-fakechain", "--fixed-difficulty=50")
"""At difficulty 1 a miner floods the daemon; one light thread finds one of these in some seconds."""


@side_by_side.case
async def test_a_miner_is_watched_at_work_without_work_and_gone(tmp_path: Path) -> None:
    """Beside its daemon, and alone; who does not know the token is told nothing."""
    token = tmp_path / "token"
    token.write_text(TOKEN)
    async with (
        monerod.running(tmp_path / "daemon", network=SLOW_ENOUGH) as daemon,
        xmrig.running(daemon, token=TOKEN) as miner,
    ):
        sight = (f"--xmrig-addr={miner.url}", f"--xmrig-token-file={token}")
        async with (
            exporter.beside(daemon.url, *sight) as both,
            exporter.beside("none", *sight) as alone,
            exporter.beside("none", *sight[:1]) as stranger,
        ):
            working = await values_when(both, lambda told: told.get("monero_xmrig_shares_accepted_total", 0) > 0)
            beside_nobody = await values_when(alone, lambda told: told.get("monero_xmrig_up") == 1)
            refused = await values_when(stranger, lambda told: "monero_xmrig_up" in told)
            codes = [(await alone.get(path)).code for path in ("/healthz", "/readyz", "/status")]
            daemon.kill()
            idle = await values_when(alone, lambda told: told.get("monero_xmrig_pool_connected") == 0)
            await miner.stop()
            gone = await values_when(alone, lambda told: told.get("monero_xmrig_up") == 0)

    assert (working["monero_xmrig_up"], working["monero_xmrig_pool_connected"], working["monero_up"]) == (1, 1, 1)
    assert working["monero_xmrig_pool_difficulty"] == 50
    assert working["monero_xmrig_hashes_total"] > 0
    assert working["monero_info_height"] > 1
    assert any(name.startswith("monero_xmrig_info/") and name.endswith("/rx/0") for name in working)
    assert "monero_up" not in beside_nobody
    assert beside_nobody["monero_xmrig_uptime_seconds"] >= 0
    assert (refused["monero_xmrig_up"], refused["monero_exporter_source_up/xmrig"]) == (0, 0)
    assert codes == [200, 404, 404]
    assert idle["monero_xmrig_up"] == 1
    assert [name for name in gone if name.startswith("monero_xmrig")] == ["monero_xmrig_up"]


@side_by_side.case
async def test_a_p2pool_is_told_as_long_as_it_writes(tmp_path: Path) -> None:
    """The files of one that ended stay behind, and grow old."""
    async with exporter.beside("none", f"--p2pool-data={tmp_path}") as watcher:
        absent = await values_when(watcher, lambda told: "monero_p2pool_up" in told)
        p2pool.write(tmp_path, reader.STRATUM, p2pool.STRATUM)
        p2pool.write(tmp_path, reader.POOL, p2pool.POOL)
        written = await values_when(watcher, lambda told: told["monero_p2pool_up"] == 1)
        p2pool.write(tmp_path, reader.POOL, p2pool.POOL, at=LONG_AGO)
        old = await values_when(watcher, lambda told: told["monero_p2pool_up"] == 0)

    for told in (absent, old):
        assert [name for name in told if name.startswith("monero_p2pool")] == ["monero_p2pool_up"]
    assert (written["monero_p2pool_pool_miners"], written["monero_p2pool_connections"]) == (4000, 3)
