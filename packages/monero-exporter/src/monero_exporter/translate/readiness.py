# SPDX-License-Identifier: Apache-2.0
"""Decides whether a daemon is in sync and fit to serve clients, and if not, why.

Never by `synchronized` alone: it stays true on a daemon that lost all its peers, and stays false for minutes on one
that is ahead of them. Peers' heights, as the daemon tells them, lag behind the truth and never lead it, except where a
peer lies. On an open network the middle of what outgoing peers say counts: those the daemon chose itself, so that half
of them must lie together before it goes out of service, however many strangers dial it. Only where it chose nobody do
incoming ones count, and until its first sync the daemon's own target, which is the best claim it heard. In a closed
network the best peer counts. Siblings are asked directly and trusted.
"""

import enum
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aiomonero import errors
from aiomonero.types.health import Reason
from aiomonero.types.info import Info
from aiomonero.types.network import Network
from aiomonero.types.peer import Connection
from monero_exporter.translate import observation, siblings
from monero_exporter.translate.observation import Observation, Seen
from monero_exporter.translate.siblings import MAX_LAG_BLOCKS

MAX_BLOCK_AGE_SECONDS = 30 * 60
"""A block is due every 2 minutes, so half an hour without one means a stalled daemon (chance: 3 in 10 million)."""


class Code(enum.StrEnum):
    """Why a daemon is not ready; programs may rely on these."""

    DAEMON_UNREACHABLE = "DaemonUnreachable"
    DAEMON_TIMED_OUT = "DaemonTimedOut"
    DAEMON_REFUSED = "DaemonRefused"
    BOOTSTRAPPING = "Bootstrapping"
    PEERS_UNKNOWN = "PeersUnknown"
    SIBLINGS_UNKNOWN = "SiblingsUnknown"
    SYNCING = "Syncing"
    NEVER_SYNCED = "NeverSynced"
    BEHIND_SIBLINGS = "BehindSiblings"
    NO_PEERS = "NoPeers"
    TOP_BLOCK_UNKNOWN = "TopBlockUnknown"
    TOP_BLOCK_OLD = "TopBlockOld"


class Remark(enum.StrEnum):
    """What is to know about a daemon, though it is no reason against sending clients to it."""

    CHAIN_STALLED = "ChainStalled"
    SIBLING_FORKED = "SiblingForked"


class Verdict(NamedTuple):
    """Whether the daemon is in sync, every reason against sending clients to it, and what else there is to say."""

    is_synced: bool
    objections: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.objections

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.objections + self.remarks


def judge(seen: Observation, *, is_closed: bool) -> Verdict:
    """Judge what was seen; a daemon on regtest is in a closed network in any case."""
    info = seen.info.answer
    if info is None:
        return Verdict(is_synced=False, objections=(_unanswered(seen.info.error),))
    try:
        return _judge_answer(seen, info, is_closed=is_closed or info.network is Network.REGTEST)
    except OverflowError:
        return Verdict(
            is_synced=False,
            objections=(Reason(Code.DAEMON_REFUSED, "The daemon tells numbers beyond all measure."),),
        )


def _judge_answer(seen: Observation, info: Info, *, is_closed: bool) -> Verdict:
    behind = _why_behind(seen, info, is_closed=is_closed)
    lonely = () if is_closed else tuple(_why_lonely(seen))
    stale = () if is_closed else tuple(_why_stale(seen, info))
    stalled = tuple(_why_stalled(seen, info)) if stale else ()
    return Verdict(
        is_synced=not behind and not stale,
        objections=(*behind, *lonely, *(() if stalled else stale)),
        remarks=(*stalled, *_forks(seen)),
    )


def _unanswered(error: errors.MoneroError | None) -> Reason:
    match error:
        case errors.TimedOut():
            return Reason(Code.DAEMON_TIMED_OUT, f"The daemon does not answer in time: {error}.")
        case errors.TransportError():
            return Reason(Code.DAEMON_UNREACHABLE, f"The daemon cannot be reached: {error}.")
        case _:
            return Reason(Code.DAEMON_REFUSED, f"The daemon refuses to tell about itself: {error}.")


