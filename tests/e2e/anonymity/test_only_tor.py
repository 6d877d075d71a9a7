# SPDX-License-Identifier: Apache-2.0
"""Nodes that talk to nobody but Tor: a life of six minutes, seen by what their pod puts on the wire."""

from __future__ import annotations

import asyncio
import pathlib
import time
from collections.abc import Mapping
from typing import Any

import pytest

from aiomonero.types.wallet.spending import Destination, Spending
from localkube import procfs
from monero_operator import naming
from tests.support import (
    hidden_cluster,
    hidden_set,
    hidden_wallets,
    journal,
    journeys,
    machines,
    packets,
    payer,
    side_by_side,
)
from tests.support.hidden_cluster import HiddenCluster
from tests.support.hidden_set import HiddenSet
from tests.support.waiting import until
from tools.kubectl import Kubectl

LIFE_SECONDS = 360.0
REGTEST = ["--regtest", "--fixed-difficulty=1"]
STRANGER = "192.0.2.77:18080"
"""An address for documents, where nobody is."""
TRY = """
import socket, sys
what, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM if what == "udp" else socket.SOCK_STREAM) as way:
    way.settimeout(3)
    try:
        way.connect((host, port))
        way.send(b"x")
        print("sent")
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.machines
@side_by_side.long_case
async def test_a_fenced_node_talks_to_nobody_but_tor(hidden: HiddenCluster, tmp_path: pathlib.Path) -> None:
    """It gets its chain and hands a payment on; new keys and a tor that dies change nothing about it."""
    began = time.monotonic()
    with journeys.living(hidden.client, "only-tor", level="privileged") as namespace:
        hidden_cluster.hand_over(hidden, namespace)
        with packets.watching(tmp_path, packets.BEGINNINGS) as witness:
            addresses = await _lives(hidden, namespace, tmp_path / "wallet")
            journal.record("a fenced node's life, before it is left alone", time.monotonic() - began)
            await asyncio.sleep(max(0.0, began + LIFE_SECONDS - time.monotonic()))
            told = {address: witness.begun(address) for address in addresses}
        (tor,) = hidden.namespace.items("pods", "--selector", f"app.kubernetes.io/name={hidden_cluster.TOR}")
    assert all(told.values()), "a witness who saw nothing proves nothing"
    assert {to for each in told.values() for to, _ in each} == {tor["status"]["podIP"]}


async def _lives(hidden: HiddenCluster, namespace: Kubectl, folder: pathlib.Path) -> list[str]:
    """Return the addresses that its pods had."""
    fenced, peer = HiddenSet(namespace, "fenced"), HiddenSet(namespace, "peer")
    await asyncio.to_thread(_begins, fenced, peer)
    addresses = [_address(fenced)]
    with journal.step("a payment leaves a fenced node by Tor"):
        await asyncio.to_thread(hidden_set.await_answer, fenced.address("tor"), hidden.tor)
        proxy = hidden.tor
        async with hidden_wallets.payers(folder, fenced.address("tor"), proxy.port, host=proxy.host) as wallet:
            await wallet.refresh()
            paid = await wallet.transfer([Destination(payer.ADDRESS, payer.XMR)], Spending())
        await asyncio.to_thread(
            until, lambda: paid.tx_hash in peer.pool(0), seconds=180, what="its peer knows of the payment", every=1
        )
    await asyncio.to_thread(_is_shut_in, fenced, _address(peer))
    with journal.step("a fenced node's tor dies, and gets new keys"):
        await asyncio.to_thread(_loses_its_tor, fenced)
        await asyncio.to_thread(_gets_new_keys, hidden, fenced)
    return [*addresses, _address(fenced)]


def _begins(fenced: HiddenSet, peer: HiddenSet) -> None:
    with journal.step("a fenced node gets the chain of a clearnet peer through Tor"):
        peer.make(_spec({}) | {"replicas": 2, "p2p": {"siblings": True}})
        peer.await_true("Ready", "KeysValid")
        peer.mine()
        only = {"clearnet": "never", "enforced": True, "peers": [peer.node("tor", 0)["p2p"]]}
        fenced.make(_spec(only, f"--add-exclusive-node={_address(peer)}:18080", f"--add-exclusive-node={STRANGER}"))
        fenced.await_true("Ready", "KeysValid", "TorReady")
        until(lambda: fenced.status().get("height") == 1 + payer.BLOCKS, seconds=180, what="the chain of the peer")
        fenced.await_true("OnionPeersAvailable")


def _spec(tor: Mapping[str, Any], *arguments: str) -> dict[str, Any]:
    joined = {"enabled": True, "configMapRef": {"name": hidden_cluster.TOR}}
    steady = {"nodeSelector": hidden_cluster.steady()}
    return {"replicas": 1, "monerod": {"args": [*REGTEST, *arguments]}, "pod": steady, "tor": joined | dict(tor)}


def _is_shut_in(fenced: HiddenSet, peer: str) -> None:
    """See that not only nobody does it: nobody in the pod can, but tor."""
    asked = [
        ("tcp", peer, "18080"),
        ("tcp", "192.0.2.1", "443"),
        ("udp", "10.96.0.10", "53"),
        ("tcp", "10.96.0.1", "443"),
    ]
    (pod,) = fenced.pods()
    said = [
        fenced.namespace.run("exec", pod, "--container", "exporter", "--", "python3", "-c", TRY, *each).strip()
        for each in asked
    ]
    assert "sent" not in said, said


def _loses_its_tor(fenced: HiddenSet) -> None:
    (pod,) = fenced.pods().values()
    agent = machines.daemon(pod, naming.CONTAINER_TOR)
    machines.kill(_tor_of(agent))
    until(lambda: _tor_of(agent), seconds=60, what="another tor")
    until(lambda: fenced.node("tor", 0).get("bootstrapped") == 100, seconds=90, what="it is ready")


def _tor_of(agent: int) -> int:
    return next(found.pid for found in procfs.processes() if found.parent == agent)


def _gets_new_keys(hidden: HiddenCluster, fenced: HiddenSet) -> None:
    before, births = fenced.address("tor"), fenced.births()
    fenced.namespace.run("annotate", "moneronodeset", fenced.name, f"{naming.ANNOTATION_ROTATE}=now")
    until(lambda: fenced.address("tor") != before and fenced.births() not in ({}, births), seconds=180, what="new keys")
    fenced.await_true("Ready", "TorReady", "OnionPeersAvailable")
    hidden_set.await_answer(fenced.address("tor"), hidden.tor)


def _address(node: HiddenSet) -> str:
    """Return the address of a set's first pod."""
    return str(node.pods()[naming.node_pod(node.name, 0)]["status"]["podIP"])


