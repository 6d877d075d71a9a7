# SPDX-License-Identifier: Apache-2.0
"""What the exporter says while its daemon starts, stands alone, hangs, dies, lags and syncs."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from prometheus_client import parser

from aiomonero import Network
from aiomonero.rpc import health as health_rpc
from aiomonero.transport.http import HttpTransport
from aiomonero.types.health import Status
from monero_exporter.translate.readiness import Code
from tests.support import exporter, monerod, side_by_side

MANY_BLOCKS = 5
SECONDS = 60.0
"""To make blocks and to catch up on a busy machine."""


def _codes(status: Status) -> list[str]:
    return [reason.code for reason in status.reasons]


def _is_ready(status: Status) -> bool:
    return status.ready


async def test_a_lone_offline_regtest_daemon_is_ready(daemon: monerod.Monerod) -> None:
    """On regtest neither peers nor a young block are asked for; every member of the status is filled."""
    async with exporter.beside(daemon.url) as watcher:
        readyz = await watcher.get("/readyz")
        status = await watcher.status()

    assert readyz == (200, b"ready\n")
    assert (status.ready, status.synced, status.reasons) == (True, True, ())
    assert Network.REGTEST is status.network
    assert (status.peers_in, status.peers_out) == (0, 0)
    assert None not in (status.version, status.height, status.top_hash, status.top_timestamp, status.started_at)


async def test_the_library_reads_what_the_exporter_writes(daemon: monerod.Monerod) -> None:
    """The operator's way to ask: one shared transport, one call per exporter."""
    async with exporter.beside(daemon.url) as watcher, HttpTransport() as transport:
        status = await health_rpc.fetch_status(transport, watcher.url, timeout_seconds=5)

    assert status.ready


async def test_metrics_tell_the_height_and_can_be_closed_alone(daemon: monerod.Monerod) -> None:
    """Prometheus' parser reads the metrics; without them health stays open."""
    async with exporter.beside(daemon.url) as watcher, exporter.beside(daemon.url, "--no-metrics") as mute:
        text = (await watcher.get("/metrics")).body.decode()
        status = await watcher.status()
        closed, ready = await mute.get("/metrics"), await mute.get("/readyz")

    values = {
        sample.name: sample.value for family in parser.text_string_to_metric_families(text) for sample in family.samples
    }
    assert status.height == values["monero_info_height"]
    assert values["monero_up"] == 1
    assert (closed.code, ready.code) == (404, 200)


async def test_the_exporter_waits_for_no_daemon(tmp_path: Path) -> None:
    """It serves before its daemon exists, says so, and sees it come."""
    ports = monerod.Ports.pick()
    async with exporter.beside(f"http://127.0.0.1:{ports.rpc}") as watcher:
        alive, early = await watcher.get("/healthz"), await watcher.status()
        async with monerod.running(tmp_path, ports=ports):
            late = await watcher.status_when(_is_ready, seconds=5)

    assert alive.code == 200
    assert _codes(early) == [Code.DAEMON_UNREACHABLE]
    assert late.height == 1


async def test_a_hanging_daemon_is_told_in_time_and_a_dead_one_at_once(tmp_path: Path) -> None:
    """A stopped process costs its readers less than 5 s, recovers by itself, and differs from a killed one."""
    async with monerod.running(tmp_path) as victim, exporter.beside(victim.url) as watcher:
        await watcher.status_when(_is_ready, seconds=5)
        victim.signal(signal.SIGSTOP)
        hanging = await watcher.status_when(lambda status: not status.ready, seconds=5)
        async with asyncio.timeout(5):
            readyz, metrics = await asyncio.gather(watcher.get("/readyz"), watcher.get("/metrics"))
        victim.signal(signal.SIGCONT)
        await watcher.status_when(_is_ready, seconds=10)
        victim.kill()
        dead = await watcher.status_when(lambda status: not status.ready, seconds=5)

    assert _codes(hanging) == [Code.DAEMON_TIMED_OUT]
    assert readyz.code == 503
    assert b"monero_up 0.0" in metrics.body
    assert _codes(dead) == [Code.DAEMON_UNREACHABLE]


async def test_a_signal_ends_the_exporter_at_once_even_while_the_daemon_hangs(tmp_path: Path) -> None:
    """SIGTERM waits neither for the daemon nor for a reader."""
    async with monerod.running(tmp_path) as victim, exporter.beside(victim.url) as watcher:
        victim.signal(signal.SIGSTOP)
        reader = asyncio.create_task(watcher.get("/status"))
        await asyncio.sleep(0)
        watcher.process.terminate()
        code = await asyncio.to_thread(watcher.process.wait, 1.5)
        await asyncio.gather(reader, return_exceptions=True)

    assert code == 0


@side_by_side.case
async def test_a_daemon_that_met_nobody_is_not_ready(tmp_path: Path) -> None:
    """The first node of a network cannot know how far the others are."""
    async with monerod.running(tmp_path, is_lonely=True) as lonely, exporter.beside(lonely.url) as watcher:
        status = await watcher.status()

    assert _codes(status) == [Code.NEVER_SYNCED]


