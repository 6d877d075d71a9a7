# SPDX-License-Identifier: Apache-2.0
"""Blocks as bytes with the bytes of all their transactions, as wallets fetch them; hashes are in hex as everywhere."""

import enum
from typing import Self

import msgspec
from msgspec import UNSET, UnsetType

from aiomonero.types.hashes import Hash


class Requested(enum.IntEnum):
    """What a daemon is asked for; 0.18.0.0 gives blocks whatever is said."""

    BLOCKS = 0
    BLOCKS_AND_POOL = 1
    POOL = 2


class PoolExtent(enum.IntEnum):
    """How much an answer says of the pool."""

    NOTHING = 0
    CHANGES = 1
    """What changed since the time that was named."""
    ALL = 2
    OTHER = -1
    """What this library does not know yet."""

    @classmethod
    def _missing_(cls, _: object) -> Self:
        return cls(-1)


class BlocksQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Names blocks from `start_height` on, or where that is 0 from the last one that the daemon shares with the asker.

    `block_ids` are the asker's hashes from its last block to the first of all, ever further apart; the shared block is
    among the answer unless `block_ids_exclusive` (new in 0.19). `prune` leaves proofs out, `no_miner_tx` the places of
    the miners' outputs. The daemon says how many blocks it gives, at most 1000, and at most `max_block_count` since
    0.18.5. `pool_info_since` is the `daemon_time` of the answer before. What a daemon does not know it ignores.
    """

    start_height: int = 0
    block_ids: tuple[str, ...] = ()
    prune: bool = False
    no_miner_tx: bool | UnsetType = UNSET
    max_block_count: int | UnsetType = UNSET
    requested_info: Requested | UnsetType = UNSET
    pool_info_since: int | UnsetType = UNSET
    block_ids_exclusive: bool | UnsetType = UNSET


class PrunedTransaction(msgspec.Struct, frozen=True):
    """A transaction without its proofs, and the hash of these, for which daemons of 0.18 send zeros."""

    blob: bytes
    prunable_hash: Hash


class RawBlock(msgspec.Struct, frozen=True):
    """A block's bytes and transactions in its order (the miner's is inside); `weight` is 0 where it is not told."""

    blob: bytes = msgspec.field(name="block")
    transactions: tuple[bytes | PrunedTransaction, ...] = msgspec.field(name="txs", default=())
    is_pruned: bool = msgspec.field(name="pruned", default=False)
    weight: int = msgspec.field(name="block_weight", default=0)


class TransactionOutputs(msgspec.Struct, frozen=True):
    """Places in the chain of one transaction's outputs."""

    indices: tuple[int, ...] = ()


class BlockOutputs(msgspec.Struct, frozen=True):
    """Places of the outputs of each transaction of a block, the miner's first."""

    transactions: tuple[TransactionOutputs, ...] = msgspec.field(name="indices", default=())


class RawPoolTransaction(msgspec.Struct, frozen=True):
    """The bytes of a transaction that waits."""

    tx_hash: Hash
    blob: bytes = msgspec.field(name="tx_blob")
    double_spend_seen: bool = False


class RawBlocks(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the main chain's blocks from `start_height` on, and what changed in the pool where that was asked for.

    `current_height` is the height of the chain. `daemon_time` (Unix seconds) is what to name as `pool_info_since` the
    next time, and None from 0.18.0.0. `top_block_hash` is new in 0.19.
    """

    start_height: int = 0
    current_height: int = 0
    blocks: tuple[RawBlock, ...] = ()
    outputs: tuple[BlockOutputs, ...] = msgspec.field(name="output_indices", default=())
    daemon_time: int | None = None
    pool_info_extent: PoolExtent = PoolExtent.NOTHING
    added_pool_txs: tuple[RawPoolTransaction, ...] = ()
    remaining_added_pool_tx_hashes: tuple[Hash, ...] = msgspec.field(name="remaining_added_pool_txids", default=())
    removed_pool_tx_hashes: tuple[Hash, ...] = msgspec.field(name="removed_pool_txids", default=())
    top_block_hash: Hash | None = None


class Hashes(msgspec.Struct, frozen=True):
    """Hashes of the main chain's blocks from `start_height` on, of `current_height` that there are."""

    start_height: int
    current_height: int
    hashes: tuple[Hash, ...] = msgspec.field(name="m_block_ids", default=())
