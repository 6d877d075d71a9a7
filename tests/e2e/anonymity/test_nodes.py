# SPDX-License-Identifier: Apache-2.0
"""The nodes of the example, behind one onion and one I2P address: wallets, losses, new keys and new programs."""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

from aiomonero.types.proxy import Proxy
from aiomonero.types.wallet.spending import Destination, Spending
from aiomonero.wallet.wallet import Wallet
from monero_operator import naming
from tests.support import hidden_cluster, hidden_set, hidden_wallets, journal, machines, payer, side_by_side
from tests.support.hidden_caller import Caller
from tests.support.hidden_cluster import HiddenCluster
from tests.support.hidden_set import HiddenSet
from tests.support.waiting import until
from tools import cluster

NODES = 3
HEIGHT = 1 + payer.BLOCKS
BALANCER = naming.balancer("nodes")
LOST = "n3"
MOVES = 5
SERVING = ("Ready", "Available", "KeysValid", "TorReady", "I2PReady")
"""A router that was restarted is met again at once by who is new to it; who knew it before waits up to ten minutes."""
WHOLE = (*SERVING, "OnionPeersAvailable", "I2PPeersAvailable")
ROLLOUT_SECONDS = 540.0


@side_by_side.case
async def test_three_nodes_serve_wallets_over_tor_and_i2p_whatever_is_lost(
    hidden: HiddenCluster, tmp_path: pathlib.Path
) -> None:
    """Wallets pay by both addresses; losses are not noticed by who asks twice."""
    nodes = HiddenSet(hidden.namespace, "nodes")
    await asyncio.to_thread(_begin, hidden, nodes)
    with journal.step("a wallet behind the onion, and one behind the I2P address, each pays somebody"):
        async with _wallet(tmp_path / "tor", nodes.address("tor"), hidden.tor) as wallet:
            await _pays(wallet, nodes)
        # Two wallets of one seed would spend the same coins.
        await asyncio.to_thread(nodes.mine, 10)
        async with _wallet(tmp_path / "i2p", nodes.address("i2p"), hidden.i2p) as wallet:
            await _pays(wallet, nodes)
    await asyncio.to_thread(_loses, hidden, nodes)


@side_by_side.long_case
async def test_a_rollout_of_new_keys_and_programs_is_not_noticed(hidden: HiddenCluster) -> None:
    """Who asks the old onion twice is answered throughout, and the new one, of other routers, answers at the end."""
    nodes = HiddenSet(hidden.namespace, "rolled")
    await asyncio.to_thread(_begin_two, hidden, nodes)
    await asyncio.to_thread(_changes, hidden, nodes)


def _begin(hidden: HiddenCluster, nodes: HiddenSet) -> None:
    with journal.step("three nodes are ready at Tor and I2P"):
        hidden_cluster.apply(hidden.namespace, hidden_cluster.nodes(hidden.client))
        # Peers first: a payment was seen to stay with a daemon that met its peers while it got blocks.
        nodes.await_true(*WHOLE)
        nodes.mine()
    with journal.step("the addresses that all share, and each node's own, answer"):
        for at, proxy in (("tor", hidden.tor), ("i2p", hidden.i2p)):
            for address in (nodes.address(at), *(nodes.node(at, ordinal)["rpc"] for ordinal in range(NODES))):
                until(
                    lambda at=address, way=proxy: hidden_set.await_answer(at, way) == HEIGHT, seconds=200, what=address
                )  # type: ignore[misc]


def _begin_two(hidden: HiddenCluster, nodes: HiddenSet) -> None:
    with journal.step("two nodes are ready at Tor and I2P"):
        spec = hidden_cluster.nodes(hidden.client)["spec"]
        nodes.make(spec | {"replicas": 2, "pod": {"nodeSelector": hidden_cluster.steady()}})
        nodes.await_true(*SERVING)
        hidden_set.await_answer(nodes.address("tor"), hidden.tor)


@contextlib.asynccontextmanager
async def _wallet(folder: pathlib.Path, address: str, proxy: Proxy) -> AsyncIterator[Wallet]:
    async with hidden_wallets.payers(folder, address, proxy.port, host=proxy.host) as wallet:
        yield wallet


