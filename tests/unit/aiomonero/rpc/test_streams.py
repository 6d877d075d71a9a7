# SPDX-License-Identifier: Apache-2.0
"""Iterators over pages: what is asked, what is noticed, and that nothing is fetched before it is wanted."""

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from itertools import islice

import msgspec
import pytest

from aiomonero import errors
from aiomonero.rpc import streams
from aiomonero.types.block import BlockHeader, ChainTip
from aiomonero.types.hashes import Hash
from aiomonero.types.output import Output, OutputCount, OutputId
from aiomonero.types.raw_block import PrunedTransaction, RawBlock
from aiomonero.types.transaction import Transaction, Transactions
from tests.support import replay

BIG_BYTES = 3 * 2**20


class Chain(streams.StreamCalls):
    """Answers from a made-up chain; `asked` has the range or number of each question."""

    def __init__(self, height: int, *, block_bytes: int = 100, waiting: int = 0) -> None:
        super().__init__(replay.Answers(b""), "http://a:1")
        self.height = height
        self.block_bytes = block_bytes
        self.waiting = [f"{number:064x}" for number in range(waiting)]
        self.fork = ""
        self.withheld = 0
        self.misplaced = 0
        self.outputs = 7000
        self.asked: list[object] = []

    async def get_height(self) -> ChainTip:
        return ChainTip(self.height, self.hash(self.height - 1))

    def hash(self, height: int) -> Hash:
        return hashlib.sha256(f"{self.fork}{height}".encode()).hexdigest()

    async def get_block_headers_range(
        self, start_height: int, end_height: int, *, fill_pow_hash: bool = False
    ) -> tuple[BlockHeader, ...]:
        self.asked.append((start_height, end_height))
        if end_height >= self.height:
            raise errors.NotFound("Requested start/end heights are too big.", code=-2)
        headers = (self.header(height) for height in range(start_height + self.withheld, end_height + 1))
        return tuple(msgspec.structs.replace(each, height=each.height + self.misplaced) for each in headers)

    def header(self, height: int) -> BlockHeader:
        return BlockHeader(
            hash=self.hash(height),
            prev_hash=self.hash(height - 1),
            height=height,
            depth=0,
            timestamp=0,
            major_version=16,
            minor_version=16,
            nonce=0,
            orphan_status=False,
            num_txes=0,
            miner_tx_hash=self.hash(height),
            reward_piconero=0,
            block_size_bytes=0,
            difficulty_low64=1,
            cumulative_difficulty_low64=1,
        )

    async def get_blocks_by_height_bin(self, heights: Iterable[int]) -> tuple[RawBlock, ...]:
        wanted = list(heights)
        if wanted[-1] >= self.height:
            raise errors.Rejected(f"Error retrieving block at height {wanted[-1]}")
        self.asked.append(len(wanted))
        return tuple(RawBlock(self.hash(each).encode(), (bytes(self.block_bytes),)) for each in wanted[self.withheld :])

    async def get_output_histogram(self, *_: object, **__: object) -> tuple[OutputCount, ...]:
        return (OutputCount(amount_piconero=0, total_instances=self.outputs, unlocked_instances=0, recent_instances=0),)

    async def get_outs_bin(self, output_ids: Iterable[OutputId], *, get_txid: bool = False) -> tuple[Output, ...]:
        names = list(output_ids)
        if names[-1].index >= self.outputs:
            raise errors.Rejected("Failed")
        self.asked.append(len(names))
        return tuple(Output(key="", mask="", unlocked=True, height=name.index) for name in names[self.withheld :])  # type: ignore[arg-type]  # keys do not matter

    async def get_transaction_pool_hashes(self) -> tuple[Hash, ...]:
        return tuple(self.waiting)

    async def get_transactions(
        self, tx_hashes: Iterable[str], *, decode_as_json: bool = False, prune: bool = False, split: bool = False
    ) -> Transactions:
        names = list(tx_hashes)
        self.asked.append(len(names))
        return Transactions(tuple(_transaction(name, in_pool=not name.endswith("7")) for name in names))


def _transaction(tx_hash: str, *, in_pool: bool) -> Transaction:
    blank: dict[str, object] = dict.fromkeys(("as_hex", "pruned_as_hex", "prunable_as_hex"), "")
    return Transaction(tx_hash=tx_hash, in_pool=in_pool, double_spend_seen=False, **blank)  # type: ignore[arg-type]  # no bytes


async def _reorganize_on_the_way(chain: Chain, walk: AsyncIterator[object], seen: list[object]) -> None:
    async for each in walk:
        seen.append(each)
        chain.fork = "other"


async def test_headers_come_in_pages_to_the_end_of_the_chain() -> None:
    """Restricted ports give 1000 headers at once."""
    chain = Chain(2500)

    heights = [header.height async for header in chain.iterate_headers(300)]

    assert list(range(300, 2500)) == heights
    assert chain.asked == [(300, 1299), (1300, 2299), (2300, 2499)]


