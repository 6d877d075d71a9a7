# SPDX-License-Identifier: Apache-2.0
"""Follows the main chain: each block that joins is read once, however many readers of metrics there are.

Blocks that came since the last look are found by their headers, and reorganizations by comparing hashes with those that
are remembered. Reading is bounded in time: what is left is read at the next look.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.hashes import Hash
from aiomonero.types.info import Info
from monero_exporter.translate import contents
from monero_exporter.translate.contents import Content, Contents
from monero_exporter.translate.following import Following
from monero_exporter.translate.tail import REMEMBERED, Tail

READING_SECONDS = 1.0
_MOST_PER_CALL = 100
"""Transactions that a restricted port gives at once."""
_CALL_BYTES = 2**20
"""Of transactions to ask for at once; the daemon sends some seven times as much, in hex and JSON."""


class ChainFollower:
    """Follows the chain of one daemon.

    `is_told_arrivals`: somebody calls `arrived` for each block that is published.
    """

    def __init__(self, *, clock: Callable[[], float], is_told_arrivals: bool = False) -> None:
        self._clock = clock
        self._arrivals: dict[str, float] = {}
        self._lock = asyncio.Lock()
        self._following = Following(is_told_arrivals=is_told_arrivals)

    def arrived(self, block_hash: str) -> None:
        """Take note that a block is published just now."""
        self._arrivals.setdefault(block_hash, self._clock())
        if len(self._arrivals) > REMEMBERED:
            del self._arrivals[next(iter(self._arrivals))]

    async def ask(self, daemon: DaemonRpc, info: Info) -> Following:
        """Look what joined and left the chain since the last look, and read what there is time for.

        Raises Reorganized where blocks leave meanwhile, which the next look finds out about.
        """
        async with self._lock:
            try:
                await self._follow(daemon, info)
                await self._read_for_a_while(daemon)
            except errors.NotFound as error:
                raise errors.Reorganized("the chain changed while it was read") from error
            return self._following

    async def look(self, daemon: DaemonRpc) -> None:
        """Do the same between two collections, unless the daemon has more to do than to be asked."""
        info = await daemon.get_info()
        if not is_syncing(info):
            await self.ask(daemon, info)

    async def _follow(self, daemon: DaemonRpc, info: Info) -> None:
        tail = self._following.tail
        if tail.top is not None and tail.top.hash == info.top_block_hash:
            return
        # What is known of the daemon may be older than what was followed since a block was published.
        tip = await daemon.get_height()
        highest = tip.height - 1
        if tail.top is None or highest < tail.first_height:
            there = await _headers(daemon, _lowest(highest), highest)
            self._following = self._following.begun(there, self._clock(), self._arrivals)
        else:
            height, headers = await _changed(daemon, tail, min(tail.top.height, highest), highest)
            self._grow(height, headers, is_syncing=is_syncing(info))

    def _grow(self, height: int, headers: Sequence[BlockHeader], *, is_syncing: bool) -> None:
        now = self._clock()
        shortened = self._following.shortened(height, now)
        self._following = shortened.lengthened(height, headers, now, self._arrivals, is_syncing=is_syncing)

    async def _read_for_a_while(self, daemon: DaemonRpc) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READING_SECONDS):
                await self._read(daemon)

    async def _read(self, daemon: DaemonRpc) -> None:
        while (header := self._following.next_unread) is not None:
            try:
                self._following = self._following.with_contents(await _contents(daemon, header))
            except errors.RemoteProtocolError:
                self._following = self._following.passed_over(header)


def is_syncing(info: Info) -> bool:
    """Tell whether the daemon still catches up with others."""
    return not info.synchronized and info.target_height > info.height


async def _changed(daemon: DaemonRpc, tail: Tail, known: int, highest: int) -> tuple[int, Sequence[BlockHeader]]:
    """Return the height up to which the chain is as it was, and the headers of its last blocks.

    `known` is the highest block that can be compared.
    """
    lowest = _lowest(highest)
    headers = await _headers(daemon, max(known, lowest), highest)
    if tail.has(headers[0]):
        return known, headers
    is_within_reach = known >= lowest
    all_known = await _headers(daemon, tail.first_height, highest if is_within_reach else known)
    return tail.common_height(all_known), all_known if is_within_reach else headers


def _lowest(highest: int) -> int:
    return max(highest - REMEMBERED + 1, 0)


async def _headers(daemon: DaemonRpc, first: int, last: int) -> tuple[BlockHeader, ...]:
    headers = await daemon.get_block_headers_range(first, last)
    if [header.height for header in headers] != list(range(first, last + 1)):
        raise errors.RemoteProtocolError(f"not the headers from {first} to {last} that were asked for")
    return headers


async def _contents(daemon: DaemonRpc, header: BlockHeader) -> Contents:
    block = await daemon.get_block(header.hash)
    if block.header.hash != header.hash:
        raise errors.RemoteProtocolError(f"another block than {header.hash}, which was asked for")
    found: list[Content] = []
    for hashes in _calls(block.tx_hashes, header.block_size_bytes):
        answer = await daemon.get_transactions(hashes, decode_as_json=True)
        found.extend(contents.readable(answer.found))
    return Contents(block.header, contents.coinbase_outputs(block), tuple(found))


def _calls(hashes: Sequence[Hash], size_bytes: int) -> Iterator[Sequence[Hash]]:
    count = min(max(_CALL_BYTES * len(hashes) // max(size_bytes, 1), 1), _MOST_PER_CALL)
    for first in range(0, len(hashes), count):
        yield hashes[first : first + count]
