# SPDX-License-Identifier: Apache-2.0
"""The end of the main chain as it was when it was last looked at: what a reorganization is told by."""

import dataclasses
from collections.abc import Iterable, Sequence

from aiomonero.types.block import BlockHeader

REMEMBERED = 100
"""Blocks that are kept; of a deeper reorganization only so many are told."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tail:
    """Headers of the last blocks, lowest first, without a gap."""

    headers: tuple[BlockHeader, ...] = ()

    @property
    def top(self) -> BlockHeader | None:
        """The last block; None before the first look."""
        return self.headers[-1] if self.headers else None

    @property
    def first_height(self) -> int:
        """Where the lowest one that is kept stands."""
        return self.headers[0].height if self.headers else 0

    def at(self, height: int) -> BlockHeader | None:
        """Return the block of this height, if it is kept."""
        index = height - self.first_height
        return self.headers[index] if 0 <= index < len(self.headers) else None

    def has(self, header: BlockHeader) -> bool:
        """Tell whether just this block is kept."""
        ours = self.at(header.height)
        return ours is not None and ours.hash == header.hash

    def common_height(self, headers: Iterable[BlockHeader]) -> int:
        """Return the height of the highest of these blocks that is kept, or where there is none, that below all."""
        return max((header.height for header in headers if self.has(header)), default=self.first_height - 1)

    def up_to(self, height: int) -> "Tail":
        """Return what is left when all blocks above this height leave."""
        return Tail(tuple(header for header in self.headers if header.height <= height))

    def followed_by(self, headers: Sequence[BlockHeader]) -> "Tail":
        """Return the tail with these blocks at its end; where they do not stand on it, they are all that is kept."""
        is_next = self.top is not None and self.top.hash == headers[0].prev_hash
        return Tail((*(self.headers if is_next else ()), *headers)[-REMEMBERED:])
