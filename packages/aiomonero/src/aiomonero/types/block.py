# SPDX-License-Identifier: Apache-2.0
"""Blocks: headers and whole ones as daemons describe them, templates, and what became of a block handed in."""

import msgspec

from aiomonero.types import body, difficulty
from aiomonero.types.hashes import BLANK, Blob, Hash, HashOrBlank


class BlockHeader(msgspec.Struct, frozen=True, kw_only=True):
    """A block without its transactions; `timestamp` is in Unix seconds and chosen by its miner.

    `depth` counts the blocks on top of it. `pow_hash` is "" unless it was asked for.
    """

    hash: Hash
    prev_hash: Hash
    height: int
    depth: int
    timestamp: int
    major_version: int
    minor_version: int
    nonce: int
    orphan_status: bool
    num_txes: int
    pow_hash: HashOrBlank = BLANK
    miner_tx_hash: Hash
    reward_piconero: int = msgspec.field(name="reward")
    block_size_bytes: int = msgspec.field(name="block_size")
    block_weight: int | None = None
    long_term_weight: int | None = None
    difficulty_low64: int = msgspec.field(name="difficulty")
    difficulty_top64: int = 0
    cumulative_difficulty_low64: int = msgspec.field(name="cumulative_difficulty")
    cumulative_difficulty_top64: int = 0

    @property
    def difficulty(self) -> int:
        """Difficulty of this block, all 128 bits."""
        return difficulty.whole(self.difficulty_top64, self.difficulty_low64)

    @property
    def cumulative_difficulty(self) -> int:
        """Work in the chain up to and with this block, all 128 bits."""
        return difficulty.whole(self.cumulative_difficulty_top64, self.cumulative_difficulty_low64)


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block: its header and bytes (hex), and the hashes of its transactions, of which the miner's stands apart."""

    header: BlockHeader = msgspec.field(name="block_header")
    miner_tx_hash: Hash
    tx_hashes: tuple[Hash, ...] = ()
    blob: Blob
    json: str

    def body(self) -> body.BlockBody:
        """Read what is inside the block; raises RemoteProtocolError where the daemon printed nonsense."""
        return body.decode(self.json, body.BlockBody)


class ChainTip(msgspec.Struct, frozen=True):
    """How many blocks the main chain has, and the hash of the last one."""

    height: int
    hash: Hash


class BlockTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """What a miner works on: `blocktemplate_blob` (hex) is the block, `blockhashing_blob` (hex) what is hashed.

    `reserved_offset` is the byte of the block where the reserved space begins. `next_seed_hash` is "" except shortly
    before the seed of the proof of work changes. `cumulative_weight` is that of its transactions, None before 0.19.
    """

    blocktemplate_blob: Blob
    blockhashing_blob: Blob
    height: int
    prev_hash: Hash
    seed_hash: Hash
    next_seed_hash: HashOrBlank = BLANK
    seed_height: int
    reserved_offset: int
    cumulative_weight: int | None = None
    expected_reward_piconero: int = msgspec.field(name="expected_reward")
    difficulty_low64: int = msgspec.field(name="difficulty")
    difficulty_top64: int = 0

    @property
    def difficulty(self) -> int:
        """Difficulty that the block has to meet, all 128 bits."""
        return difficulty.whole(self.difficulty_top64, self.difficulty_low64)


class SubmittedBlock(msgspec.Struct, frozen=True):
    """A block that the daemon took; its hash is None from daemons as old as 0.18.0.0."""

    block_hash: Hash | None = msgspec.field(name="block_id", default=None)


class GeneratedBlocks(msgspec.Struct, frozen=True):
    """Blocks that a regtest daemon made itself: their hashes, and the height of the last one."""

    height: int
    blocks: tuple[Hash, ...] = ()
