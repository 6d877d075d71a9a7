# SPDX-License-Identifier: Apache-2.0
"""Calls about the daemon itself and the chain it holds."""

from aiomonero.methods.daemon import chain
from aiomonero.rpc import topic
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info, Version


class ChainCalls(topic.Topic):
    """What the daemon is and has."""

    async def get_info(self) -> Info:
        return await self._caller.call(chain.GET_INFO, None)

    async def get_version(self) -> Version:
        return await self._caller.call(chain.GET_VERSION, None)

    async def get_last_block_header(self) -> BlockHeader:
        """Return the top block's header; raises Busy while the daemon is not synchronized."""
        return (await self._caller.call(chain.GET_LAST_BLOCK_HEADER, None)).block_header

    async def get_block_header_by_height(self, height: int) -> BlockHeader:
        """Return the header of the main chain's block at `height`; raises NotFound above the top."""
        answer = await self._caller.call(chain.GET_BLOCK_HEADER_BY_HEIGHT, chain.HeightParams(height))
        return answer.block_header
