# SPDX-License-Identifier: Apache-2.0
"""How far a daemon is, whom it downloads from, and what the network's rules ask of its version."""

import enum
from typing import Self

import msgspec

from aiomonero.types.peer import Connection


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks asked of one peer, waiting for those before them; `speed` is 0 to 100 beside the other peers."""

    start_block_height: int
    nblocks: int
    connection_id: str
    remote_address: str
    size_bytes: int = msgspec.field(name="size")
    rate_bytes_per_second: int = msgspec.field(name="rate")
    speed: int


class SyncPeer(msgspec.Struct, frozen=True):
    """Wraps one connection."""

    info: Connection


class SyncInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Where a synchronization stands: `overview` draws the queue of spans, such as "[m..]".

    `target_height` is 0 where the daemon knows of no higher chain. `next_needed_pruning_seed` tells which stripe of a
    pruned chain the next blocks are in; 0 is any.
    """

    height: int
    target_height: int
    next_needed_pruning_seed: int
    overview: str
    peers: tuple[SyncPeer, ...] = ()
    spans: tuple[Span, ...] = ()


class ForkState(enum.IntEnum):
    """How a daemon's version goes with its chain's rules (src/cryptonote_basic/hardfork.h of monero 0.18)."""

    LIKELY_FORKED = 0
    UPDATE_NEEDED = 1
    READY = 2
    OTHER = -1
    """What this library does not know yet."""

    @classmethod
    def _missing_(cls, _: object) -> Self:
        return cls(-1)


class HardForkInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One set of consensus rules: `enabled` from `earliest_height` on, which is 2**64 - 1 where it is not planned.

    `version` is that of the chain's top, whatever was asked about; `votes` of the last `window` blocks were for the
    rules asked about, and `voting` is what this daemon's own blocks vote for. `state` is LIKELY_FORKED where the
    daemon probably left the network's chain, but on regtest it means nothing.
    """

    version: int
    enabled: bool
    window: int
    votes: int
    threshold: int
    voting: int
    state: ForkState
    earliest_height: int
