# SPDX-License-Identifier: Apache-2.0
"""What the exporters of a set say while its daemons are apart, on two chains, hang, come back, or all stand still."""

import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from aiomonero.types.health import Status
from monero_exporter.translate.readiness import Code, Remark
from tests.support import exporter, loopback, monerod, side_by_side

SECONDS = 40.0
"""Each exporter asks the others every 5 s; the rest is for machines that are busy."""


def _codes(status: Status) -> list[str]:
    return [reason.code for reason in status.reasons]


def _siblings(name: str, *ports: int) -> Sequence[str]:
    return f"--name={name}", "--siblings=" + ",".join(f"127.0.0.1:{port}" for port in ports)


async def _make_blocks(daemon: monerod.Monerod, count: int) -> None:
    async with daemon.node(timeout_seconds=SECONDS) as node:
        await node.rpc.generate_blocks(count, monerod.ADDRESS)


@side_by_side.case
async def test_a_ready_sibling_that_is_ahead_takes_a_node_out_of_service_until_it_hangs_itself(tmp_path: Path) -> None:
    """The daemon sees no peer, so its sibling alone tells; one that is not ready is nobody's measure."""
    async with (
        monerod.running(tmp_path / "ahead") as ahead,
        monerod.running(tmp_path / "behind") as behind,
        exporter.beside(ahead.url, "--name=nodes-0") as first,
    ):
        await _make_blocks(ahead, 3)
        await first.status_when(lambda status: status.height == 4, seconds=SECONDS)
        async with exporter.beside(behind.url, *_siblings("nodes-1", first.port)) as second:
            left_behind = await second.status_when(
                lambda status: _codes(status) == [Code.BEHIND_SIBLINGS], seconds=SECONDS
            )
            readyz, samples = await second.get("/readyz"), await second.samples("monero_sibling")
            ahead.signal(signal.SIGSTOP)
            alone = await second.status_when(lambda status: status.ready, seconds=SECONDS)
            ahead.signal(signal.SIGCONT)
            await second.status_when(lambda status: not status.ready, seconds=SECONDS)
            await _make_blocks(behind, 3)
            level = await second.status_when(lambda status: status.ready, seconds=SECONDS)

    assert (left_behind.name, left_behind.synced, readyz.code) == ("nodes-1", False, 503)
    assert samples == {
        "monero_siblings/ready": 1,
        "monero_siblings/unready": 0,
        "monero_siblings/unreachable": 0,
        "monero_sibling_height_divergence_blocks/nodes-0": 3,
    }
    assert (alone.height, alone.reasons) == (1, ())
    assert level.height == 4


@side_by_side.case
async def test_two_chains_are_told_by_both_and_the_shorter_is_out_of_service(tmp_path: Path) -> None:
    """Daemons that were never connected: at one height each sees the other's fork, then the longer chain decides."""
    ports = loopback.free_ports(2)
    async with (
        monerod.running(tmp_path / "one") as one,
        monerod.running(tmp_path / "other") as other,
        exporter.beside(one.url, *_siblings("nodes-0", *ports), port=ports[0]) as first,
    ):
        await asyncio.gather(_make_blocks(one, 1), _make_blocks(other, 1))
        async with exporter.beside(other.url, *_siblings("nodes-1", *ports), port=ports[1]) as second:
            told = [
                await each.status_when(lambda status: _codes(status) == [Remark.SIBLING_FORKED], seconds=SECONDS)
                for each in (first, second)
            ]
            readyz = await second.get("/readyz")
            await _make_blocks(other, 3)
            shorter = await first.status_when(lambda status: not status.ready, seconds=SECONDS)
            longer, samples = await second.status(), await second.samples("monero_sibling_")

    assert [(status.ready, status.synced) for status in told] == [(True, True)] * 2
    assert (readyz.code, readyz.body.startswith(b"ready\nSiblingForked: ")) == (200, True)
    assert _codes(shorter) == [Code.BEHIND_SIBLINGS]
    assert (longer.ready, _codes(longer)) == (True, [Remark.SIBLING_FORKED])
    assert samples == {"monero_sibling_height_divergence_blocks/nodes-0": -3, "monero_sibling_forked/nodes-0": 1}


@side_by_side.case
async def test_a_stalled_chain_leaves_a_set_in_service_and_a_lone_node_not(tmp_path: Path) -> None:
    """The first block of mainnet is of 2014: two daemons that have no other agree on it, one alone may be cut off."""
    ports = loopback.free_ports(2)
    async with (
        monerod.running(tmp_path / "one", network=[], is_lonely=True) as one,
        monerod.running(tmp_path / "other", network=[], peers=[one]) as other,
        exporter.beside(one.url, *_siblings("nodes-0", *ports), port=ports[0]) as first,
        exporter.beside(other.url, *_siblings("nodes-1", *ports), port=ports[1]) as second,
        exporter.beside(one.url) as stranger,
    ):
        together = [
            await each.status_when(lambda status: _codes(status) == [Remark.CHAIN_STALLED], seconds=SECONDS)
            for each in (first, second)
        ]
        codes = [(await each.get("/readyz")).code for each in (first, second)]
        alone = await stranger.status_when(lambda status: Code.NO_PEERS not in _codes(status), seconds=SECONDS)
        other.kill()
        lonely = await first.status_when(lambda status: not status.ready, seconds=SECONDS)

    assert [(status.ready, status.synced) for status in together] == [(True, False)] * 2
    assert codes == [200, 200]
    assert (_codes(alone), alone.synced) == ([Code.TOP_BLOCK_OLD], False)
    assert Code.NO_PEERS in _codes(lonely)


async def test_a_sibling_whose_exporter_is_not_there_or_hangs_delays_nobody(tmp_path: Path) -> None:
    """It is counted, heard when it comes, and no reader ever waits for it."""
    port = loopback.free_ports(1)[0]
    async with (
        monerod.running(tmp_path) as daemon,
        exporter.beside(daemon.url, *_siblings("nodes-1", port)) as watcher,
    ):
        await _until_counted(watcher, "unreachable")
        async with exporter.beside(daemon.url, "--name=nodes-0", port=port) as sibling:
            await _until_counted(watcher, "ready")
            sibling.process.send_signal(signal.SIGSTOP)
            await _until_counted(watcher, "unreachable")
            async with asyncio.timeout(2):
                readyz = await watcher.get("/readyz")
            sibling.process.send_signal(signal.SIGCONT)
            await _until_counted(watcher, "ready")

    assert readyz == (200, b"ready\n")


@pytest.mark.parametrize(
    ("host", "counted"), [("localhost", 0), ("a..b", 1)], ids=["a name of itself only", "no name at all"]
)
@side_by_side.case
async def test_a_node_that_finds_no_siblings_is_ready(daemon: monerod.Monerod, host: str, counted: int) -> None:
    """Its own address stands behind the name of all, and a name server's trouble is nobody's fault."""
    port = loopback.free_ports(1)[0]
    siblings = f"--siblings={host}:{port}"
    async with exporter.beside(daemon.url, "--name=nodes-0", siblings, port=port) as watcher:
        status = await watcher.status_when(lambda status: status.ready, seconds=SECONDS)
        samples = await watcher.samples("monero_siblings")

    assert status.reasons == ()
    assert sum(samples.values()) == counted


async def _until_counted(watcher: exporter.Exporter, state: str) -> None:
    await watcher.samples_when(
        lambda samples: samples.get(f"monero_siblings/{state}") == 1, prefix="monero_siblings", seconds=SECONDS
    )
