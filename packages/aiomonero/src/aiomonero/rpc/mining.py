# SPDX-License-Identifier: Apache-2.0
"""Calls that make blocks."""

from aiomonero.methods.daemon import mining
from aiomonero.rpc import topic
from aiomonero.types.block import BlockTemplate, GeneratedBlocks, SubmittedBlock


class MiningCalls(topic.Topic):
    """Templates, blocks handed in, and blocks made by the daemon itself on regtest."""

    async def get_block_template(self, wallet_address: str, *, reserve_size: int = 0) -> BlockTemplate:
        """Return the next block, paying `wallet_address`; raises Busy while the daemon is not synchronized."""
        return await self._caller.call(mining.GET_BLOCK_TEMPLATE, mining.TemplateParams(wallet_address, reserve_size))

    async def submit_block(self, block_blob: str) -> SubmittedBlock:
        """Hand in a block in hex; raises Rejected where the daemon does not accept it. Never repeated."""
        return await self._caller.call(mining.SUBMIT_BLOCK, (block_blob,))

    async def generate_blocks(self, count: int, wallet_address: str) -> GeneratedBlocks:
        """Let a regtest daemon make blocks, at some 70 ms each; unrestricted port only. Never repeated."""
        return await self._caller.call(mining.GENERATE_BLOCKS, mining.GenerateParams(count, wallet_address))
