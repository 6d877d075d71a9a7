# SPDX-License-Identifier: Apache-2.0
"""What only metrics need of the daemon: one question for each field of `Details`, and how often it is worth asking."""

import asyncio
import enum
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.info import Info
from aiomonero.types.sync import SyncInfo
from aiomonero.types.txpool import WaitingTransaction
from monero_exporter.scrape.blocks import ChainFollower
from monero_exporter.scrape.pool import PoolFollower
from monero_exporter.translate.observation import PeerLimits

REFUSED_SECONDS = 600.0
"""How long a daemon that does not offer a call is not asked for it again, unless it restarts."""


class Every(enum.Enum):
    """How long an answer stays good: this collection, until a block comes, or this while; a restart ends all."""

    COLLECTION = 0
    BLOCK = 1
    MINUTE = 60
    TEN_MINUTES = 600


class Source(NamedTuple):
    """One question: `name` is the field of `Details` that it fills."""

    name: str
    every: Every
    ask: Callable[[DaemonRpc, Info], Awaitable[Any]]


async def _peer_limits(daemon: DaemonRpc, _: Info) -> PeerLimits:
    return PeerLimits(*await asyncio.gather(daemon.out_peers(), daemon.in_peers()))


async def _sync_info(daemon: DaemonRpc, info: Info) -> SyncInfo:
    # The answer repeats every connection, so it is asked for only while there is a target to catch up with.
    if info.restricted or info.target_height > info.height:
        return await daemon.sync_info()
    return SyncInfo(height=info.height, target_height=info.target_height, next_needed_pruning_seed=0, overview="[]")


async def _backlog(daemon: DaemonRpc, info: Info) -> tuple[WaitingTransaction, ...]:
    return await daemon.get_txpool_backlog() if info.tx_pool_size else ()


_STATELESS = (
    Source("net_stats", Every.COLLECTION, lambda daemon, _: daemon.get_net_stats()),
    Source("pool_stats", Every.COLLECTION, lambda daemon, _: daemon.get_transaction_pool_stats()),
    Source("backlog", Every.COLLECTION, _backlog),
    Source("calls", Every.COLLECTION, lambda daemon, _: daemon.rpc_access_tracking()),
    Source("mining", Every.COLLECTION, lambda daemon, _: daemon.mining_status()),
    Source("sync_info", Every.COLLECTION, _sync_info),
    Source("hard_fork", Every.BLOCK, lambda daemon, _: daemon.hard_fork_info()),
    Source("fee_estimate", Every.BLOCK, lambda daemon, _: daemon.get_fee_estimate()),
    Source("alternate_chains", Every.BLOCK, lambda daemon, _: daemon.get_alternate_chains()),
    Source("miner_data", Every.BLOCK, lambda daemon, _: daemon.get_miner_data()),
    Source("peer_list", Every.MINUTE, lambda daemon, _: daemon.get_peer_list(public_only=False)),
    Source("bans", Every.MINUTE, lambda daemon, _: daemon.get_bans()),
    Source("peer_limits", Every.MINUTE, _peer_limits),
    Source("rate_limits", Every.MINUTE, lambda daemon, _: daemon.get_limit()),
    Source("version", Every.TEN_MINUTES, lambda daemon, _: daemon.get_version()),
    Source("pruning", Every.TEN_MINUTES, lambda daemon, _: daemon.prune_blockchain(check=True)),
)


def of_daemon(*, clock: Callable[[], float], chain: ChainFollower) -> tuple[Source, ...]:
    """Return the sources of one daemon; those that remember what they saw of it are made anew for each."""
    return (
        # These may ask several times in a row, so they come first.
        Source("pool", Every.COLLECTION, PoolFollower(clock=clock).ask),
        Source("blocks", Every.COLLECTION, chain.ask),
        *_STATELESS,
    )