@side_by_side.case
async def test_a_daemon_that_lags_behind_its_peer_is_syncing_until_it_catches_up(tmp_path: Path) -> None:
    """A daemon that may not sync stays behind its peer and unready; started again without that, it catches up."""
    async with monerod.running(tmp_path / "ahead", is_lonely=True) as ahead:
        await _make_blocks_with_a_partner(ahead, tmp_path / "partner")
        async with (
            monerod.running(tmp_path / "behind", "--no-sync", peers=[ahead]) as behind,
            exporter.beside(behind.url) as watcher,
        ):
            lagging = await watcher.status_when(lambda status: _codes(status) == [Code.SYNCING], seconds=SECONDS)
        async with (
            monerod.running(tmp_path / "behind", peers=[ahead]) as follower,
            exporter.beside(follower.url) as watcher,
        ):
            caught_up = await watcher.status_when(lambda status: status.ready and status.height != 1, seconds=SECONDS)

    assert (lagging.height, lagging.target_height, lagging.synced) == (1, MANY_BLOCKS + 1, False)
    assert (caught_up.height, caught_up.peers_in, caught_up.peers_out) == (MANY_BLOCKS + 1, 0, 1)


@side_by_side.case
async def test_a_daemon_that_loses_its_only_peer_is_out_of_service_until_it_comes_back(tmp_path: Path) -> None:
    """The daemon goes on to say that it is synchronized, which it was."""
    places = monerod.Ports.pick()
    async with (
        monerod.running(tmp_path / "stays", network=["--stagenet"], is_lonely=True) as stays,
        exporter.beside(stays.url) as watcher,
    ):
        async with monerod.running(tmp_path / "goes", network=["--stagenet"], peers=[stays], ports=places):
            met = await watcher.status_when(_is_ready, seconds=40)
        lost = await watcher.status_when(lambda status: not status.ready, seconds=40)
        async with stays.node() as node:
            told = await node.rpc.get_info()
        async with monerod.running(tmp_path / "goes", network=["--stagenet"], peers=[stays], ports=places):
            await watcher.status_when(_is_ready, seconds=40)

    assert (met.peers_in, lost.peers_in, lost.synced) == (1, 0, True)
    assert _codes(lost) == [Code.NO_PEERS]
    assert told.synchronized


@side_by_side.case
async def test_a_daemon_that_restarts_is_out_of_service_meanwhile(tmp_path: Path) -> None:
    """The exporter finds the new process at the old place, and tells its start."""
    ports = monerod.Ports.pick()
    async with exporter.beside(f"http://127.0.0.1:{ports.rpc}") as watcher:
        async with monerod.running(tmp_path, ports=ports):
            before = await watcher.status_when(_is_ready, seconds=40)
        between = await watcher.status_when(lambda status: not status.ready, seconds=40)
        async with monerod.running(tmp_path, ports=ports):
            after = await watcher.status_when(_is_ready, seconds=40)

    assert _codes(between) == [Code.DAEMON_UNREACHABLE]
    assert (before.started_at or 0) < (after.started_at or 0)


async def test_what_a_restricted_port_tells_is_judged(daemon: monerod.Monerod, tmp_path: Path) -> None:
    """Peers are not, and no member of the status claims any; who was never in sync is told from who was."""
    async with (
        monerod.running(tmp_path, is_lonely=True) as lonely,
        exporter.beside(daemon.restricted_url) as watcher,
        exporter.beside(lonely.restricted_url) as watcher_of_lonely,
    ):
        fine, unknown = await watcher.status(), await watcher_of_lonely.status()

    assert (fine.ready, fine.version, fine.peers_in, fine.peers_out) == (True, None, None, None)
    assert _codes(unknown) == [Code.NEVER_SYNCED]


@pytest.mark.parametrize(
    ("network", "flags", "expected"),
    [
        pytest.param([], [], [Code.NO_PEERS, Code.TOP_BLOCK_OLD], id="mainnet asks for peers and a young block"),
        pytest.param(["--testnet"], [], [Code.NO_PEERS], id="testnet asks for peers"),
        pytest.param([], ["--closed"], [], id="a closed network asks for neither"),
    ],
)
@side_by_side.case
async def test_an_offline_daemon_of_an_open_network(
    tmp_path: Path, network: Sequence[str], flags: Sequence[str], expected: list[str]
) -> None:
    """A daemon of an open network that is cut off says that it is synchronized, and is not ready all the same."""
    async with monerod.running(tmp_path, network=network) as cut_off, exporter.beside(cut_off.url, *flags) as watcher:
        status = await watcher.status()

    assert expected == _codes(status)
    assert status.synced is (Code.TOP_BLOCK_OLD not in expected)


async def _make_blocks_with_a_partner(daemon: monerod.Monerod, folder: Path) -> None:
    # A daemon makes blocks only after it met a peer once; afterwards it may be alone.
    async with monerod.running(folder, peers=[daemon]), daemon.node(timeout_seconds=SECONDS) as node:
        await monerod.until_synchronized(daemon, seconds=SECONDS)
        await node.rpc.generate_blocks(MANY_BLOCKS, monerod.ADDRESS)
