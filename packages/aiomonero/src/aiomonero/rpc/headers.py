# SPDX-License-Identifier: Apache-2.0
"""Calls about the main chain: how long it is, and the headers of its blocks."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.daemon import headers
from aiomonero.rpc import calls
from aiomonero.types.block import BlockHeader, ChainTip
from aiomonero.types.hashes import Hash


class HeaderCalls(calls.Calls):
    """Heights, hashes and headers; NotFound where there is no such block.

    `fill_pow_hash` has the hash of the proof of work worked out, which takes a while; restricted ports ignore it.
    """

    async def get_height(self) -> ChainTip:
        """Return how many blocks the chain has, and the hash of the last one."""
        return await self._caller.call(headers.GET_HEIGHT, None)

    async def get_block_count(self) -> int:
        """Return how many blocks there are, the first one among them; raises Busy while the daemon starts."""
        return (await self._caller.call(headers.GET_BLOCK_COUNT, None)).count

    async def on_get_block_hash(self, height: int) -> Hash:
        """Return the hash of the main chain's block at a height."""
        return await self._caller.call(headers.ON_GET_BLOCK_HASH, (height,))

    async def get_last_block_header(self, *, fill_pow_hash: bool = False) -> BlockHeader:
        """Return the top block's header; raises Busy while the daemon is not synchronized."""
        answer = await self._caller.call(headers.GET_LAST_BLOCK_HEADER, headers.LastParams(fill_pow_hash))
        return answer.block_header

    async def get_block_header_by_hash(self, block_hash: str, *, fill_pow_hash: bool = False) -> BlockHeader:
        """Return the header of a block that may also be aside of the main chain."""
        params = headers.HashParams(block_hash, fill_pow_hash)
        return (await self._caller.call(headers.GET_BLOCK_HEADER_BY_HASH, params)).block_header

    async def get_block_headers_by_hash(
        self, block_hashes: Iterable[str], *, fill_pow_hash: bool = False
    ) -> tuple[BlockHeader, ...]:
        """Return the headers in the order of the hashes, at most 1000 on restricted ports, in one question."""
        params = headers.HashesParams(parameters.listed(block_hashes), fill_pow_hash)
        return (await self._caller.call(headers.GET_BLOCK_HEADERS_BY_HASH, params)).block_headers

    async def get_block_header_by_height(self, height: int, *, fill_pow_hash: bool = False) -> BlockHeader:
        params = headers.HeightParams(height, fill_pow_hash)
        return (await self._caller.call(headers.GET_BLOCK_HEADER_BY_HEIGHT, params)).block_header

    async def get_block_headers_range(
        self, start_height: int, end_height: int, *, fill_pow_hash: bool = False
    ) -> tuple[BlockHeader, ...]:
        """Return the headers of both heights and of all between, at most 1000 on restricted ports."""
        params = headers.RangeParams(start_height, end_height, fill_pow_hash)
        return (await self._caller.call(headers.GET_BLOCK_HEADERS_RANGE, params)).headers
