# SPDX-License-Identifier: Apache-2.0
"""How far the main chain was followed: which blocks are known, which wait to be read, and what was seen on the way."""

import dataclasses
from collections.abc import Container, Mapping, Sequence
from typing import TypeAlias

from aiomonero.types.block import BlockHeader
from monero_exporter.translate.contents import Contents
from monero_exporter.translate.history import History, Reorganization
from monero_exporter.translate.tail import Tail

Arrivals: TypeAlias = Mapping[str, float]
"""When blocks were published, in Unix seconds, by their hashes."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """`unread` are heights in `tail` of blocks that joined the chain and wait to be read.

    `read` is the block that was read last of all that were the top, `unreadable` the hash of one that makes no sense.
    `received_at` is when the top was first seen, in Unix seconds, and None where that is not known. `is_told_arrivals`:
    somebody tells when blocks arrive.
    """

    is_told_arrivals: bool = False
    tail: Tail = dataclasses.field(default_factory=Tail)
    unread: tuple[int, ...] = ()
    read: Contents | None = None
    unreadable: str | None = None
    received_at: float | None = None
    history: History = dataclasses.field(default_factory=History)

    @property
    def top_contents(self) -> Contents | None:
        """What is in the top block; None before it was read."""
        top = self.tail.top
        return self.read if top and self.read and self.read.header.hash == top.hash else None

    @property
    def next_unread(self) -> BlockHeader | None:
        """The block to read next, None where none is left: the top goes first, for it is what people look at."""
        top = self.tail.top
        if top and not self.top_contents and self.unreadable != top.hash:
            return top
        return self.tail.at(self.unread[0]) if self.unread else None

    def begun(self, headers: Sequence[BlockHeader], now: float, arrivals: Arrivals) -> "Following":
        """Take these blocks for what was there before: none of them joined just now."""
        received_at = arrivals.get(headers[-1].hash, now)
        return dataclasses.replace(
            self._waiting_for(()), tail=Tail().followed_by(headers), unreadable=None, received_at=received_at
        )

    def shortened(self, height: int, now: float) -> "Following":
        """Let all blocks above this height leave the chain."""
        top = self.tail.top
        if top is None or top.height <= height:
            return self
        tail = self.tail.up_to(height)
        left = self._waiting_for(range(height + 1))
        history = left.history.with_reorganization(Reorganization(top.height - height, now))
        return dataclasses.replace(left, tail=tail, received_at=None, history=history)

    def lengthened(
        self, height: int, headers: Sequence[BlockHeader], now: float, arrivals: Arrivals, *, is_syncing: bool
    ) -> "Following":
        """Let blocks join above this height; `headers` are the last of them, or begin with blocks that are known.

        While the daemon synchronizes, what joins has arrived elsewhere long ago, and is not worth reading.
        """
        new = [header for header in headers if header.height > height]
        if not new:
            return self
        tail = self.tail.followed_by(new)
        fresh = () if is_syncing else tuple(header.height for header in new)
        waiting = self._waiting_for(range(tail.first_height, height + 1))
        history = waiting.history.with_skipped(new[-1].height - height - len(fresh))
        return dataclasses.replace(
            waiting,
            tail=tail,
            unread=(*waiting.unread, *fresh),
            received_at=arrivals.get(new[-1].hash, now),
            history=history if is_syncing else _with_arrivals(history, new, arrivals),
        )

    def with_contents(self, contents: Contents) -> "Following":
        """Take what was read of `next_unread`; only blocks that joined count."""
        header, top = contents.header, self.tail.top
        is_top = top is not None and top.hash == header.hash
        read = dataclasses.replace(self, read=contents) if is_top else self
        if header.height not in self.unread:
            return read
        unread = tuple(height for height in self.unread if height != header.height)
        history = self.history.with_block(contents, self.tail.at(header.height - 1))
        return dataclasses.replace(read, unread=unread, history=history)

    def passed_over(self, header: BlockHeader) -> "Following":
        """Give up reading `next_unread`, which the daemon tells in a way that makes no sense."""
        waiting = self._waiting_for([height for height in self.unread if height != header.height])
        return dataclasses.replace(waiting, unreadable=header.hash)

    def _waiting_for(self, heights: Container[int]) -> "Following":
        unread = tuple(height for height in self.unread if height in heights)
        history = self.history.with_skipped(len(self.unread) - len(unread))
        return dataclasses.replace(self, unread=unread, history=history)


def _with_arrivals(history: History, headers: Sequence[BlockHeader], arrivals: Arrivals) -> History:
    for header in headers:
        if header.hash in arrivals:
            history = history.with_arrival(header, arrivals[header.hash])
    return history
