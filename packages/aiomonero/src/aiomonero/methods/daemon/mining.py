# SPDX-License-Identifier: Apache-2.0
"""Methods for miners and pools: what to work on, and handing in what was found."""

import types

import msgspec

from aiomonero.methods.method import MINUTES, Method
from aiomonero.types.block import BlockTemplate, GeneratedBlocks, SubmittedBlock
from aiomonero.types.hashes import Hash
from aiomonero.types.mining import AuxPow, AuxTemplate, MinerData


class TemplateParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is paid, and what to leave to the miner: `reserve_size` bytes of zeros, or the bytes `extra_nonce` (hex).

    `prev_block` is the hash of the block to build on, the chain's top without.
    """

    wallet_address: str
    reserve_size: int = 0
    prev_block: str = ""
    extra_nonce: str = ""


class GenerateParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many blocks to make, who is paid, and the hash of the block to build on, the chain's top without."""

    amount_of_blocks: int
    wallet_address: str
    prev_block: str = ""
    starting_nonce: int = 0


class AuxPowParams(msgspec.Struct, frozen=True):
    """The template (hex), and the blocks of other chains to put into it."""

    blocktemplate_blob: str
    aux_pow: tuple[AuxPow, ...]


class CalcPowParams(msgspec.Struct, frozen=True):
    """A block (hex) and what its proof of work depends on: rules, height, and the hash that seeds RandomX."""

    major_version: int
    height: int
    block_blob: str
    seed_hash: str


GET_BLOCK_TEMPLATE = Method(
    "get_block_template", TemplateParams, BlockTemplate, is_public=True, aliases=("getblocktemplate",)
)
SUBMIT_BLOCK = Method(
    "submit_block", tuple[str], SubmittedBlock, is_public=True, is_repeatable=False, aliases=("submitblock",)
)
GENERATE_BLOCKS = Method(
    "generateblocks", GenerateParams, GeneratedBlocks, is_public=False, is_repeatable=False, patience_seconds=MINUTES
)
GET_MINER_DATA = Method("get_miner_data", types.NoneType, MinerData, is_public=True)
ADD_AUX_POW = Method("add_aux_pow", AuxPowParams, AuxTemplate, is_public=True)
CALC_POW: Method[CalcPowParams, Hash] = Method("calc_pow", CalcPowParams, Hash, is_public=False)
