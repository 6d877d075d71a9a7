# SPDX-License-Identifier: Apache-2.0
"""Methods that give whole blocks, and the ways that wallets catch up with the chain."""

import msgspec
from msgspec import UNSET, UnsetType

from aiomonero.methods.daemon.headers import NO_SUCH_HASH
from aiomonero.methods.method import Form, Method
from aiomonero.types.block import Block
from aiomonero.types.raw_block import BlocksQuery, Hashes, RawBlock, RawBlocks

_HASHES_LIMIT_BYTES = 2**20
"""Three times the 10,000 hashes that a daemon gives."""
_BLOCKS_LIMIT_BYTES = 128 * 2**20
"""The daemon stops after the block with which it passes 100 MiB (src/cryptonote_core/blockchain.cpp of monero 0.18)."""


class BlockParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names a block by its hash, or where that is left out by its height."""

    hash: str | UnsetType = UNSET
    height: int | UnsetType = UNSET
    fill_pow_hash: bool = False


class HeightsParams(msgspec.Struct, frozen=True):
    """Names blocks by their heights; restricted ports take 1000 of them."""

    heights: tuple[int, ...]


class HashesParams(msgspec.Struct, frozen=True):
    """Where to begin, as in `BlocksQuery`."""

    block_ids: tuple[str, ...] = ()
    start_height: int = 0


class ByHeightResult(msgspec.Struct, frozen=True):
    """Blocks in the order of the heights."""

    blocks: tuple[RawBlock, ...] = ()


GET_BLOCK = Method("get_block", BlockParams, Block, is_public=True, aliases=("getblock",), refusals=NO_SUCH_HASH)
GET_BLOCKS_BIN = Method(
    "get_blocks.bin",
    BlocksQuery,
    RawBlocks,
    is_public=True,
    form=Form.STORAGE,
    aliases=("/getblocks.bin",),
    limit_bytes=_BLOCKS_LIMIT_BYTES,
)
GET_BLOCKS_BY_HEIGHT_BIN = Method(
    "get_blocks_by_height.bin",
    HeightsParams,
    ByHeightResult,
    is_public=True,
    form=Form.STORAGE,
    aliases=("/getblocks_by_height.bin",),
)
GET_HASHES_BIN = Method(
    "get_hashes.bin",
    HashesParams,
    Hashes,
    is_public=True,
    form=Form.STORAGE,
    aliases=("/gethashes.bin",),
    limit_bytes=_HASHES_LIMIT_BYTES,
)
