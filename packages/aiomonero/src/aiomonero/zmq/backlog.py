# SPDX-License-Identifier: Apache-2.0
"""What was received and not yet consumed: bounded in messages and bytes, and it counts what it had to throw away."""

import asyncio
import collections
import dataclasses

from aiomonero.zmq.notice import Disconnected, Overflowed, Reconnected

Item = bytes | Disconnected | Reconnected


@dataclasses.dataclass(frozen=True, slots=True)
class BacklogLimits:
    """How much may wait for a slow consumer, and how large one message may be; a larger one costs the connection."""

    messages: int = 1000
    size_bytes: int = 64 * 2**20
    message_bytes: int = 32 * 2**20

    def __post_init__(self) -> None:
        if min(self.messages, self.size_bytes, self.message_bytes) < 1:
            raise ValueError("a backlog holds at least one message of one byte")
        if self.message_bytes > self.size_bytes:
            raise ValueError(f"a message of {self.message_bytes} bytes has no room in {self.size_bytes}: allow more")


class Backlog:
    """First in, first out; where it is full the oldest goes, since the latest says most about how things are.

    Only messages are thrown away. Of several breaks of the connection among them the last is still told.
    """

    def __init__(self, limits: BacklogLimits) -> None:
        self._limits = limits
        self._items: collections.deque[Item] = collections.deque()
        self._size_bytes = 0
        self._dropped = 0
        self._breaks: collections.deque[Disconnected | Reconnected] = collections.deque()
        self._arrival = asyncio.Event()
        self._is_ended = False
        self._failure: BaseException | None = None

    def put(self, item: Item) -> None:
        """Add an item, at the cost of the oldest ones where there is no room; the newest always stays."""
        self._items.append(item)
        self._size_bytes += _size(item)
        while len(self._items) > 1 and self._is_full():
            self._pass_over(self._remove_oldest())
        self._arrival.set()

    def end(self, failure: BaseException | None = None) -> None:
        """Nothing will be added any more; whoever wants the next item learns of the failure, if it was one."""
        self._is_ended = True
        self._failure = failure
        self._arrival.set()

    async def get(self) -> Item | Overflowed:
        """Return the oldest item, or first what has been thrown away before it; StopAsyncIteration after the last."""
        while not self._items:
            if self._is_ended:
                raise self._failure or StopAsyncIteration
            self._arrival.clear()
            await self._arrival.wait()
        if self._dropped:
            told, self._dropped = Overflowed(self._dropped), 0
            return told
        return self._breaks.popleft() if self._breaks else self._remove_oldest()

    def _pass_over(self, item: Item) -> None:
        if isinstance(item, bytes):
            self._dropped += 1
            return
        if isinstance(item, Disconnected):
            self._breaks.clear()
        self._breaks.append(item)

    def _is_full(self) -> bool:
        return len(self._items) > self._limits.messages or self._size_bytes > self._limits.size_bytes

    def _remove_oldest(self) -> Item:
        item = self._items.popleft()
        self._size_bytes -= _size(item)
        return item


def _size(item: Item) -> int:
    return len(item) if isinstance(item, bytes) else 0
