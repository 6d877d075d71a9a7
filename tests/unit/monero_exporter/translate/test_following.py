# SPDX-License-Identifier: Apache-2.0
"""How the main chain is followed."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from aiomonero.types.block import BlockHeader
from monero_exporter.catalogue import chain as families
from monero_exporter.translate.contents import Contents
from monero_exporter.translate.following import Arrivals, Following
from monero_exporter.translate.history import Reorganization
from monero_exporter.translate.tail import REMEMBERED
from tests.support.made_chain import headers

NOW = 1_800_000_000.0
MAIN = headers(20)
OTHER = [*MAIN[:8], *headers(6, on=MAIN[:8], branch="other")]
BEGUN = Following().begun(MAIN[:10], NOW, {})


def _contents(header: BlockHeader) -> Contents:
    return Contents(header, 1, ())


def _changed(
    following: Following,
    height: int,
    chain: Sequence[BlockHeader],
    *,
    now: float = NOW,
    arrivals: Arrivals | None = None,
    is_syncing: bool = False,
) -> Following:
    shortened = following.shortened(height, now)
    return shortened.lengthened(height, chain, now, arrivals or {}, is_syncing=is_syncing)


def _all_read(following: Following) -> tuple[Following, list[int]]:
    heights = []
    while (header := following.next_unread) is not None:
        heights.append(header.height)
        following = following.with_contents(_contents(header))
    return following, heights


def test_the_first_look_reads_the_top_and_counts_nothing() -> None:
    """What was there before did not join."""
    following, heights = _all_read(BEGUN)

    assert heights == [9]
    assert following.top_contents == _contents(MAIN[9])
    assert (following.history.blocks, following.history.skipped, following.received_at) == (0, 0, NOW)


def test_blocks_that_join_are_read_once_and_the_top_first() -> None:
    """Nobody waits for the old ones."""
    following, heights = _all_read(_changed(BEGUN, 9, MAIN[9:14], now=NOW + 5))

    assert heights == [13, 10, 11, 12]
    assert (following.history.blocks, following.history.skipped) == (4, 0)
    assert following.received_at == NOW + 5
    assert _all_read(following)[1] == []


def test_a_new_top_has_no_contents_until_it_is_read() -> None:
    """Those of the one before are not told in its name."""
    read, _ = _all_read(BEGUN)

    assert _changed(read, 9, MAIN[9:11]).top_contents is None


def test_a_reorganization_is_as_deep_as_blocks_left() -> None:
    """Blocks 8 and 9 left, and six others joined."""
    following, heights = _all_read(_changed(BEGUN, 7, OTHER[7:], now=NOW + 7))

    assert following.history.last_reorganization == Reorganization(2, NOW + 7)
    assert (following.history.reorganizations, following.history.blocks) == (1, 6)
    assert sorted(heights) == [8, 9, 10, 11, 12, 13]
    assert following.tail.headers == tuple(OTHER)


def test_blocks_that_left_before_they_were_read_are_skipped() -> None:
    """Two of the three that waited."""
    following, heights = _all_read(_changed(_changed(BEGUN, 9, MAIN[10:13]), 10, headers(2, on=MAIN[:11], branch="b")))

    assert sorted(heights) == [10, 11, 12]
    assert (following.history.blocks, following.history.skipped) == (3, 2)


def test_a_chain_may_just_lose_blocks() -> None:
    """As when somebody has the daemon pop them: the top is an older one then, seen at a time that nobody knows."""
    following = _changed(BEGUN, 6, MAIN[6:7])

    assert following.history.last_reorganization == Reorganization(3, NOW)
    assert (following.tail.top, following.received_at) == (MAIN[6], None)
    assert _all_read(following)[1] == [6]


def test_what_joins_while_the_daemon_synchronizes_is_skipped() -> None:
    """But for its top, which is looked at and not counted."""
    following, heights = _all_read(_changed(BEGUN, 9, MAIN[15:], arrivals={MAIN[19].hash: NOW}, is_syncing=True))

    assert heights == [19]
    assert (following.history.blocks, following.history.skipped) == (0, 10)
    assert following.history.distributions == {}


def test_more_than_can_be_remembered_is_skipped() -> None:
    """The last ones are read."""
    long = headers(250, on=MAIN[:10])
    following, heights = _all_read(_changed(BEGUN, 9, long[-REMEMBERED:]))

    assert (len(heights), following.history.blocks, following.history.skipped) == (REMEMBERED, REMEMBERED, 150)


def test_blocks_that_waited_too_long_are_skipped() -> None:
    """The tail is all that is remembered of them."""
    long = [*MAIN[:10], *headers(REMEMBERED + 5, on=MAIN[:10])]
    following = _changed(_changed(BEGUN, 9, long[9:15]), 14, long[14:])

    assert len(following.unread) == REMEMBERED
    assert following.history.skipped == 5


def test_a_block_that_makes_no_sense_is_passed_over() -> None:
    """It is asked for once, and those around it are read."""
    following = _changed(BEGUN, 9, MAIN[9:12])
    top = following.next_unread
    assert top is not None
    following, heights = _all_read(following.passed_over(top))

    assert heights == [10]
    assert (following.history.blocks, following.history.skipped, following.top_contents) == (1, 1, None)


def test_published_blocks_have_the_time_of_their_arrival() -> None:
    """Even when the look at them comes later."""
    arrivals = {MAIN[10].hash: MAIN[10].timestamp + 3.0, MAIN[11].hash: MAIN[11].timestamp + 4.0}
    following = _changed(BEGUN, 9, MAIN[9:12], now=MAIN[11].timestamp + 60.0, arrivals=arrivals)

    assert following.received_at == MAIN[11].timestamp + 4
    assert following.history.distribution(families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS).total == 7


def test_a_chain_that_begins_anew_forgets_what_waited() -> None:
    """What was counted stays."""
    following = _changed(BEGUN, 9, MAIN[9:12]).begun(MAIN[:2], NOW + 1, {})

    assert (following.unread, following.history.skipped, following.tail.top) == ((), 2, MAIN[1])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9), st.booleans()), max_size=12))
def test_every_block_that_joins_is_read_or_skipped(changes: list[tuple[int, int, bool]]) -> None:
    """Whatever comes and goes, and however often somebody reads."""
    chain, following, joined, left = MAIN[:10], BEGUN, 0, 0
    for turn, (popped, grown, is_read) in enumerate(changes):
        kept = chain[: max(len(chain) - popped, 1)]
        joined, left = joined + grown, left + len(chain) - len(kept)
        chain = [*kept, *headers(grown, on=kept, branch=str(turn))]
        following = _changed(following, len(kept) - 1, chain[-REMEMBERED:])
        following = _all_read(following)[0] if is_read else following

    history = following.history
    depths = history.distribution(families.CHAIN_REORGANIZATION_DEPTH_BLOCKS)
    assert following.tail.headers == tuple(chain[-REMEMBERED:])
    assert history.blocks + history.skipped + len(following.unread) == joined
    assert depths.total == left
