# SPDX-License-Identifier: Apache-2.0
"""Methods that make blocks."""

import msgspec

from aiomonero.methods.method import Method
from aiomonero.types.block import BlockTemplate, GeneratedBlocks, SubmittedBlock


class TemplateParams(msgspec.Struct, frozen=True):
    """Who is paid, and how many bytes of the block to leave to the miner."""

    wallet_address: str
    reserve_size: int


class GenerateParams(msgspec.Struct, frozen=True):
    """How many blocks to make, and who is paid."""

    amount_of_blocks: int
    wallet_address: str
    starting_nonce: int = 0


GET_BLOCK_TEMPLATE = Method("get_block_template", TemplateParams, BlockTemplate, is_public=True)
SUBMIT_BLOCK = Method("submit_block", tuple[str], SubmittedBlock, is_public=True, is_repeatable=False)
GENERATE_BLOCKS = Method("generateblocks", GenerateParams, GeneratedBlocks, is_public=False, is_repeatable=False)
