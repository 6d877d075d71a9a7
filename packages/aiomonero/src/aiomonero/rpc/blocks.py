# SPDX-License-Identifier: Apache-2.0
"""Calls that give whole blocks, and the ways that wallets catch up with the chain."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.daemon import blocks
from aiomonero.rpc import calls
from aiomonero.types.block import Block
from aiomonero.types.raw_block import BlocksQuery, Hashes, RawBlock, RawBlocks


class BlockCalls(calls.Calls):
    """Whole blocks, described or as bytes."""

    async def get_block(self, height_or_hash: int | str, *, fill_pow_hash: bool = False) -> Block:
        """Return a block, by hash also from aside of the main chain; raises NotFound where there is none."""
        if isinstance(height_or_hash, str):
            params = blocks.BlockParams(hash=height_or_hash, fill_pow_hash=fill_pow_hash)
        else:
            params = blocks.BlockParams(height=height_or_hash, fill_pow_hash=fill_pow_hash)
        return await self._caller.call(blocks.GET_BLOCK, params)

    async def get_blocks_bin(self, query: BlocksQuery) -> RawBlocks:
        """Return blocks with their transactions, and what is in the pool or changed in it where that is asked for.

        An answer may have 100 MB: `iterate_blocks` takes smaller bites.
        """
        return await self._caller.call(blocks.GET_BLOCKS_BIN, query)

    async def get_blocks_by_height_bin(self, heights: Iterable[int]) -> tuple[RawBlock, ...]:
        """Return blocks in the order of their heights, at most 1000 on restricted ports."""
        params = blocks.HeightsParams(parameters.listed(heights))
        return (await self._caller.call(blocks.GET_BLOCKS_BY_HEIGHT_BIN, params)).blocks

    async def get_hashes_bin(self, *, start_height: int = 0, block_ids: Iterable[str] = ()) -> Hashes:
        """Return at most 10,000 hashes of blocks, from where `BlocksQuery` says."""
        params = blocks.HashesParams(parameters.listed(block_ids), start_height)
        return await self._caller.call(blocks.GET_HASHES_BIN, params)
