# SPDX-License-Identifier: Apache-2.0
"""What peers tell each other about themselves, their chains and other peers; nothing of it is proven."""

import msgspec

from aiomonero.types.hashes import Hash
from aiomonero.types.peer_address import PeerAddress

FLUFFY_BLOCKS = 1
"""The support flag of a peer that wants new blocks without the transactions that it has (cryptonote_config.h)."""


class ChainState(msgspec.Struct, frozen=True, kw_only=True):
    """The chain that a peer says it has.

    `height` counts its blocks, `top_version` is the hard fork of the top one, `cumulative_difficulty` is whole, of 128
    bits; `pruning_seed` 0 means that all blocks are whole.
    """

    height: int
    top_hash: Hash
    top_version: int
    cumulative_difficulty: int
    pruning_seed: int = 0


class PeerNode(msgspec.Struct, frozen=True, kw_only=True):
    """What a peer says of itself: the P2P port where it is found, 0 for nowhere, and its RPC for everybody, if any."""

    peer_id: int
    port: int = 0
    rpc_port: int = 0
    rpc_credits_per_hash: int = 0
    support_flags: int = 0


class PeerEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A peer that another one knows; `last_seen` is in Unix seconds, 0 where it is not told, as usual."""

    address: PeerAddress
    peer_id: int = 0
    last_seen: int = 0
    pruning_seed: int = 0
    rpc_port: int = 0
    rpc_credits_per_hash: int = 0


class Handshake(msgspec.Struct, frozen=True, kw_only=True):
    """A peer's side of the handshake; `peers` holds at most 250, without those whose address has an unknown kind."""

    node: PeerNode
    chain: ChainState
    peers: tuple[PeerEntry, ...] = ()


class TimedSync(msgspec.Struct, frozen=True, kw_only=True):
    """A peer's chain a while later, with the peers that it did not tell before on this connection."""

    chain: ChainState
    peers: tuple[PeerEntry, ...] = ()