def _why_behind(seen: Observation, info: Info, *, is_closed: bool) -> tuple[Reason, ...]:
    reason = (
        _why_unknown(seen, info)
        or _why_behind_peers(seen, info, is_closed=is_closed)
        or _why_behind_siblings(seen, info, is_closed=is_closed)
    )
    return (reason,) if reason else ()


def _why_unknown(seen: Observation, info: Info) -> Reason | None:
    if info.untrusted:
        return Reason(Code.BOOTSTRAPPING, "The answers come from a bootstrap daemon, not from this one.")
    if seen.siblings is None:
        return Reason(Code.SIBLINGS_UNKNOWN, "The siblings have not been asked yet.")
    if not info.restricted and (seen.connections is None or seen.connections.answer is None):
        return Reason(Code.PEERS_UNKNOWN, f"The daemon does not tell its peers: {_cause(seen.connections)}.")
    return None


def _why_behind_peers(seen: Observation, info: Info, *, is_closed: bool) -> Reason | None:
    peers = _peers(seen)
    goal = max(info.target_height, _common_height(peers, is_closed=is_closed))
    if info.height < goal - MAX_LAG_BLOCKS:
        return Reason(Code.SYNCING, f"The daemon has {info.height} of {goal} blocks.")
    if not peers and not info.synchronized:
        return Reason(
            Code.NEVER_SYNCED, "The daemon has not been in sync since its start, and tells no peer to compare it with."
        )
    return None


def _why_behind_siblings(seen: Observation, info: Info, *, is_closed: bool) -> Reason | None:
    best = siblings.best_height(seen, info, is_closed=is_closed)
    if info.height < best - MAX_LAG_BLOCKS:
        return Reason(Code.BEHIND_SIBLINGS, f"The daemon has {info.height} blocks, and a ready sibling {best}.")
    return None


def _why_lonely(seen: Observation) -> Iterator[Reason]:
    is_told = seen.connections is not None and seen.connections.answer is not None
    if is_told and not _peers(seen):
        yield Reason(Code.NO_PEERS, "The daemon has no peers, so it learns of no new blocks.")


def _why_stale(seen: Observation, info: Info) -> Iterator[Reason]:
    if info.network is not Network.MAINNET:
        return
    if seen.header is None or seen.header.answer is None:
        yield Reason(Code.TOP_BLOCK_UNKNOWN, "The daemon does not tell its top block, so its age is unknown.")
        return
    age_seconds = seen.observed_at - seen.header.answer.timestamp
    if age_seconds > MAX_BLOCK_AGE_SECONDS:
        yield Reason(Code.TOP_BLOCK_OLD, f"The top block is {age_seconds / 60:.0f} minutes old.")


def _why_stalled(seen: Observation, info: Info) -> Iterator[Reason]:
    # Where the chain itself stands still, a set that took all its nodes out of service would only make it worse.
    fresh_since = seen.observed_at - MAX_BLOCK_AGE_SECONDS
    if seen.header and seen.header.answer and siblings.are_all_as_old(seen, info, fresh_since=fresh_since):
        age_minutes = (seen.observed_at - seen.header.answer.timestamp) / 60
        yield Reason(
            Remark.CHAIN_STALLED, f"The top block is {age_minutes:.0f} minutes old, and no sibling has a younger one."
        )


def _forks(seen: Observation) -> Iterator[Reason]:
    if names := siblings.forked(seen):
        yield Reason(Remark.SIBLING_FORKED, f"Of another chain than this daemon's: {', '.join(names)}.")


def _peers(seen: Observation) -> list[Connection]:
    connections = observation.answer(seen.connections) or ()
    return [peer for peer in connections if peer.is_established]


def _common_height(peers: Sequence[Connection], *, is_closed: bool) -> int:
    if not peers:
        return 0
    if is_closed:
        return max(peer.height for peer in peers)
    chosen = [peer.height for peer in peers if not peer.incoming]
    return statistics.median_low(chosen or [peer.height for peer in peers])


def _cause(connections: Seen[tuple[Connection, ...]] | None) -> object:
    return connections.error if connections else "it was not asked"
