# SPDX-License-Identifier: Apache-2.0
"""What exporters, and the alerts made of them, tell of Tor and I2P beside real nodes, in good days and bad ones."""

import contextlib
import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from aiomonero.types import health
from tests.support import alerting, exporter, hidden_nodes, hidden_worlds, payer, side_by_side
from tests.support.alerting import fires, name, resolves

TITLES = {"tor": "Tor", "i2p": "I2P"}
SECONDS = 120.0
"""For addresses to be published, peers to meet, and half an hour of the rules to pass, beside other tests."""


@pytest.mark.parametrize("network", TITLES)
@side_by_side.long_case
async def test_a_router_is_told_from_its_first_peer_to_its_end(
    network: str, tmp_path: Path, chain: payer.Chain, worlds: dict[str, hidden_worlds.World]
) -> None:
    """Peers that go, a router that hangs and one that ends: each is told, and none takes the node out of service."""
    title = TITLES[network]
    async with (
        hidden_nodes.pair(tmp_path, worlds[network], chain, noise=(False, False)) as (node, peer),
        _beside(node, network) as watcher,
        alerting.watching(tmp_path / "prometheus", {"single": (watcher,)}) as prometheus,
    ):
        fine = await watcher.status_when(lambda told: _has_all(_hidden(told, network)), seconds=SECONDS)
        page = await watcher.get("/status")
        await watcher.samples_when(_tells(_well(network)), seconds=SECONDS)

        peer.daemon.kill()
        await fires(prometheus, "MoneroNodeNoOnionPeers", name(watcher), seconds=SECONDS)

        os.kill(node.beside.sidecar.router(), signal.SIGSTOP)
        await fires(prometheus, f"Monero{title}NotReady", name(watcher), seconds=SECONDS)
        hung = await watcher.status()
        os.kill(node.beside.sidecar.router(), signal.SIGCONT)
        await resolves(prometheus, f"Monero{title}NotReady", name(watcher), seconds=SECONDS)

        for times in (1, 2):
            node.beside.sidecar.kill_router()
            await watcher.samples_when(_tells({f"monero_{network}_restarts_total": times}), seconds=SECONDS)
        told = await fires(prometheus, f"Monero{title}Restarting", name(watcher), seconds=SECONDS)

        node.beside.sidecar.process.kill()
        silent = await watcher.status_when(lambda told: bool(_hidden(told, network).problems), seconds=SECONDS)

    assert [each.name for each in _hidden(fine, network).services] == ["p2p", "rpc"]
    assert not any(address.encode() in page.body for address in (node.beside.p2p, node.beside.rpc))
    assert "was started again" in told
    assert [problem.code for problem in _hidden(silent, network).problems] == ["AgentSilent"]
    assert [(each.ready, _hidden(each, network).ready) for each in (hung, silent)] == [(True, False)] * 2


def _beside(node: hidden_nodes.Node, network: str) -> contextlib.AbstractAsyncContextManager[exporter.Exporter]:
    return exporter.beside(node.daemon.url, f"--{network}-addr=http://127.0.0.1:{node.beside.sidecar.port}")


def _hidden(status: health.Status, network: str) -> health.Hidden:
    return (status.tor if network == "tor" else status.i2p) or health.Hidden()


def _has_all(told: health.Hidden) -> bool:
    is_published = bool(told.services) and all(each.published in (True, None) for each in told.services)
    return told.ready and is_published and bool(told.peers_out) and bool(told.peers_in)


def _well(network: str) -> dict[str, float]:
    of_router = {f"monero_{network}_up": 1, f"monero_{network}_ready": 1, f"monero_{network}_restarts_total": 0}
    return of_router | {f"monero_peers/{way}/{network}/normal": 1 for way in ("in", "out")}


def _tells(wanted: Mapping[str, float]) -> Callable[[dict[str, float]], bool]:
    return lambda samples: wanted.items() <= samples.items()
