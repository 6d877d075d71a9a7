# SPDX-License-Identifier: Apache-2.0
"""Chains that lost against the main one, as far as a daemon saw them."""

import msgspec

from aiomonero.types import difficulty
from aiomonero.types.hashes import Hash


class AlternateChain(msgspec.Struct, frozen=True, kw_only=True):
    """Some blocks aside of the main chain: `height` and `block_hash` are those of the last one.

    `block_hashes` go from the last block to the first, whose parent is `main_chain_parent_block`.
    """

    block_hash: Hash
    height: int
    length: int
    block_hashes: tuple[Hash, ...] = ()
    main_chain_parent_block: Hash
    difficulty_low64: int = msgspec.field(name="difficulty")
    difficulty_top64: int = 0

    @property
    def cumulative_difficulty(self) -> int:
        """Work in this chain from the first block of all, all 128 bits."""
        return difficulty.whole(self.difficulty_top64, self.difficulty_low64)
