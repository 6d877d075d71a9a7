# SPDX-License-Identifier: Apache-2.0
"""Decides whether a daemon is in sync and fit to serve clients, and if not, why.

Never by `synchronized` alone: it stays true on a daemon that lost all its peers, and stays false for minutes on one
that is ahead of them. Peers' heights, as the daemon tells them, lag behind the truth and never lead it, except where a
peer lies: on an open network the middle of what peers say counts, so that no single peer can take a daemon out of
service; in a closed network peers are siblings and the best one counts.
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
from monero_exporter.translate.observation import Observation

MAX_LAG_BLOCKS = 2
"""Blocks that a daemon may lack: they arrive at different daemons at different moments."""

MAX_BLOCK_AGE_SECONDS = 30 * 60
"""A block is due every 2 minutes, so half an hour without one means a stalled daemon (chance: 3 in 10 million)."""


class Code(enum.StrEnum):
    """Why a daemon is not ready; programs may rely on these."""

    DAEMON_UNREACHABLE = "DaemonUnreachable"
    DAEMON_TIMED_OUT = "DaemonTimedOut"
    DAEMON_REFUSED = "DaemonRefused"
    BOOTSTRAPPING = "Bootstrapping"
    PEERS_UNKNOWN = "PeersUnknown"
    SYNCING = "Syncing"
    NEVER_SYNCED = "NeverSynced"
    NO_PEERS = "NoPeers"
    TOP_BLOCK_UNKNOWN = "TopBlockUnknown"
    TOP_BLOCK_OLD = "TopBlockOld"


class Verdict(NamedTuple):
    """Whether the daemon is in sync, and every reason against sending clients to it."""

    is_synced: bool
    reasons: tuple[Reason, ...]

    @property
    def is_ready(self) -> bool:
        return not self.reasons


def judge(seen: Observation, *, is_closed: bool) -> Verdict:
    """Judge what was seen; a daemon on regtest is in a closed network in any case."""
    info = seen.info.answer
    if info is None:
        return Verdict(is_synced=False, reasons=(_unanswered(seen.info.error),))
    closed = is_closed or info.network is Network.REGTEST
    unsynced = _why_unsynced(seen, info, is_closed=closed)
    unserving = () if closed else (*_why_lonely(seen), *_why_stale(seen, info))
    reasons = (*((unsynced,) if unsynced else ()), *unserving)
    return Verdict(is_synced=unsynced is None, reasons=reasons)


def _unanswered(error: errors.MoneroError | None) -> Reason:
    match error:
        case errors.TimedOut():
            return Reason(Code.DAEMON_TIMED_OUT, f"The daemon does not answer in time: {error}.")
        case errors.TransportError():
            return Reason(Code.DAEMON_UNREACHABLE, f"The daemon cannot be reached: {error}.")
        case _:
            return Reason(Code.DAEMON_REFUSED, f"The daemon refuses to tell about itself: {error}.")


def _why_unsynced(seen: Observation, info: Info, *, is_closed: bool) -> Reason | None:
    if info.untrusted:
        return Reason(Code.BOOTSTRAPPING, "The answers come from a bootstrap daemon, not from this one.")
    if seen.connections is None or seen.connections.answer is None:
        return Reason(Code.PEERS_UNKNOWN, f"The daemon does not tell its peers: {_cause(seen)}.")
    heights = [peer.height for peer in _peers(seen.connections.answer)]
    if not heights and not info.synchronized:
        return Reason(
            Code.NEVER_SYNCED, "The daemon met no peer since its start, so it cannot know how far others are."
        )
    goal = max(info.target_height, _common_height(heights, is_closed=is_closed))
    if info.height < goal - MAX_LAG_BLOCKS:
        return Reason(Code.SYNCING, f"The daemon has {info.height} of {goal} blocks.")
    return None


def _why_lonely(seen: Observation) -> Iterator[Reason]:
    connections = seen.connections.answer if seen.connections else None
    if connections is not None and not _peers(connections):
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


def _peers(connections: Sequence[Connection]) -> list[Connection]:
    return [peer for peer in connections if peer.is_established]


def _common_height(heights: Sequence[int], *, is_closed: bool) -> int:
    if not heights:
        return 0
    return max(heights) if is_closed else statistics.median_high(heights)


def _cause(seen: Observation) -> object:
    return seen.connections.error if seen.connections else "it was not asked"
