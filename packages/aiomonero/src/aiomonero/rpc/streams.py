# SPDX-License-Identifier: Apache-2.0
"""Answers too large for one call, as iterators over pages: memory holds one page, and restricted ports allow its size.

Nothing is fetched before it is asked for; leaving the loop ends it.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from aiomonero import errors
from aiomonero.methods.daemon import blocks as block_methods
from aiomonero.methods.daemon import headers as header_methods
from aiomonero.methods.daemon import outputs as output_methods
from aiomonero.methods.method import Method
from aiomonero.rpc import blocks, headers, outputs, transactions, txpool
from aiomonero.types.block import BlockHeader
from aiomonero.types.output import Output, OutputId
from aiomonero.types.raw_block import RawBlock
from aiomonero.types.transaction import Transaction

_HEADERS_PER_PAGE = 1000
_OUTPUTS_PER_PAGE = 5000
_TRANSACTIONS_PER_PAGE = 100
"""These three are what restricted ports allow (src/rpc/core_rpc_server.cpp of monero 0.18)."""
_FIRST_BLOCKS = 10
_MOST_BLOCKS = 100
"""Full blocks of today have some 600 kB: a page of them still fits into the bound of an answer."""
_PAGE_BYTES = 8 * 2**20
_NOT_THERE = frozenset({errors.NotFound, errors.Rejected})
"""What daemons say of a height or an output that they do not have, as they do of nonsense."""


class StreamCalls(
    headers.HeaderCalls, blocks.BlockCalls, transactions.TransactionCalls, outputs.OutputCalls, txpool.TxpoolCalls
):
    """Iterators over ranges that are half open, as those of Python; at most to where the chain ended at first."""

    async def iterate_headers(self, start: int = 0, stop: int | None = None) -> AsyncIterator[BlockHeader]:
        """Iterate over the headers of the main chain.

        Raises Reorganized where a header does not follow the one before, or is no longer there: the chain changed
        meanwhile.
        """
        method = header_methods.GET_BLOCK_HEADERS_RANGE
        last: BlockHeader | None = None
        for first, end in _pages(start, await self._end(stop), _HEADERS_PER_PAGE):
            with self._noticing(first, method):
                page = await self.get_block_headers_range(first, end - 1)
            self._check_whole(page, end - first, method)
            for height, header in enumerate(page, first):
                if header.height != height:
                    raise self._caller.located(_misplaced(header.height, height), method)
                if last and header.prev_hash != last.hash:
                    raise self._caller.located(_reorganized(height), method)
                last = header
                yield header

    async def iterate_blocks(self, start: int = 0, stop: int | None = None) -> AsyncIterator[tuple[int, RawBlock]]:
        """Iterate over the heights and blocks of the main chain, with all transactions.

        Raises Reorganized where the last block of a page is another one when the next page comes, or is gone.
        """
        method = block_methods.GET_BLOCKS_BY_HEIGHT_BIN
        end, count, last = await self._end(stop), _FIRST_BLOCKS, None
        while start < end:
            overlap = 1 if last else 0
            heights = range(start - overlap, min(start + count, end))
            with self._noticing(start, method):
                page = await self.get_blocks_by_height_bin(heights)
            self._check_whole(page, len(heights), method)
            if last and page[0] != last:
                raise self._caller.located(_reorganized(start), method)
            for each in zip(heights[overlap:], page[overlap:], strict=True):
                yield each
            start, count, last = heights.stop, _next_count(page), page[-1]

    async def iterate_outputs(
        self, start: int = 0, stop: int | None = None, *, amount_piconero: int = 0, get_txid: bool = False
    ) -> AsyncIterator[tuple[int, Output]]:
        """Iterate over places and outputs of one amount; those of hidden amounts count as 0.

        Raises Reorganized where outputs that were there are gone.
        """
        there = await self._outputs(amount_piconero)
        end = there if stop is None else min(stop, there)
        for first, last in _pages(start, end, _OUTPUTS_PER_PAGE):
            names = (OutputId(index, amount_piconero) for index in range(first, last))
            with self._noticing(first, output_methods.GET_OUTS_BIN):
                page = await self.get_outs_bin(names, get_txid=get_txid)
            self._check_whole(page, last - first, output_methods.GET_OUTS_BIN)
            for each in enumerate(page, first):
                yield each

    async def iterate_pool(self, *, decode_as_json: bool = False) -> AsyncIterator[Transaction]:
        """Iterate over what waits now; what leaves the pool before its page comes is left out."""
        waiting = await self.get_transaction_pool_hashes()
        for first, end in _pages(0, len(waiting), _TRANSACTIONS_PER_PAGE):
            page = await self.get_transactions(waiting[first:end], decode_as_json=decode_as_json)
            for transaction in page.found:
                if transaction.in_pool:
                    yield transaction

    def _check_whole(self, page: Sequence[object], wanted: int, method: Method[Any, Any]) -> None:
        if len(page) != wanted:
            nonsense = errors.RemoteProtocolError(f"{len(page)} answers to {wanted} questions")
            raise self._caller.located(nonsense, method)

    @contextlib.contextmanager
    def _noticing(self, place: int, method: Method[Any, Any]) -> Iterator[None]:
        """Have what is gone from a chain that had it mean that the chain changed."""
        try:
            yield
        except errors.DaemonError as error:
            if type(error) in _NOT_THERE:
                raise self._caller.located(_reorganized(place), method) from error
            raise

    async def _outputs(self, amount_piconero: int) -> int:
        counts = await self.get_output_histogram((amount_piconero,))
        return counts[0].total_instances if counts else 0

    async def _end(self, stop: int | None) -> int:
        height = (await self.get_height()).height
        return height if stop is None else min(stop, height)


def _pages(start: int, stop: int, size: int) -> Iterator[tuple[int, int]]:
    for first in range(start, stop, size):
        yield first, min(first + size, stop)


def _next_count(page: tuple[RawBlock, ...]) -> int:
    """Return how many blocks to ask for, at most twice as many as now, so that a page has about the wanted bytes."""
    each_bytes = sum(map(_size_bytes, page)) // len(page) + 1
    return max(1, min(2 * len(page), _PAGE_BYTES // each_bytes, _MOST_BLOCKS))


def _size_bytes(block: RawBlock) -> int:
    transactions = (each if isinstance(each, bytes) else each.blob for each in block.transactions)
    return len(block.blob) + sum(map(len, transactions))


def _reorganized(place: int) -> errors.Reorganized:
    return errors.Reorganized(f"the chain changed while it was read, at {place} or before")


def _misplaced(height: int, wanted: int) -> errors.RemoteProtocolError:
    return errors.RemoteProtocolError(f"a header of height {height} where {wanted} was asked for")
