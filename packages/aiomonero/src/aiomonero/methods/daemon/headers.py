# SPDX-License-Identifier: Apache-2.0
"""Methods about the main chain: how long it is, and the headers of its blocks."""

import types

import msgspec

from aiomonero import errors
from aiomonero.methods.method import SMALL_BYTES, Form, Method
from aiomonero.types.block import BlockHeader, ChainTip
from aiomonero.types.hashes import Hash

NO_SUCH_HASH = {-5: errors.NotFound}
"""An unknown hash is refused as an "internal error" (src/rpc/core_rpc_server.cpp of monero 0.18)."""


class LastParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether to work out the hash of the proof of work too, which takes long; restricted ports ignore it."""

    fill_pow_hash: bool = False


class HeightParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names a block by its height."""

    height: int
    fill_pow_hash: bool = False


class HashParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names a block by its hash."""

    hash: str
    fill_pow_hash: bool = False


class HashesParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names blocks by their hashes; restricted ports take 1000 of them."""

    hashes: tuple[str, ...]
    fill_pow_hash: bool = False


class RangeParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names all blocks from one height to another, both included; restricted ports give 1000 of them."""

    start_height: int
    end_height: int
    fill_pow_hash: bool = False


class CountResult(msgspec.Struct, frozen=True):
    """How many blocks there are, the first one among them."""

    count: int


class HeaderResult(msgspec.Struct, frozen=True):
    """Wraps the header of one block."""

    block_header: BlockHeader


class HeadersByHashResult(msgspec.Struct, frozen=True):
    """Headers in the order of the hashes; the single header beside them is blank and not read."""

    block_headers: tuple[BlockHeader, ...] = ()


class HeadersResult(msgspec.Struct, frozen=True):
    """Headers of a range."""

    headers: tuple[BlockHeader, ...] = ()


GET_HEIGHT = Method(
    "get_height",
    types.NoneType,
    ChainTip,
    is_public=True,
    form=Form.PATH,
    aliases=("/getheight",),
    limit_bytes=SMALL_BYTES,
)
GET_BLOCK_COUNT = Method(
    "get_block_count", types.NoneType, CountResult, is_public=True, aliases=("getblockcount",), limit_bytes=SMALL_BYTES
)
ON_GET_BLOCK_HASH = Method(
    "on_get_block_hash", tuple[int], Hash, is_public=True, aliases=("on_getblockhash",), limit_bytes=SMALL_BYTES
)
GET_LAST_BLOCK_HEADER = Method(
    "get_last_block_header",
    LastParams,
    HeaderResult,
    is_public=True,
    aliases=("getlastblockheader",),
    limit_bytes=SMALL_BYTES,
)
GET_BLOCK_HEADER_BY_HASH = Method(
    "get_block_header_by_hash",
    HashParams,
    HeaderResult,
    is_public=True,
    aliases=("getblockheaderbyhash",),
    limit_bytes=SMALL_BYTES,
    refusals=NO_SUCH_HASH,
)
GET_BLOCK_HEADERS_BY_HASH = Method(
    "get_block_header_by_hash",
    HashesParams,
    HeadersByHashResult,
    is_public=True,
    aliases=("getblockheaderbyhash",),
    refusals=NO_SUCH_HASH,
)
GET_BLOCK_HEADER_BY_HEIGHT = Method(
    "get_block_header_by_height",
    HeightParams,
    HeaderResult,
    is_public=True,
    aliases=("getblockheaderbyheight",),
    limit_bytes=SMALL_BYTES,
)
GET_BLOCK_HEADERS_RANGE = Method(
    "get_block_headers_range", RangeParams, HeadersResult, is_public=True, aliases=("getblockheadersrange",)
)
