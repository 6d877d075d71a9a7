# SPDX-License-Identifier: Apache-2.0
"""What happened to the chain, added up."""

import msgspec

from monero_exporter.catalogue import chain as families
from monero_exporter.catalogue.family import Family
from monero_exporter.translate.contents import Content, Contents
from monero_exporter.translate.history import History, Reorganization
from tests.support.made_chain import BLOCK_SECONDS, headers

GENESIS, FIRST, SECOND = headers(3)
PAID = Content(1000, 30_000, 1, 2)
SIZELESS = Content(None, 20_000, 1, 2)


def _block(*transactions: Content) -> Contents:
    header = msgspec.structs.replace(SECOND, reward_piconero=600_000, num_txes=len(transactions))
    return Contents(header, 1, transactions)


def _values(history: History, family: Family) -> tuple[int, float]:
    distribution = history.distribution(family)
    return sum(distribution.counts), distribution.total


def test_a_block_counts_with_all_that_is_in_it() -> None:
    """A transaction of unknown size has a fee all the same."""
    history = History().with_block(_block(PAID, SIZELESS), FIRST).with_block(_block(), FIRST)

    assert (history.blocks, history.transactions) == (2, 2)
    assert (history.fees_piconero, history.subsidy_piconero) == (50_000, 1_150_000)
    assert _values(history, families.CHAIN_BLOCK_TRANSACTIONS) == (2, 2)
    assert _values(history, families.CHAIN_FEE_PICONERO_PER_BYTE) == (1, 30)
    assert _values(history, families.CHAIN_BLOCK_WEIGHT_BYTES) == (2, 200)
    assert _values(history, families.CHAIN_BLOCK_INTERVAL_SECONDS) == (2, 2 * BLOCK_SECONDS)


def test_the_time_before_a_block_may_be_unknown() -> None:
    """The first block of all has no time, and after a gap nobody knows the one before."""
    history = History().with_block(_block(), None).with_block(_block(), GENESIS)

    assert history.blocks == 2
    assert _values(history, families.CHAIN_BLOCK_INTERVAL_SECONDS) == (0, 0)


def test_clocks_that_go_back_do_not_let_sums_fall() -> None:
    """A counter that falls looks like a restart to Prometheus."""
    late = msgspec.structs.replace(FIRST, timestamp=SECOND.timestamp + 50)
    history = History().with_block(_block(), late).with_arrival(SECOND, SECOND.timestamp - 5)

    assert _values(history, families.CHAIN_BLOCK_INTERVAL_SECONDS) == (1, 0)
    assert _values(history, families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS) == (1, 0)


def test_new_coins_of_a_block_with_unknown_fees_are_not_counted() -> None:
    """Its known fees are."""
    history = History().with_block(Contents(msgspec.structs.replace(SECOND, num_txes=2), None, (PAID,)), before=FIRST)

    assert (history.fees_piconero, history.subsidy_piconero) == (30_000, 0)


def test_reorganizations_are_counted_and_the_last_is_known() -> None:
    """The depths are a distribution over time."""
    history = History().with_reorganization(Reorganization(2, 10.0)).with_reorganization(Reorganization(5, 20.0))

    assert (history.reorganizations, history.last_reorganization) == (2, Reorganization(5, 20.0))
    assert _values(history, families.CHAIN_REORGANIZATION_DEPTH_BLOCKS) == (2, 7)
