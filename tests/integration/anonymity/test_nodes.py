# SPDX-License-Identifier: Apache-2.0
"""Nodes at Tor and at I2P: who reaches them, and how what wallets hand in gets from one to the other."""

import contextlib
import dataclasses
import time
from pathlib import Path
from typing import Any, cast

import pytest

from aiomonero import errors
from aiomonero.testing import server
from aiomonero.types.wallet.spending import Destination, Transfer
from aiomonero.wallet.server import DaemonChoice
from monero_operator.desired import routers
from monero_operator.keys import i2p as destination
from tests.support import (
    hidden_daemons,
    hidden_i2p,
    hidden_nodes,
    hidden_wallets,
    hidden_worlds,
    journal,
    monerod,
    payer,
    side_by_side,
)
from tests.support.hidden_worlds import P2P, PREVIOUS, RPC, RPC_PORT

WORLDS = ("tor", "i2p")
UNHEARD_SECONDS = 20
"""Without Tor a payment is heard of within two."""
TO = [Destination(monerod.ADDRESS, payer.XMR)]


@pytest.mark.parametrize("network", WORLDS)
@side_by_side.case
async def test_a_wallet_pays_at_an_address_and_the_payment_arrives_by_another(
    network: str, tmp_path: Path, chain: payer.Chain, worlds: dict[str, hidden_worlds.World]
) -> None:
    """Wallets find the node by its address alone, and what they pay gets to its only peer, which is hidden too.

    One node hides what it sends in noise and the other does not.
    """
    world = worlds[network]
    async with (
        hidden_nodes.pair(tmp_path, world, chain, noise=(True, False)) as (noisy, quiet),
        hidden_wallets.payers(tmp_path / "wallet", _url(quiet), world.socks) as wallet,
    ):
        for sender, receiver, how in ((quiet, noisy, "without noise"), (noisy, quiet, "with noise")):
            await sender.until_linked()
            async with hidden_worlds.asking(world, sender.beside.rpc) as asked:
                await asked.until_answered(1)
            await wallet.set_daemon(DaemonChoice(address=_url(sender), ssl_support="disabled"))
            with journal.step(f"{network}: the wallet read the chain"):
                await wallet.refresh()
            paid = await wallet.transfer(TO)
            with journal.step(f"{network}: a payment arrived {how}"):
                await receiver.until_arrived(paid.tx_hash)

        met = await quiet.peers(incoming=False)

        assert [each.address for each in met] == [world.peer(noisy.beside.p2p)]
        assert [each.address for each in await noisy.peers(incoming=True)] == [f"<unknown {network} host>"]


@side_by_side.case
async def test_a_payment_stays_where_no_onion_peer_is(
    tmp_path: Path,
    chain: payer.Chain,
    unsent: tuple[Transfer, Transfer],
    worlds: dict[str, hidden_worlds.World],
) -> None:
    """The trap: with Tor for transactions, a clearnet peer never hears of them, while it soon hears of others'."""
    stuck, other = unsent
    run = hidden_daemons.running
    async with contextlib.AsyncExitStack() as stack:
        peer = await stack.enter_async_context(run(chain.copy(tmp_path / "peer")))
        knows = f"--add-exclusive-node=127.0.0.1:{peer.p2p_port}"
        without = await stack.enter_async_context(run(chain.copy(tmp_path / "without"), knows, dials_itself=False))
        tor = f"--tx-proxy=tor,127.0.0.1:{worlds['tor'].socks}"
        trapped = await stack.enter_async_context(run(chain.copy(tmp_path / "with"), knows, tor, dials_itself=False))
        for daemon, payment in ((trapped, stuck), (without, other)):
            await monerod.until_synchronized(daemon)
            async with daemon.node() as node:
                await node.rpc.send_raw_transaction(payment.tx_blob)
        await peer.until(lambda: _has(peer, other.tx_hash), "the other payment did not come", seconds=60)

        with pytest.raises(server.StartFailed):
            await peer.until(lambda: _has(peer, stuck.tx_hash), "it did not come", seconds=UNHEARD_SECONDS)

        assert await _has(trapped, stuck.tx_hash)


@pytest.mark.parametrize("network", WORLDS)
@side_by_side.case
async def test_an_address_gives_way_to_a_brought_one_without_a_failed_request(
    network: str, tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """While both are served nobody fails; the new one is of a key that the network's own program made."""
    world = worlds[network]
    old, mine = world.make_key(), await world.brought_key(tmp_path / "mine")
    p2p, ports = world.make_key(), monerod.Ports.pick()
    targets = hidden_worlds.Targets(ports.p2p, ports.restricted)
    async with (
        hidden_daemons.running(tmp_path / "monerod", ports=ports),
        world.beside(tmp_path / "beside", targets, {P2P: p2p, RPC: old}) as beside,
        hidden_worlds.asking(world, world.address(old)) as asked,
    ):
        await asked.until_answered(3)
        # until then it was not there yet
        asked.failed.clear()
        began = time.monotonic()
        both = {P2P: p2p, RPC: mine.key, f"{RPC}{PREVIOUS}": old}
        beside.sidecar.keys.put({world.entry(what): key for what, key in both.items()})
        async with hidden_worlds.asking(world, mine.address) as new:
            await new.until_answered(1)
            journal.record(f"{network}: a new address answered after a rotation", time.monotonic() - began)
            new.failed.clear()
            await asked.until_answered(len(asked.answered) + 5)
            assert asked.failed == []

            beside.sidecar.keys.put({world.entry(P2P): p2p, world.entry(RPC): mine.key})
            await beside.sidecar.until(lambda told: world.address(old) not in _addresses(told))
            await new.until_answered(len(new.answered) + 5)
            assert new.failed == []


@side_by_side.case
async def test_an_encrypted_destination_is_reached_by_who_knows_its_whole_address(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """The short address of the same destination leads nowhere, and the long one does from the same place."""
    i2p = cast("hidden_i2p.I2p", worlds["i2p"])
    key, ports = i2p.make_key(), monerod.Ports.pick()
    served = hidden_i2p.tunnel("shared", RPC, RPC_PORT, ports.restricted, **routers.ENCRYPTED)
    async with (
        hidden_daemons.running(tmp_path / "monerod", ports=ports),
        i2p.agent(tmp_path / "i2p", served, keys={RPC: key}) as (sidecar, _),
        # whoever has resolved the long address finds the short one in his router too, so one asks who has not
        i2p.agent(tmp_path / "stranger", keys={}) as (_, strange),
        hidden_worlds.asking(i2p, destination.encrypted_address(key)) as asked,
    ):
        await asked.until_answered(1)
        stranger = dataclasses.replace(i2p, socks=strange)
        async with hidden_worlds.node(stranger, i2p.address(key), timeout_seconds=20) as node:
            with pytest.raises(errors.TransportError):
                await node.rpc.get_height()
        async with hidden_worlds.asking(stranger, destination.encrypted_address(key)) as strangely_asked:
            await strangely_asked.until_answered(1)

        assert _addresses(await sidecar.status()) == [destination.encrypted_address(key)]


def _url(node: hidden_nodes.Node) -> str:
    return f"http://{node.beside.rpc}:{RPC_PORT}"


async def _has(daemon: monerod.Monerod, transaction: str) -> bool:
    async with daemon.node() as node:
        return transaction in await node.rpc.get_transaction_pool_hashes()


def _addresses(told: dict[str, Any]) -> list[str]:
    return [each["address"] for each in told["services"]]