async def _pays(wallet: Wallet, nodes: HiddenSet) -> None:
    """Pay; the daemon that is told hands it to its siblings over Tor and I2P only, and all hear of it."""
    await wallet.refresh()
    paid = await wallet.transfer([Destination(payer.ADDRESS, payer.XMR)], Spending())

    def is_known() -> bool:
        return all(paid.tx_hash in nodes.pool(ordinal) for ordinal in range(NODES))

    await asyncio.to_thread(until, is_known, seconds=180, what="all nodes know of the payment", every=1)


def _loses(hidden: HiddenCluster, nodes: HiddenSet) -> None:
    with _unnoticed(hidden, nodes, "a node killed"):
        hidden.namespace.run("delete", "pod", "nodes-1", "--grace-period=1", "--wait=false")
        until(lambda: not nodes.is_true("Ready"), seconds=60, what="the loss is seen")
        nodes.await_true(*SERVING)
    with _unnoticed(hidden, nodes, "the balancer killed"):
        _move_the_balancer(hidden)
    if not cluster.is_existing():
        machine = _balancer(hidden)["spec"]["nodeName"]
        with _unnoticed(hidden, nodes, "the balancer's machine killed"), machines.dead(hidden.client, machine):
            until(lambda: _balances_elsewhere(hidden, machine), seconds=180, what="a balancer elsewhere")
        nodes.await_true(*SERVING)


def _changes(hidden: HiddenCluster, nodes: HiddenSet) -> None:
    """Make new keys for everything and change tor and i2pd to another release, in one rollout."""
    before, births, old = nodes.status(), nodes.births(), nodes.address("tor")
    newest = hidden.images["anonymity-newest"]
    with _unnoticed(hidden, nodes, "new keys, and a new release of tor and i2pd"):
        nodes.patch({"tor": {"image": newest, "overlap": "30m"}, "i2p": {"image": newest, "overlap": "30m"}})
        hidden.namespace.run("annotate", "moneronodeset", nodes.name, f"{naming.ANNOTATION_ROTATE}=now")
        until(
            lambda: nodes.births().keys() == births.keys() and _is_new(births, nodes),
            seconds=ROLLOUT_SECONDS,
            what="new pods",
            every=2,
        )
        nodes.await_true(*SERVING)
        for at, proxy in (("tor", hidden.tor), ("i2p", hidden.i2p)):
            hidden_set.await_answer(nodes.address(at), proxy)
    after = nodes.status()
    assert nodes.address("tor") != old
    for at in ("tor", "i2p"):
        assert after[at]["previousAddresses"] == [before[at]["address"]]
        assert {each["p2p"] for each in before[at]["nodes"]}.isdisjoint({each["p2p"] for each in after[at]["nodes"]})


def _is_new(births: dict[str, str], nodes: HiddenSet) -> bool:
    now = nodes.births()
    return all(births[name] != now[name] for name in births)


@contextlib.contextmanager
def _unnoticed(hidden: HiddenCluster, nodes: HiddenSet, what: str) -> Iterator[None]:
    """See that who asks the shared onion, and asks again when that fails, gets every answer."""
    caller = Caller(nodes.address("tor"), hidden.tor)
    with caller.calling(), journal.step(what):
        yield
    journal.record(f"{what}: {caller.notes()}", caller.slowest_seconds)
    assert caller.failed == 0, caller.notes()


def _balancer(hidden: HiddenCluster) -> dict[str, Any]:
    """Return the balancer's pod that runs."""
    found = hidden.namespace.items("pods", "--selector", f"{naming.LABEL_COMPONENT}=balancer")
    running = [pod for pod in found if "deletionTimestamp" not in pod["metadata"] and _is_ready(pod)]
    (only,) = running
    return only


def _move_the_balancer(hidden: HiddenCluster) -> None:
    """Kill it until the next one is on a machine that can be lost; most of what else there is runs on the other."""
    for _ in range(MOVES):
        before = _balancer(hidden)["metadata"]["uid"]
        hidden.namespace.run("delete", "pod", _balancer(hidden)["metadata"]["name"], "--grace-period=1")
        until(lambda before=before: _balancer(hidden)["metadata"]["uid"] != before, seconds=90, what="another balancer")  # type: ignore[misc]
        if cluster.is_existing() or _balancer(hidden)["spec"]["nodeName"] == LOST:
            return
    raise AssertionError(f"{MOVES} balancers in a row were put where everything else is")


def _balances_elsewhere(hidden: HiddenCluster, machine: str) -> bool:
    return bool(_balancer(hidden)["spec"]["nodeName"] != machine)


def _is_ready(pod: dict[str, Any]) -> bool:
    return any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", ()))
