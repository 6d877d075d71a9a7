# SPDX-License-Identifier: Apache-2.0
"""Calls of miners and pools: what to work on, and handing in what was found."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.daemon import mining
from aiomonero.rpc import calls
from aiomonero.types.block import BlockTemplate, GeneratedBlocks, SubmittedBlock
from aiomonero.types.hashes import Hash
from aiomonero.types.mining import AuxPow, AuxTemplate, MinerData


class MiningCalls(calls.Calls):
    """Templates, blocks handed in, and blocks made by the daemon itself on regtest."""

    async def get_block_template(
        self, wallet_address: str, *, reserve_size: int = 0, extra_nonce: str = "", prev_block: str = ""
    ) -> BlockTemplate:
        """Return the next block, paying `wallet_address`; raises Busy while the daemon is not synchronized.

        Leaves `reserve_size` bytes to the miner, or, instead, has the bytes `extra_nonce` (hex) in their place.
        Builds on the block whose hash is `prev_block`, by default the chain's top.
        """
        params = mining.TemplateParams(wallet_address, reserve_size, prev_block, extra_nonce)
        return await self._caller.call(mining.GET_BLOCK_TEMPLATE, params)

    async def submit_block(self, block_blob: str) -> SubmittedBlock:
        """Hand in a block in hex; raises Rejected where the daemon does not accept it. Never repeated."""
        return await self._caller.call(mining.SUBMIT_BLOCK, (block_blob,))

    async def generate_blocks(
        self, count: int, wallet_address: str, *, prev_block: str = "", starting_nonce: int = 0
    ) -> GeneratedBlocks:
        """Let a regtest daemon make blocks, at some 70 ms each; unrestricted port only. Never repeated.

        They stand on the block whose hash is `prev_block`, by default the chain's top. Another `starting_nonce` makes
        other blocks of the same height.
        """
        params = mining.GenerateParams(count, wallet_address, prev_block, starting_nonce)
        return await self._caller.call(mining.GENERATE_BLOCKS, params)

    async def get_miner_data(self) -> MinerData:
        """Return what it takes to build the next block oneself; raises Busy while the daemon is not synchronized."""
        return await self._caller.call(mining.GET_MINER_DATA, None)

    async def add_aux_pow(self, blocktemplate_blob: str, aux_pow: Iterable[AuxPow]) -> AuxTemplate:
        """Put blocks of other chains into a template; a restricted port takes at most ten."""
        return await self._caller.call(
            mining.ADD_AUX_POW, mining.AuxPowParams(blocktemplate_blob, parameters.listed(aux_pow))
        )

    async def calc_pow(self, block_blob: str, *, major_version: int, height: int, seed_hash: str) -> Hash:
        """Return the proof-of-work hash of a block in hex, in some 70 ms; unrestricted port only."""
        params = mining.CalcPowParams(major_version, height, block_blob, seed_hash)
        return await self._caller.call(mining.CALC_POW, params)