@side_by_side.case
async def test_a_node_that_is_synced_leaves_the_clearnet_for_good(hidden: HiddenCluster) -> None:
    """It says so, restarts once, and forgets it neither with its ConfigMap nor when it sleeps."""
    await asyncio.to_thread(_leaves, HiddenSet(hidden.namespace, "later"))


def _leaves(later: HiddenSet) -> None:
    with journal.step("a node that is synced leaves the clearnet"):
        later.make(_spec({"clearnet": "untilSynced"}))
        later.await_true("Ready", "KeysValid")
        until(lambda: later.status()["tor"].get("locked"), seconds=120, what="it is locked")
        until(lambda: _is_behind_tor(later), seconds=120, what="its pod is made anew")
        later.await_true("Ready")
    with journal.step("it sleeps, loses its ConfigMap, and is still away from the clearnet"):
        later.patch({"replicas": 0})
        until(lambda: not later.pods(), seconds=90, what="it sleeps")
        later.namespace.run("delete", "configmap", naming.router(later.name, "tor"))
        later.patch({"replicas": 1})
        until(lambda: _is_behind_tor(later), seconds=90, what="it is back behind Tor")
        later.await_true("Ready")
    assert later.status()["tor"]["locked"]


def _is_behind_tor(node: HiddenSet) -> bool:
    monerods = (each for pod in node.pods().values() for each in pod["spec"]["containers"])
    return any(each["name"] == "monerod" and any("--proxy=" in one for one in each["args"]) for each in monerods)
