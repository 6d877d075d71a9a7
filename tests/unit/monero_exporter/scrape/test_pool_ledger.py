# SPDX-License-Identifier: Apache-2.0
"""Who comes into the pool and who leaves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monero_exporter.scrape import pool_ledger
from monero_exporter.scrape.pool_ledger import Ledger
from monero_exporter.translate.pool_contents import Waiting

CONTENTS = Waiting(size_bytes=2048, outputs=2, fee_piconero=10**9, key_images=(b"image",))


def _ledger(*looks: tuple[str, float]) -> Ledger:
    """Return a ledger that looked at pools such as "ab", at these times."""
    ledger = Ledger()
    for hashes, now in looks:
        ledger.look(hashes, now)
    return ledger


def test_what_is_there_at_the_first_look_did_not_come() -> None:
    """Only what was seen to come is counted."""
    assert _ledger(("ab", 100)).state().changes.added == 0
    assert _ledger(("ab", 100), ("abc", 110), ("d", 120)).state().changes.added == 2


def test_contents_are_asked_for_once() -> None:
    """What was read, or cannot be, is not asked for again."""
    ledger = _ledger(("abc", 100))

    assert ledger.unread(2) == ["a", "b"]
    ledger.read("a", CONTENTS, 90)
    ledger.leave_unread("b")
    ledger.look("abcd", 110)

    assert ledger.unread(9) == ["c", "d"]
    assert (ledger.state().read, ledger.state().unread) == ((CONTENTS,), 3)


def test_contents_go_with_their_transaction() -> None:
    """A pool that was emptied holds nothing."""
    ledger = _ledger(("ab", 100))
    ledger.read("a", CONTENTS, 90)
    ledger.look("", 110)

    assert (ledger.state().read, ledger.state().unread, ledger.unread(9)) == ((), 0, [])


def test_remembered_contents_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of a pool that is too large are counted as unread."""
    monkeypatch.setattr(pool_ledger, "MOST_CONTENTS", 2)
    ledger = _ledger(("abc", 100))
    for tx_hash in ledger.unread(9):
        ledger.read(tx_hash, CONTENTS, 90)

    assert (len(ledger.state().read), ledger.state().unread, ledger.unread(9)) == (2, 1, [])


def test_fates_are_counted_apart() -> None:
    """Mined, dropped, and what nobody could tell."""
    ledger = _ledger(("abc", 100), ("", 110))

    assert ledger.departed(2) == ["a", "b"]
    ledger.mined("a", 105)
    ledger.dropped("b")
    ledger.untold("c")
    changes = ledger.state().changes

    assert (changes.mined, changes.dropped, changes.untold, ledger.departed(9)) == (1, 1, 1, [])


def test_what_comes_back_out_of_a_block_that_lost_did_not_leave() -> None:
    """As long as nobody asked for its fate."""
    ledger = _ledger(("a", 100), ("", 110), ("a", 120))

    assert ledger.departed(9) == []


def test_fates_to_ask_for_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The earliest are given up, and counted."""
    monkeypatch.setattr(pool_ledger, "MOST_DEPARTED", 2)
    ledger = _ledger(("abc", 100), ("", 110))

    assert (len(ledger.departed(9)), ledger.state().changes.untold) == (2, 1)


@pytest.mark.parametrize(
    ("block_timestamp", "expected"),
    [
        pytest.param(125, 25, id="the block says when"),
        pytest.param(50, 20, id="not before it was last seen to wait"),
        pytest.param(999, 30, id="not after it was seen to be gone"),
    ],
)
def test_a_wait_ends_when_the_block_says_so_between_two_looks(block_timestamp: int, expected: float) -> None:
    """Miners choose the times of their blocks, and some are hours off."""
    ledger = _ledger(("", 90), ("a", 100), ("a", 120), ("", 130))
    ledger.mined("a", block_timestamp)

    waits = ledger.state().changes.waits
    assert (sum(waits.counts), waits.total) == (1, expected)


def test_a_wait_begins_when_the_daemon_says_so() -> None:
    """It knows better than who looks now and then."""
    ledger = _ledger(("", 90), ("a", 100))
    ledger.read("a", CONTENTS, 92)
    ledger.look("", 130)
    ledger.mined("a", 120)

    assert ledger.state().changes.waits.total == 28


@pytest.mark.parametrize("received_at", [None, 0])
def test_nobody_knows_how_long_the_first_ones_wait_where_the_daemon_does_not_tell(received_at: int | None) -> None:
    """They are counted as mined, without a time."""
    ledger = _ledger(("a", 100))
    ledger.read("a", CONTENTS, received_at)
    ledger.look("", 110)
    ledger.mined("a", 105)

    assert (ledger.state().changes.mined, sum(ledger.state().changes.waits.counts)) == (1, 0)


@given(st.lists(st.sets(st.sampled_from("abcdef"))))
def test_whoever_came_is_there_or_left(looks: list[set[str]]) -> None:
    """No transaction is lost or counted twice, whatever the pool does."""
    ledger = _ledger(("", 0))
    for now, hashes in enumerate(looks, start=1):
        ledger.look(sorted(hashes), now)
        for tx_hash in ledger.departed(9):
            ledger.dropped(tx_hash)

    state = ledger.state()
    assert state.changes.added == state.changes.dropped + state.unread
