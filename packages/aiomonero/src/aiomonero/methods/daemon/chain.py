# SPDX-License-Identifier: Apache-2.0
"""Methods about the daemon itself and the chain it holds."""

import types

import msgspec

from aiomonero.methods.method import Method
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info, Version


class HeightParams(msgspec.Struct, frozen=True):
    """Names a block by its height."""

    height: int


class HeaderResult(msgspec.Struct, frozen=True):
    """Wraps the header of one block."""

    block_header: BlockHeader


GET_INFO = Method("get_info", types.NoneType, Info, is_public=True, aliases=("/get_info", "/getinfo"))
GET_VERSION = Method("get_version", types.NoneType, Version, is_public=True)
GET_LAST_BLOCK_HEADER = Method("get_last_block_header", types.NoneType, HeaderResult, is_public=True)
GET_BLOCK_HEADER_BY_HEIGHT = Method("get_block_header_by_height", HeightParams, HeaderResult, is_public=True)
