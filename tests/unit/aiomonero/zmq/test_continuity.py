# SPDX-License-Identifier: Apache-2.0
"""Which blocks were missed, by what is published before and after them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero.protocol import zmqpub
from aiomonero.types.publication import FullBlocks, NewBlocks
from aiomonero.types.published import Coinbase, Input
from aiomonero.zmq.continuity import REMEMBERED, Continuity
from aiomonero.zmq.notice import Missed, Reorganized
from tests.support import vectors


def hashed(height: int, chain: str = "a") -> str:
    """Return the hash of the block of a chain at a height."""
    return f"{ord(chain):x}{height:062x}"


def new(first: int, *, count: int = 1, chain: str = "a", on: str = "a") -> NewBlocks:
    """Return blocks of one chain on top of a block of another."""
    hashes = tuple(hashed(first + index, chain) for index in range(count))
    return NewBlocks(first_height=first, first_prev_hash=hashed(first - 1, on), hashes=hashes)


def full(first: int, *, count: int = 1, chain: str = "a", on: str = "a") -> FullBlocks:
    """Return the same blocks, whole."""
    found = zmqpub.decode(vectors.publication("0.18.5.3", "json-full-chain_main"))
    assert isinstance(found, FullBlocks)
    pattern = found.blocks[0]
    return FullBlocks(
        tuple(
            msgspec.structs.replace(
                pattern,
                prev_hash=hashed(height - 1, chain if height > first else on),
                miner_tx=msgspec.structs.replace(pattern.miner_tx, inputs=(Input(gen=Coinbase(height)),)),
            )
            for height in range(first, first + count)
        )
    )


@pytest.fixture
def chain() -> Continuity:
    """Return what is known after block 10, of minimal messages."""
    chain = Continuity(wants_full=False)
    for height in (9, 10):
        assert chain.minimal(new(height)) == []
    return chain


def test_block_after_block_nothing_is_missed(chain: Continuity) -> None:
    """The next block stands on the last one, also when several come at once."""
    assert [chain.minimal(new(11)), chain.minimal(new(12, count=3)), chain.minimal(new(15))] == [[], [], []]


def test_missed_blocks_are_told_from_the_first_to_the_last(chain: Continuity) -> None:
    """With the hash of what came before them."""
    assert [Missed(11, 13, hashed(10))] == chain.minimal(new(14))
    assert chain.minimal(new(15)) == []


def test_a_reorganization_is_told_with_its_depth(chain: Continuity) -> None:
    """The blocks of the other chain replace ours, and the next one stands on them."""
    assert [Reorganized(10, 1)] == chain.minimal(new(10, count=2, chain="b"))
    assert chain.minimal(new(12, chain="b", on="b")) == []


def test_a_block_that_was_replaced_unheard_is_missed(chain: Continuity) -> None:
    """The next height is right, but it stands on a block that is not ours."""
    assert [Missed(10, 10, hashed(9))] == chain.minimal(new(11, chain="b", on="b"))
    assert chain.minimal(new(12, chain="b", on="b")) == []


def test_a_reorganization_on_top_of_an_unheard_one_tells_both(chain: Continuity) -> None:
    """It replaces the block at 10, and stands on a block 9 that is not ours."""
    assert [Reorganized(10, 1), Missed(9, 9, hashed(8))] == chain.minimal(new(10, chain="b", on="b"))


def test_popped_blocks_show_when_the_next_one_comes(chain: Continuity) -> None:
    """Nobody publishes that blocks were popped; the next one stands lower."""
    assert [Reorganized(9, 2)] == chain.minimal(new(9, chain="b"))


def test_whole_blocks_and_their_hashes_are_the_same_blocks() -> None:
    """monerod sends the hashes right after the blocks; that is no reorganization."""
    chain = Continuity(wants_full=True)

    told = [
        *chain.full(full(9)),
        *chain.minimal(new(9)),
        *chain.full(full(10, count=2)),
        *chain.minimal(new(10, count=2)),
    ]

    assert told == []
    assert [Missed(12, 12, hashed(11))] == chain.full(full(13))


def test_the_hash_of_a_whole_block_is_learnt_from_the_minimal_message() -> None:
    """Without it the replacement of the last block would go unnoticed."""
    chain = Continuity(wants_full=True)
    chain.full(full(10))
    chain.minimal(new(10))

    assert [Missed(10, 10, hashed(9))] == chain.full(full(11, chain="b", on="b"))


def test_hashes_without_their_whole_block_stand_for_a_missed_one() -> None:
    """Whoever waits for whole blocks is told at once that one was lost."""
    chain = Continuity(wants_full=True)
    chain.full(full(9))
    chain.minimal(new(9))

    assert [Missed(10, 10, hashed(9))] == chain.minimal(new(10))
    assert chain.full(full(11)) == []


def test_after_a_reorganization_whole_blocks_go_on_without_notice() -> None:
    """Also when its hashes came alone before or after."""
    chain = Continuity(wants_full=True)
    for height in (9, 10):
        chain.full(full(height))
        chain.minimal(new(height))

    assert [Reorganized(9, 2)] == chain.full(full(9, count=3, chain="b"))
    assert chain.minimal(new(9, count=3, chain="b")) == []
    assert chain.full(full(12, chain="b", on="b")) == []


def test_other_hashes_at_the_same_height_are_no_second_telling() -> None:
    """The top was replaced, and the whole block that did it was lost."""
    chain = Continuity(wants_full=True)
    for height in (9, 10):
        chain.full(full(height))
        chain.minimal(new(height))

    assert [Reorganized(10, 1), Missed(10, 10, hashed(9))] == chain.minimal(new(10, chain="b"))


def test_after_popped_blocks_whole_ones_and_their_hashes_are_the_same_blocks() -> None:
    """What was known above the first replaced block is forgotten."""
    chain = Continuity(wants_full=True)
    for height in (9, 10, 11):
        chain.full(full(height))
        chain.minimal(new(height))

    assert [Reorganized(10, 2)] == chain.full(full(10, chain="b"))
    assert chain.minimal(new(10, chain="b")) == []


def test_memory_is_bounded() -> None:
    """However long the chain, and however many blocks one message has, only the latest hashes are kept."""
    chain = Continuity(wants_full=False)
    chain.minimal(new(1, count=3 * REMEMBERED))
    for height in range(3 * REMEMBERED + 1, 3 * REMEMBERED + 20):
        chain.minimal(new(height))

    assert chain.remembered == REMEMBERED


@given(st.sets(st.integers(2, 60), max_size=50))
def test_whatever_is_lost_is_told_and_nothing_else(lost: set[int]) -> None:
    """What was told as missed and what was received are together the whole chain, without overlap."""
    chain = Continuity(wants_full=False)
    seen: list[int] = []

    for height in [height for height in range(1, 62) if height not in lost]:
        for notice in chain.minimal(new(height)):
            assert isinstance(notice, Missed)
            assert seen[-1] == notice.first_height - 1
            seen.extend(range(notice.first_height, notice.last_height + 1))
        seen.append(height)

    assert list(range(1, 62)) == seen
