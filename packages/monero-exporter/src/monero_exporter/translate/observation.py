# SPDX-License-Identifier: Apache-2.0
"""What was seen of the daemon at one time; "could not look, because" is a fact like any other."""

import dataclasses
from typing import Any, Generic, TypeVar

from aiomonero import errors
from aiomonero.types.ban import Ban
from aiomonero.types.block import BlockHeader
from aiomonero.types.economy import FeeEstimate
from aiomonero.types.fork import AlternateChain
from aiomonero.types.health import Status
from aiomonero.types.info import Info, Version
from aiomonero.types.mining import MinerData, MiningStatus
from aiomonero.types.payment import CallCount
from aiomonero.types.peer import Connection, PeerList
from aiomonero.types.sync import HardForkInfo, SyncInfo
from aiomonero.types.traffic import NetStats, RateLimits
from aiomonero.types.txpool import PoolStats, WaitingTransaction
from aiomonero.types.upkeep import Pruning
from monero_exporter.translate import zones
from monero_exporter.translate.agent_status import I2p, Tor
from monero_exporter.translate.following import Following
from monero_exporter.translate.geography import Geography
from monero_exporter.translate.p2pool_files import Statistics
from monero_exporter.translate.pool_contents import PoolContents
from monero_exporter.translate.publications import Publications
from monero_exporter.translate.xmrig_summary import Summary
from monero_exporter.translate.zones import Zone

Answer = TypeVar("Answer")

_NOT_OFFERED = (errors.MethodMissing, errors.NotFound, errors.Restricted, errors.UnsupportedVersion)


@dataclasses.dataclass(frozen=True, slots=True)
class Seen(Generic[Answer]):
    """One source's answer, or the error in its place, and how long that took; neither where nobody was asked.

    `is_offered` False: the daemon has no such call at the port that is asked.
    """

    answer: Answer | None
    error: errors.MoneroError | None
    duration_seconds: float

    @property
    def is_asked(self) -> bool:
        return self.answer is not None or self.error is not None

    @property
    def is_offered(self) -> bool:
        return not isinstance(self.error, _NOT_OFFERED)


def answer(seen: Seen[Answer] | None) -> Answer | None:
    """Return what a source answered, None where it did not or was not asked."""
    return seen.answer if seen else None


def unanswered(error: errors.MoneroError | None) -> Seen[Any]:
    """Return what is seen of a source that failed before it was asked; without an error nobody meant to ask it."""
    return Seen(answer=None, error=error, duration_seconds=0.0)


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """What health is judged by. What was not asked because `info` failed is None. `observed_at` is in Unix seconds.

    `siblings` are the other nodes of the set as they were last heard of, None while they have not been asked yet.
    `transport` is the network by which all peers are met, though the daemon knows them by addresses of this machine.
    """

    observed_at: float
    info: Seen[Info]
    connections: Seen[tuple[Connection, ...]] | None
    header: Seen[BlockHeader] | None
    siblings: tuple["Sibling", ...] | None = ()
    transport: Zone | None = None

    def zone(self, peer: Connection) -> Zone:
        """Return the network over which a peer is met."""
        return self.transport or zones.of_peer(peer.address_type, peer.host)


@dataclasses.dataclass(frozen=True, slots=True)
class Sibling:
    """Another node of the same set by its own word; without a status it does not answer.

    `is_forked`: its top block is not in this daemon's chain; None where that is not known.
    """

    status: Status | None
    is_forked: bool | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only metrics tell, one field for each source by its name; None where it was not asked."""

    version: Seen[Version] | None = None
    hard_fork: Seen[HardForkInfo] | None = None
    fee_estimate: Seen[FeeEstimate] | None = None
    alternate_chains: Seen[tuple[AlternateChain, ...]] | None = None
    miner_data: Seen[MinerData] | None = None
    mining: Seen[MiningStatus] | None = None
    pruning: Seen[Pruning] | None = None
    peer_list: Seen[PeerList] | None = None
    peer_limits: Seen["PeerLimits"] | None = None
    bans: Seen[tuple[Ban, ...]] | None = None
    net_stats: Seen[NetStats] | None = None
    rate_limits: Seen[RateLimits] | None = None
    sync_info: Seen[SyncInfo] | None = None
    geoip: Seen[Geography] | None = None
    pool_stats: Seen[PoolStats] | None = None
    backlog: Seen[tuple[WaitingTransaction, ...]] | None = None
    pool: Seen[PoolContents] | None = None
    calls: Seen[tuple[CallCount, ...]] | None = None
    xmrig: Seen[Summary] | None = None
    p2pool: Seen[Statistics] | None = None
    tor: Seen[Tor] | None = None
    i2p: Seen[I2p] | None = None
    blocks: Seen[Following] | None = None
    zmq: Publications | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class PeerLimits:
    """The most connections that a daemon makes and takes; 2**32 - 1 is no limit."""

    outgoing: int
    incoming: int
