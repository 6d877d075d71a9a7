# SPDX-License-Identifier: Apache-2.0
"""Each alert in the trouble that it is for: real daemons in closed networks and a real Prometheus, in short time.

What a closed network cannot get into is listed in README.md, with the reason.
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support import exporter, loopback, monerod, payer, side_by_side
from tests.support.alerting import fires, name, resolves, watching

BLOCKS = 6
PATIENCE_SECONDS = 60.0
"""To make blocks on a busy machine."""
NONE_READY = 'ALERTS{alertname="MoneroNoNodeReady",alertstate="firing"}'


@side_by_side.case
async def test_daemons_and_exporters_that_hang_or_died(tmp_path: Path) -> None:
    """Each is told once, and that none of its set is left; the one that comes back is forgotten."""
    async with (
        monerod.running(tmp_path / "a") as hanging,
        monerod.running(tmp_path / "b") as dying,
        exporter.beside(hanging.url) as of_hanging,
        exporter.beside(dying.url) as of_dying,
        exporter.beside(hanging.url) as dead,
        watching(tmp_path / "prometheus", {"pair": (of_hanging, of_dying), "single": (dead,)}) as prometheus,
    ):
        early = await prometheus.firing()
        hanging.signal(signal.SIGSTOP)
        dying.kill()
        dead.process.kill()
        await fires(prometheus, "MoneroNodeDown", name(of_hanging))
        await fires(prometheus, "MoneroNodeDown", name(of_dying))
        await fires(prometheus, "MoneroExporterDown", name(dead))
        await prometheus.until_some(f"count({NONE_READY}) == 2", seconds=20)
        hanging.signal(signal.SIGCONT)
        await prometheus.until_some(f"count({NONE_READY}) == 1", seconds=20)
        late = await prometheus.firing()

    assert early == set()
    assert late == {
        ("MoneroNodeDown", name(of_dying)),
        ("MoneroExporterDown", name(dead)),
        ("MoneroNoNodeReady", ""),
    }


@side_by_side.case
async def test_a_node_that_lags_behind(tmp_path: Path) -> None:
    """Beside a sibling it is behind that one; where nobody else is known it is out of sync. Catching up ends both."""
    ports = monerod.Ports.pick()
    async with (
        monerod.running(tmp_path / "ahead", is_lonely=True) as ahead,
        exporter.beside(ahead.url, "--closed") as of_ahead,
        exporter.beside(f"http://127.0.0.1:{ports.rpc}", "--closed") as of_behind,
        exporter.beside(f"http://127.0.0.1:{ports.rpc}", "--closed") as alone,
    ):
        await _make_blocks_with_a_partner(ahead, tmp_path / "partner")
        sets = {"pair": (of_ahead, of_behind), "alone": (alone,)}
        async with watching(tmp_path / "prometheus", sets) as prometheus:
            async with monerod.running(tmp_path / "behind", "--no-sync", peers=[ahead], ports=ports):
                told = await fires(prometheus, "MoneroNodeBehindSiblings", name(of_behind))
                await fires(prometheus, "MoneroNodeNotInSync", name(alone))
                firing = await prometheus.firing()
            async with monerod.running(tmp_path / "behind", peers=[ahead], ports=ports):
                await resolves(prometheus, "MoneroNodeBehindSiblings", name(of_behind))
                await resolves(prometheus, "MoneroNodeNotInSync", name(alone))

    assert f"lacks {BLOCKS} blocks" in told
    assert ("MoneroNodeNotInSync", name(of_behind)) not in firing


@side_by_side.case
async def test_a_chain_that_stands_still_and_one_that_is_rewritten(tmp_path: Path) -> None:
    """No block for longer than the limit, then four of them replaced, which is also a block at last."""
    async with (
        monerod.running(tmp_path / "daemon") as daemon,
        daemon.node(timeout_seconds=PATIENCE_SECONDS) as node,
        exporter.beside(daemon.url) as watcher,
        watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
    ):
        height = (await node.rpc.generate_blocks(BLOCKS, monerod.ADDRESS)).height
        await prometheus.until_some(f"monero_chain_blocks_total > 0 and monero_info_height > {height}", seconds=20)
        await fires(prometheus, "MoneroNodeStalled", name(watcher))
        await node.rpc.pop_blocks(4)
        await node.rpc.generate_blocks(5, monerod.ADDRESS, starting_nonce=1000)
        told = await fires(prometheus, "MoneroDeepReorganization", name(watcher))
        await resolves(prometheus, "MoneroNodeStalled", name(watcher))
        await resolves(prometheus, "MoneroDeepReorganization", name(watcher))

    assert "replaced its last 4 blocks" in told


@side_by_side.case
async def test_siblings_on_different_chains(tmp_path: Path) -> None:
    """Each makes blocks of its own, and the one that has no fewer sees that the other's are others."""
    async with (
        monerod.running(tmp_path / "a") as first,
        monerod.running(tmp_path / "b") as second,
        exporter.beside(first.url, "--name=first") as of_first,
        exporter.beside(second.url, "--name=second", f"--siblings={name(of_first)}") as of_second,
        watching(tmp_path / "prometheus", {"pair": (of_first, of_second)}) as prometheus,
    ):
        for daemon in (first, second):
            async with daemon.node(timeout_seconds=PATIENCE_SECONDS) as node:
                await node.rpc.generate_blocks(2, monerod.ADDRESS)
        told = await fires(prometheus, "MoneroNodeForked")

    assert "have had other blocks than a sibling" in told


