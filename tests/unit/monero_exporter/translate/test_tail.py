# SPDX-License-Identifier: Apache-2.0
"""The remembered end of the chain."""

import pytest

from monero_exporter.translate.tail import REMEMBERED, Tail
from tests.support.made_chain import headers

MAIN = headers(10)
OTHER = [*MAIN[:7], *headers(5, on=MAIN[:7], branch="other")]
TAIL = Tail(tuple(MAIN[4:]))


def test_blocks_are_found_by_their_height_where_they_are_kept() -> None:
    """Neither below the first one nor above the last."""
    assert [TAIL.at(height) for height in (3, 4, 9, 10)] == [None, MAIN[4], MAIN[9], None]
    assert Tail().at(0) is None


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        pytest.param(MAIN, 9, id="nothing changed"),
        pytest.param(OTHER, 6, id="the last three were replaced"),
        pytest.param(MAIN[:8], 7, id="two left"),
        pytest.param(headers(12, branch="other"), 3, id="all that is kept was replaced"),
    ],
)
def test_the_common_height_is_that_of_the_last_block_in_both(chain: list, expected: int) -> None:
    """Blocks that are not kept cannot be compared."""
    assert TAIL.common_height(chain) == expected


def test_blocks_that_stand_on_the_tail_lengthen_it() -> None:
    """Its first blocks go where there are too many."""
    long = headers(REMEMBERED + 20)
    tail = Tail(tuple(long[:REMEMBERED])).followed_by(long[REMEMBERED:])

    assert (tail.first_height, len(tail.headers), tail.top) == (20, REMEMBERED, long[-1])


@pytest.mark.parametrize("new", [OTHER[8:], MAIN[9:], headers(3, branch="other")])
def test_blocks_that_do_not_stand_on_the_tail_are_all_that_is_kept(new: list) -> None:
    """A tail never has a gap."""
    assert Tail(tuple(MAIN[4:8])).followed_by(new) == Tail(tuple(new))


def test_a_shortened_tail_ends_at_the_height() -> None:
    """And takes up whatever stands there then."""
    assert TAIL.up_to(6).followed_by(OTHER[7:]) == Tail(tuple(OTHER[4:]))
