# SPDX-License-Identifier: Apache-2.0
"""Networks of eight whose blocks and transactions travel over Tor or I2P alone; half of each dies, and it goes on."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from monero_operator.naming import OwnerKind
from tests.support import hidden_cluster, journal, peers, side_by_side
from tests.support.hidden_cluster import HiddenCluster
from tests.support.hidden_set import HiddenSet
from tests.support.waiting import until

PEERS = 8
HALF = tuple(range(PEERS // 2))
"""Those whom all others dial."""
P2P_PORT = 18080
REGTEST = ["--regtest", "--fixed-difficulty=1"]


@side_by_side.case
async def test_eight_peers_over_tor_go_on_when_half_of_them_are_killed(hidden: HiddenCluster) -> None:
    """Every peer listens behind its onion alone, and all have one chain before and after."""
    await asyncio.to_thread(_lives, hidden, "tor")


@side_by_side.case
async def test_eight_peers_over_i2p_go_on_when_half_of_them_are_killed(hidden: HiddenCluster) -> None:
    """The same at I2P."""
    await asyncio.to_thread(_lives, hidden, "i2p")


def _lives(hidden: HiddenCluster, transport: str) -> None:
    network = HiddenSet(hidden.namespace, f"over-{transport}", OwnerKind.NETWORK)
    with journal.step(f"eight peers over {transport}: ready, in one mesh, making blocks"):
        network.make(_spec(transport))
        network.await_true("Ready", "Meshed", "KeysValid", seconds=300)
    _await_one_chain(network, above=3)
    _keeps_to_itself(network)
    with journal.step(f"half of the peers over {transport} killed: the others make blocks"):
        before = network.births()
        names = [name for name in before if int(name.split("-")[-2]) in HALF]
        hidden.namespace.run("delete", "pod", *names, "--grace-period=1", "--wait=false")
        _await_blocks_of_the_others(network, names)
    with journal.step(f"those that were killed over {transport} are back, and all have one chain"):
        network.await_true("Ready", "Meshed")
        _await_one_chain(network, above=_height(network))
    after = network.births()
    assert {name for name in before if before[name] != after[name]} == set(names)
    hidden.namespace.run("delete", "moneronetwork", network.name, "--wait=false")


def _spec(transport: str) -> dict[str, Any]:
    joined = {"name": {"tor": hidden_cluster.TOR, "i2p": hidden_cluster.I2P}[transport]}
    template = {
        "monerod": {"args": REGTEST},
        "pod": {"nodeSelector": hidden_cluster.steady()},
        transport: {"rpc": False, "configMapRef": joined},
    }
    return {"replicas": PEERS, "transport": transport, "template": {"spec": template}, "blocks": {"interval": "3s"}}


def _keeps_to_itself(network: HiddenSet) -> None:
    """See that no peer is reached past its router, that it knows only its siblings' addresses, and has no Service."""
    for pod in network.pods().values():
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((pod["status"]["podIP"], P2P_PORT), timeout=5)
        name = pod["metadata"]["name"]
        dialed = peers.ask(network.namespace, name, "get_connections").get("connections", [])
        assert dialed
        assert [each["address"] for each in dialed if not each["address"].startswith(("127.", "10.192.0."))] == []
    services = network.namespace.items("services", "--selector", f"{network.kind.label}={network.name}")
    assert [each["metadata"]["name"] for each in services if each["metadata"]["name"].endswith("-p2p")] == []


def _await_one_chain(network: HiddenSet, *, above: int) -> None:
    def is_one() -> bool:
        tops = set(peers.tops(network.namespace, network.name).values())
        return len(tops) == 1 and next(iter(tops))[0] > above

    until(is_one, seconds=120, what=f"all peers of {network.name} have one chain of more than {above} blocks")


def _await_blocks_of_the_others(network: HiddenSet, killed: list[str]) -> None:
    height = _height(network)

    def are_made() -> bool:
        told = {node["name"]: node.get("height", 0) for node in network.status().get("nodes", ())}
        return all(told.get(name, 0) > height + 2 for name in told if name not in killed)

    until(are_made, seconds=120, what=f"the other peers of {network.name} go on")


def _height(network: HiddenSet) -> int:
    return int(until(lambda: network.status().get("height"), seconds=30, what="a height"))
