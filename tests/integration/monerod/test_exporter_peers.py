# SPDX-License-Identifier: Apache-2.0
"""What the exporter says about the peers of real daemons."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from aiomonero.testing.fakenode import FakeNode
from aiomonero.types.ban import BanChange
from aiomonero.types.peer import KnownPeer, PeerList
from tests.support import exporter, exposition, mmdb, monerod, vectors

OUTSIDE = "203.0.113.0/24"


@pytest.fixture
def knowing() -> FakeNode:
    """Return a daemon that knows a peer on the internet."""
    node = FakeNode(vectors.answers("0.18.5.3", "unrestricted"))
    known = KnownPeer(id=1, host="5.0.0.1", port=18080, last_seen=1)
    node.answers("get_peer_list", PeerList(white=(known,)))
    return node


def _has_looked(told: Mapping[str, float]) -> bool:
    return "monero_exporter_source_up/geoip" in told


async def test_both_ends_of_a_connection(tmp_path: Path) -> None:
    """Who dialed says out, who was dialed says in; on loopback both are private, of equal height and of some age."""
    async with (
        monerod.running(tmp_path / "dialed", is_lonely=True) as dialed,
        monerod.running(tmp_path / "dialing", peers=[dialed]) as dialing,
        exporter.beside(dialed.url) as there,
        exporter.beside(dialing.url) as here,
    ):
        await monerod.until_synchronized(dialed)
        await monerod.until_synchronized(dialing)
        accepted, made = await exposition.values(there), await exposition.values(here)

    assert accepted["monero_peers/in/private/normal"] == 1
    assert made["monero_peers/out/private/normal"] == 1
    assert made["monero_peers/out/tor/normal"] == 0
    assert made["monero_connections/private"] == 1
    assert made["monero_height_divergence/0.5"] == 0
    assert made["monero_p2p_connections_height_sum"] == accepted["monero_info_height"]
    assert made["monero_network_receive_bytes_total"] > 0


async def test_limits_and_bans(tmp_path: Path) -> None:
    """What the daemon was told stands in the metrics, in bytes; a limit that is none is not told."""
    flags = ("--out-peers=7", "--limit-rate-down=100", "--limit-rate-up=50")
    async with monerod.running(tmp_path, *flags) as daemon, daemon.node() as node:
        await node.rpc.set_bans(BanChange(host=OUTSIDE, seconds=600))
        async with exporter.beside(daemon.url) as watcher:
            values = await exposition.values(watcher)

    assert values["monero_bans"] == 1
    assert values["monero_peers_limit/out"] == 7
    assert "monero_peers_limit/in" not in values
    assert values["monero_network_limit_bytes_per_second/in"] == 100 * 1024
    assert values["monero_network_limit_bytes_per_second/out"] == 50 * 1024
    assert (values["monero_sync_queued_blocks"], values["monero_sync_queued_bytes"]) == (0, 0)


async def test_known_peers_have_the_countries_of_the_file(tmp_path: Path, knowing: FakeNode) -> None:
    """A real daemon that may not reach the internet knows nobody there, so this one is none."""
    path = mmdb.countries(tmp_path / "countries.mmdb", {"5.0.0.0/8": "DE"})
    async with knowing.serving() as url, exporter.beside(url, f"--geoip-filepath={path}") as watcher:
        values = await exposition.values_when(watcher, _has_looked)

    assert values["monero_peers_new/DE"] == 1
    assert values["monero_exporter_source_up/geoip"] == 1
    assert values["monero_exporter_geoip_build_timestamp_seconds"] > 0


async def test_probed_daemons_have_countries_too(tmp_path: Path, knowing: FakeNode) -> None:
    """One exporter reads the file once for all daemons that it is asked about."""
    path = mmdb.countries(tmp_path / "countries.mmdb", {"5.0.0.0/8": "DE"})
    flags = ("--probe-targets=127.0.0.1:*", f"--geoip-filepath={path}")
    async with knowing.serving() as url, exporter.beside("none", *flags) as watcher:
        await exposition.values_when(watcher, _has_looked)
        page = await watcher.get(f"/probe?target={url.removeprefix('http://')}")

    assert b'monero_peers_new{country="DE"} 1.0' in page.body


async def test_a_geoip_file_that_is_missing_costs_nothing_else(tmp_path: Path, knowing: FakeNode) -> None:
    """Health and all other metrics are served; who is on the internet has no known country."""
    async with (
        knowing.serving() as url,
        exporter.beside(url, "--closed", f"--geoip-filepath={tmp_path / 'none.mmdb'}") as watcher,
    ):
        ready, values = await watcher.get("/readyz"), await exposition.values_when(watcher, _has_looked)

    assert ready.code == 200
    assert values["monero_peers_new/unknown"] == 1
    assert values["monero_exporter_source_up/geoip"] == 0


async def test_a_restricted_port_claims_nothing_about_peers(daemon: monerod.Monerod) -> None:
    """Calls that it does not offer are told as that, not as failures."""
    async with exporter.beside(daemon.restricted_url) as watcher:
        values = await exposition.values(watcher)

    assert [name for name in values if name.startswith(("monero_peers", "monero_connections", "monero_bans"))] == []
    assert values["monero_exporter_source_offered/connections"] == 0
    assert "monero_exporter_source_up/connections" not in values
    assert values["monero_network_limit_bytes_per_second/in"] > 0