@side_by_side.case
async def test_a_pool_that_fills(chain: payer.Chain, tmp_path: Path) -> None:
    """A payment waits for a block that nobody makes, then one is made."""
    async with (
        monerod.running(chain.copy(tmp_path / "daemon")) as daemon,
        daemon.node(timeout_seconds=PATIENCE_SECONDS) as node,
        payer.running(tmp_path / "wallet", daemon) as running,
        exporter.beside(daemon.url) as watcher,
        watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
    ):
        await running.pay(monerod.ADDRESS)
        await fires(prometheus, "MoneroPoolBacklog")
        await node.rpc.generate_blocks(1, monerod.ADDRESS)
        await resolves(prometheus, "MoneroPoolBacklog")


@side_by_side.case
async def test_a_node_of_an_open_network_without_peers(tmp_path: Path) -> None:
    """It is cut off; nobody is surprised that regtest daemons beside it have no peers either."""
    async with (
        monerod.running(tmp_path / "open", network=["--testnet"]) as cut_off,
        monerod.running(tmp_path / "regtest") as lone,
        exporter.beside(cut_off.url) as of_cut_off,
        exporter.beside(lone.url) as of_lone,
        watching(tmp_path / "prometheus", {"open": (of_cut_off,), "lab": (of_lone,)}) as prometheus,
    ):
        await fires(prometheus, "MoneroNodeNoPeers", name(of_cut_off))
        firing = await prometheus.firing()

    assert {instance for _, instance in firing} <= {name(of_cut_off), ""}


@side_by_side.case
async def test_a_daemon_that_answers_slowly(tmp_path: Path) -> None:
    """It is held up for most of each second, as one is whose disk is."""
    async with (
        monerod.running(tmp_path / "daemon") as daemon,
        exporter.beside(daemon.url) as watcher,
        watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
        _held_up(daemon),
    ):
        await fires(prometheus, "MoneroRpcSlow", name(watcher))
        down = await prometheus.query('ALERTS{alertname="MoneroNodeDown",alertstate="firing"}')

    assert down == []


@side_by_side.case
async def test_a_daemon_that_is_started_again_and_again(tmp_path: Path) -> None:
    """Three starts within what an hour is here."""
    ports = monerod.Ports.pick()
    async with (
        exporter.beside(f"http://127.0.0.1:{ports.rpc}") as watcher,
        watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
    ):
        earlier = 0.0
        for _ in range(3):
            async with monerod.running(tmp_path / "daemon", ports=ports):
                started = await prometheus.until_some(f"monero_daemon_start_time_seconds > {earlier}", seconds=20)
                earlier = started[0].value
        told = await fires(prometheus, "MoneroNodeRestarting", name(watcher))

    assert "was started 2 times" in told


@side_by_side.case
async def test_publications_that_do_not_come(tmp_path: Path) -> None:
    """The daemon publishes nothing, though its exporter was told that it does."""
    port = loopback.free_ports(1)[0]
    async with (
        monerod.running(tmp_path / "daemon") as daemon,
        exporter.beside(daemon.url, f"--zmq-addr=tcp://127.0.0.1:{port}") as watcher,
        watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
    ):
        told = await fires(prometheus, "MoneroZmqSilent", name(watcher))
        firing = await prometheus.firing()

    assert "cannot be subscribed to" in told
    assert firing == {("MoneroZmqSilent", name(watcher))}


async def _make_blocks_with_a_partner(daemon: monerod.Monerod, folder: Path) -> None:
    # A daemon makes blocks only after it met a peer once; afterwards it may be alone.
    async with monerod.running(folder, peers=[daemon]), daemon.node(timeout_seconds=PATIENCE_SECONDS) as node:
        await monerod.until_synchronized(daemon, seconds=PATIENCE_SECONDS)
        await node.rpc.generate_blocks(BLOCKS, monerod.ADDRESS)


@contextlib.asynccontextmanager
async def _held_up(daemon: monerod.Monerod) -> AsyncIterator[None]:
    # Three scrapes with a second between them come at three different moments of what takes 0.6 s.
    async def hold() -> None:
        while True:
            daemon.signal(signal.SIGSTOP)
            await asyncio.sleep(0.5)
            daemon.signal(signal.SIGCONT)
            await asyncio.sleep(0.1)

    holding = asyncio.create_task(hold())
    try:
        yield
    finally:
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)
        daemon.signal(signal.SIGCONT)
