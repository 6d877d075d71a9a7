# SPDX-License-Identifier: Apache-2.0
"""Daemons in a state that is the same each time: two equal ones, each other's peers, of which one wants a login.

Their chain ends with a block that has a payment and beside which there is another one; a payment waits in the pool, and
an address is banned.
"""

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.node import Node
from aiomonero.types.ban import BanChange
from aiomonero.types.login import Login
from tests.support import monerod, payer
from tests.support.monerod import Monerod, Ports

LOGIN = Login("watcher", "correct horse")
_BANNED = BanChange(host="203.0.113.0/24", seconds=24 * 3600)
_KEEP = "--keep-alt-blocks"
_SECONDS = 30.0


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """`open` asks for no login, `guarded` for LOGIN."""

    open: Monerod
    guarded: Monerod


@dataclasses.dataclass(frozen=True, slots=True)
class _Later:
    """All that a daemon has to know of a peer that starts after it."""

    p2p_port: int


async def make_chain(chain: payer.Chain, folder: Path) -> payer.Chain:
    """Return the chain of both daemons, which grew from the payer's."""
    place = chain.copy(folder / "daemon")
    async with (
        monerod.running(place, _KEEP) as daemon,
        payer.running(folder / "wallet", daemon) as rich,
        daemon.node() as node,
    ):
        await _pay(daemon, node, rich)
        await rich.mine(1)
        top = await node.rpc.get_last_block_header()
        await node.rpc.generate_blocks(1, monerod.ADDRESS, prev_block=top.prev_hash)
        await _pay(daemon, node, rich)
        await node.rpc.save_bc()
    return payer.Chain(place)


async def _pay(daemon: Monerod, node: Node, rich: payer.Payer) -> None:
    """Hand a payment in and wait until the next block would have it: one without it would be one more next time."""
    without = await node.rpc.get_block_template(payer.ADDRESS)
    await rich.pay(monerod.ADDRESS)

    async def is_in_template() -> bool:
        template = await node.rpc.get_block_template(payer.ADDRESS)
        return template.expected_reward_piconero > without.expected_reward_piconero

    await daemon.until(is_in_template, "no template with the payment", seconds=_SECONDS)


@contextlib.asynccontextmanager
async def running(chain: payer.Chain, folder: Path, command: Sequence[str]) -> AsyncIterator[Stage]:
    """Run both daemons until the end of the block; each has dialed the other when it begins."""
    ports = Ports.pick()
    first = monerod.running(chain.copy(folder / "open"), _KEEP, command=command, peers=[_Later(ports.p2p)])
    async with first as opened:
        second = monerod.running(
            chain.copy(folder / "guarded"), _KEEP, command=command, ports=ports, peers=[opened], login=LOGIN
        )
        async with second as guarded:
            for daemon in (opened, guarded):
                await _prepare(daemon)
            yield Stage(opened, guarded)


@contextlib.asynccontextmanager
async def lone(chain: payer.Chain, folder: Path, command: Sequence[str]) -> AsyncIterator[Monerod]:
    """Run one daemon without peers, which publishes."""
    async with monerod.running(chain.copy(folder), _KEEP, command=command, has_zmq=True) as daemon:
        yield daemon


async def _prepare(daemon: Monerod) -> None:
    async with daemon.node() as node:
        await node.rpc.set_bans(_BANNED)

        async def is_connected_twice() -> bool:
            connections = await node.rpc.get_connections()
            settled = (each for each in connections if each.state == "normal" and each.live_seconds)
            return sorted(each.incoming for each in settled) == [False, True]

        await daemon.until(is_connected_twice, "the daemons did not dial each other", seconds=_SECONDS)
