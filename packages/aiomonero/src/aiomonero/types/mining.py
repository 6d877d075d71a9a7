# SPDX-License-Identifier: Apache-2.0
"""What miners and pools are told beside templates, and what the daemon's own miner does."""

from typing import Annotated

import msgspec

from aiomonero.types import difficulty
from aiomonero.types.hashes import Blob, Hash

_Hex128 = Annotated[str, msgspec.Meta(pattern="^0x[0-9a-f]{1,32}$")]


class BacklogEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A transaction that waits for a block."""

    tx_hash: Hash = msgspec.field(name="id")
    weight: int
    fee_piconero: int = msgspec.field(name="fee")


class MinerData(msgspec.Struct, frozen=True, kw_only=True):
    """All that it takes to build the block at `height` without the daemon."""

    major_version: int
    height: int
    prev_hash: Hash = msgspec.field(name="prev_id")
    seed_hash: Hash
    difficulty_hex: _Hex128 = msgspec.field(name="difficulty")
    median_weight: int
    already_generated_piconero: int = msgspec.field(name="already_generated_coins")
    tx_backlog: tuple[BacklogEntry, ...] = ()

    @property
    def difficulty(self) -> int:
        """Difficulty that the block has to meet, all 128 bits."""
        return int(self.difficulty_hex, 16)


class AuxPow(msgspec.Struct, frozen=True):
    """A block of another chain that is mined together with Monero's: the chain's id, and the block's hash."""

    id: Hash
    hash: Hash


class AuxTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template (hex) that also proves work for other chains: `merkle_root`, which stands in it, is over their blocks.

    `aux_pow` has those blocks in the order of the tree's leaves.
    """

    blocktemplate_blob: Blob
    blockhashing_blob: Blob
    merkle_root: Hash
    merkle_tree_depth: int
    aux_pow: tuple[AuxPow, ...] = ()


class MiningStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the daemon's own miner does; `address` is "" and the reward 0 while it is not `active`.

    With background mining on, it works while the machine was idle for `bg_min_idle_seconds` to more than
    `bg_idle_threshold_percent`, and takes `bg_target_percent` of it.
    """

    active: bool
    address: str
    pow_algorithm: str
    speed_hashes_per_second: int = msgspec.field(name="speed")
    threads_count: int
    is_background_mining_enabled: bool
    bg_idle_threshold_percent: int = msgspec.field(name="bg_idle_threshold")
    bg_min_idle_seconds: int
    bg_ignore_battery: bool
    bg_target_percent: int = msgspec.field(name="bg_target")
    block_target_seconds: int = msgspec.field(name="block_target")
    block_reward_piconero: int = msgspec.field(name="block_reward")
    difficulty_low64: int = msgspec.field(name="difficulty")
    difficulty_top64: int = 0

    @property
    def difficulty(self) -> int:
        """Difficulty of the next block, all 128 bits."""
        return difficulty.whole(self.difficulty_top64, self.difficulty_low64)
