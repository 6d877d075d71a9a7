# SPDX-License-Identifier: Apache-2.0
"""A daemon in memory that knows its whole chain, each block's hash being its height."""

import msgspec

from aiomonero import errors
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from tests.support.observations import HEIGHT, header, info


def hash_at(height: int) -> str:
    """Return the hash of the block at a height."""
    return f"{height:064}"


class Chain:
    """Has HEIGHT blocks, and remembers which it was asked for."""

    def __init__(self, *, is_silent: bool = False) -> None:
        self.asked: list[int] = []
        self._is_silent = is_silent

    async def get_info(self) -> Info:
        """Tell the top block, or nothing."""
        if self._is_silent:
            raise errors.TimedOut("x")
        return info(top_block_hash=hash_at(HEIGHT - 1))

    async def get_block_header_by_height(self, height: int) -> BlockHeader:
        """Tell any block."""
        self.asked.append(height)
        return msgspec.structs.replace(header(), hash=hash_at(height))
