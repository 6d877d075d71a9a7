# SPDX-License-Identifier: Apache-2.0
"""Follows the main chain through what is published about it and tells what is missing in between; pure.

Both chain topics feed it. Whole blocks tell only their predecessors' hashes; the minimal message, which monerod sends
right after them, tells the others.
"""

from collections.abc import Iterable, Sequence

from aiomonero.types.hashes import Hash
from aiomonero.types.publication import FullBlocks, NewBlocks
from aiomonero.zmq.notice import Missed, Reorganized

REMEMBERED = 1000
"""Blocks below the top whose hashes are kept to compare: deeper reorganizations are told by their heights alone."""


class Continuity:
    """What is known of the chain: the height that comes next, and the hashes of the latest blocks.

    `wants_full`: somebody waits for whole blocks, so hashes that came alone stand for blocks that were missed.
    """

    def __init__(self, *, wants_full: bool) -> None:
        self._wants_full = wants_full
        self._next: int | None = None
        self._hashes: dict[int, Hash] = {}

    @property
    def remembered(self) -> int:
        """How many hashes are kept."""
        return len(self._hashes)

    def minimal(self, new: NewBlocks) -> list[Missed | Reorganized]:
        """Take the hashes of new blocks; return what happened before them."""
        if self._completes(new):
            self._learn(new.first_height, new.first_prev_hash, new.hashes)
            return []
        told = self._follow(new.first_height, new.first_prev_hash, new.hashes)
        if self._wants_full:
            told.append(Missed(new.first_height, new.height, new.first_prev_hash))
        return told

    def full(self, new: FullBlocks) -> list[Missed | Reorganized]:
        """Take new blocks; return what happened before them."""
        first = new.blocks[0]
        if first.height is None:
            return []
        return self._follow(first.height, first.prev_hash, [*(each.prev_hash for each in new.blocks[1:]), None])

    def _completes(self, new: NewBlocks) -> bool:
        """Tell whether these are the blocks that came whole a moment ago."""
        return (
            new.height + 1 == self._next
            and new.height not in self._hashes
            and self._hashes.get(new.first_height - 1) == new.first_prev_hash
        )

    def _follow(self, first: int, prev: Hash, hashes: Sequence[Hash | None]) -> list[Missed | Reorganized]:
        told = list(self._gap(first, prev))
        for height in [height for height in self._hashes if height >= first]:
            del self._hashes[height]
        self._learn(first, prev, hashes)
        self._next = first + len(hashes)
        return told

    def _gap(self, first: int, prev: Hash) -> Iterable[Missed | Reorganized]:
        if self._next is None:
            return
        if first < self._next:
            yield Reorganized(first, self._next - first)
        if first > self._next:
            yield Missed(self._next, first - 1, self._hashes.get(self._next - 1))
        elif self._hashes.get(first - 1, prev) != prev:
            # What stands below is not what we saw there: it was replaced while we did not hear.
            yield Missed(first - 1, first - 1, self._hashes.get(first - 2))

    def _learn(self, first: int, prev: Hash, hashes: Sequence[Hash | None]) -> None:
        if self._hashes.get(first - 1, prev) != prev:
            self._hashes.clear()
        self._hashes[first - 1] = prev
        self._hashes.update((first + index, each) for index, each in enumerate(hashes) if each is not None)
        surplus = len(self._hashes) - REMEMBERED
        for height in sorted(self._hashes)[:surplus] if surplus > 0 else ():
            del self._hashes[height]