async def test_no_page_is_fetched_before_it_is_wanted() -> None:
    """Whoever leaves early asked for one page."""
    chain = Chain(2500)

    async for header in chain.iterate_headers():
        if header.height == 5:
            break

    assert chain.asked == [(0, 999)]


async def test_a_reorganization_between_pages_of_headers_is_noticed() -> None:
    """The first header of the second page has another parent."""
    chain = Chain(1500)
    seen: list[object] = []

    with pytest.raises(errors.Reorganized) as caught:
        await _reorganize_on_the_way(chain, chain.iterate_headers(), seen)

    assert len(seen) == 1000
    assert (caught.value.method, caught.value.endpoint) == ("get_block_headers_range", "http://a:1/json_rpc")


WALKS = pytest.mark.parametrize(
    "walk", [Chain.iterate_headers, Chain.iterate_blocks, Chain.iterate_outputs], ids=["headers", "blocks", "outputs"]
)


@WALKS
@pytest.mark.parametrize("stop", [None, 6000])
async def test_a_chain_that_shrinks_under_a_walk_was_reorganized(
    walk: Callable[[Chain, int, int | None], AsyncIterator[object]], stop: int | None
) -> None:
    """Daemons refuse what is gone as they refuse nonsense, but here it was there a moment ago."""
    chain = Chain(6000)
    walking = walk(chain, 0, stop)
    await anext(walking)
    chain.height = chain.outputs = 4

    with pytest.raises(errors.Reorganized) as caught:
        await _exhaust(walking)

    assert caught.value.method


@WALKS
async def test_a_walk_ends_where_the_chain_does(
    walk: Callable[[Chain, int, int | None], AsyncIterator[object]],
) -> None:
    """As a slice of a list does: what is beyond the end is nothing, and no error."""
    chain = Chain(6000)
    chain.outputs = 6000

    assert len([each async for each in walk(chain, 5990, 7000)]) == 10
    assert [each async for each in walk(chain, 6000, 7000)] == []


async def _exhaust(walking: AsyncIterator[object]) -> None:
    async for _ in walking:
        pass


async def test_headers_of_other_heights_are_nonsense() -> None:
    """A chain that holds together may still be another part of it."""
    chain = Chain(50)
    chain.misplaced = 1

    with pytest.raises(errors.RemoteProtocolError, match="height 1 where 0"):
        await anext(chain.iterate_headers())


async def test_pages_of_blocks_grow_and_overlap_by_one() -> None:
    """Every page but the first begins with the block that is known, which is not given twice."""
    chain = Chain(200)

    heights = [height async for height, _ in chain.iterate_blocks(5, 150)]

    assert list(range(5, 150)) == heights
    assert chain.asked == [10, 21, 43, 74]


async def test_pages_of_small_blocks_stop_growing() -> None:
    """Blocks that are a thousand times as big may come next."""
    chain = Chain(1000)

    assert [height async for height, _ in chain.iterate_blocks()] == list(range(1000))
    assert max(map(int, map(str, chain.asked))) == 101


async def test_pages_of_big_blocks_stay_small() -> None:
    """Memory is what is bounded, not the number of blocks."""
    chain = Chain(30, block_bytes=BIG_BYTES)

    assert [height async for height, _ in chain.iterate_blocks()] == list(range(30))
    assert max(islice(map(int, map(str, chain.asked)), 1, None)) <= 3


async def test_a_reorganization_between_pages_of_blocks_is_noticed() -> None:
    """The block that was known is another one when it comes again."""
    chain = Chain(50)

    with pytest.raises(errors.Reorganized):
        await _reorganize_on_the_way(chain, chain.iterate_blocks(), [])


@WALKS
async def test_a_page_with_fewer_entries_than_asked_for_is_nonsense(
    walk: Callable[[Chain, int, int], AsyncIterator[object]],
) -> None:
    """What is missing would go unseen, and what follows would be counted wrong."""
    chain = Chain(50)
    chain.withheld = 1

    with pytest.raises(errors.RemoteProtocolError) as caught:
        await anext(walk(chain, 0, 20))

    assert caught.value.method


def test_the_size_of_a_block_counts_pruned_transactions_too() -> None:
    """Big ones make the next page smaller, whichever way they come."""
    whole = RawBlock(b"", (bytes(BIG_BYTES),))
    pruned = RawBlock(b"", (PrunedTransaction(bytes(BIG_BYTES), "00" * 32),))

    assert streams._next_count((whole,) * 10) == streams._next_count((pruned,) * 10) == 2


async def test_outputs_are_counted_first_and_come_in_pages() -> None:
    """Places go with outputs."""
    chain = Chain(1)

    found = [(place, output.height) async for place, output in chain.iterate_outputs(1500)]

    assert found == [(place, place) for place in range(1500, 7000)]
    assert chain.asked == [5000, 500]


async def test_the_pool_comes_in_pages_without_what_left_it() -> None:
    """A transaction that was mined meanwhile waits no more."""
    chain = Chain(1, waiting=150)

    found = [transaction.tx_hash async for transaction in chain.iterate_pool()]

    assert found == [each for each in chain.waiting if not each.endswith("7")]
    assert chain.asked == [100, 50]
