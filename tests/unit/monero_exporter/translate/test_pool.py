# SPDX-License-Identifier: Apache-2.0
"""The pool's numbers."""

from collections.abc import Sequence

import pytest

from aiomonero.types.economy import FeeEstimate
from aiomonero.types.txpool import PoolStats, WaitingTransaction
from monero_exporter.catalogue import pool as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import pool
from monero_exporter.translate.observation import Details, Observation
from monero_exporter.translate.pool_contents import Changes, PoolContents, Waiting
from tests.support.observations import FAILED, info, observation, seen

STATS = PoolStats(
    txs_total=3,
    total_bytes=6000,
    min_bytes=1500,
    max_bytes=2500,
    median_bytes=2000,
    fee_total_piconero=3 * 10**11,
    oldest=1_799_999_000,
    num_failing=4,
    num_10m=5,
    num_not_relayed=6,
    num_double_spends=7,
    histo_98pc=8,
)
FEES = FeeEstimate(fee_piconero=10, fees_piconero=(10, 40, 160, 2000))
SMALL = Waiting(size_bytes=1024, outputs=2, fee_piconero=3 * 10**6, key_images=(b"a",))
LARGE = Waiting(size_bytes=2048, outputs=16, fee_piconero=3 * 10**6, key_images=(b"a", b"b"))


def _values(details: Details, seen_daemon: Observation | None = None) -> dict[str, float]:
    return {_name(sample): sample.value for sample in pool.translate(seen_daemon or observation(), details)}


def _name(sample: Sample) -> str:
    bound = [f"{float(sample.bound):g}"] if sample.bound else []
    return "/".join((sample.family.name + sample.suffix, *sample.labels, *bound))


def _waiting(*ages: int, weight: int = 1000, fee: int = 0) -> tuple[WaitingTransaction, ...]:
    return tuple(WaitingTransaction(weight, fee, age) for age in ages)


def _backlog(backlog: Sequence[WaitingTransaction], **changes: object) -> dict[str, float]:
    details = Details(backlog=seen(tuple(backlog)), fee_estimate=seen(FEES))
    return _values(details, observation(info(**changes)))


def test_every_number_of_the_daemon_has_the_names_of_both_earlier_exporters() -> None:
    """The same value twice, in the unit that each name had."""
    values = _values(Details(pool_stats=seen(STATS)))

    assert values == {
        "monero_mempool_bytes_max": 2500,
        "monero_mempool_bytes_med": 2000,
        "monero_mempool_bytes_min": 1500,
        "monero_mempool_bytes_total": 6000,
        "monero_mempool_fee_total": 3e11,
        "monero_mempool_histo_98pc": 8,
        "monero_mempool_num_10m": 5,
        "monero_mempool_num_double_spends": 7,
        "monero_mempool_num_failing": 4,
        "monero_mempool_num_not_relayed": 6,
        "monero_mempool_oldest": 1_799_999_000,
        "monero_mempool_txs_total": 3,
        "monero_transaction_pool_double_spends": 7,
        "monero_transaction_pool_failing_transactions": 4,
        "monero_transaction_pool_fees_monero": 0.3,
        "monero_transaction_pool_not_relayed": 6,
        "monero_transaction_pool_older_than_10m": 5,
        "monero_transaction_pool_size_bytes": 6000,
        "monero_transaction_pool_transactions": 3,
    }


@pytest.mark.parametrize(
    ("age", "group"),
    [(0, "2m"), (120, "2m"), (121, "10m"), (600, "10m"), (3600, "1h"), (86400, "1d"), (86401, "older")],
)
def test_transactions_are_grouped_by_age(age: int, group: str) -> None:
    """Each is in the first group that it is not too old for, and all groups are told."""
    values = _backlog(_waiting(age))

    groups = {name: value for name, value in values.items() if name.startswith("monero_pool_transactions/")}
    assert len(groups) == 5
    assert {name for name, value in groups.items() if value} == {f"monero_pool_transactions/{group}"}


def test_ages_that_a_restricted_port_hides_are_not_told() -> None:
    """It says 0 seconds of everything; where it says more, that is true."""
    hidden, told = _backlog(_waiting(0, 0), restricted=True), _backlog(_waiting(0, 7), restricted=True)

    assert "monero_transaction_pool_transactions_age_sum" not in hidden
    assert "monero_pool_transactions/2m" not in hidden
    assert "monero_pool_weight_bytes/below" in hidden
    assert (told["monero_transaction_pool_transactions_age_sum"], told["monero_pool_transactions/2m"]) == (7, 2)


@pytest.mark.parametrize(
    ("fee", "priority"),
    [
        (9_999, "below"),
        (10_000, "slow"),
        (40_000, "normal"),
        (159_999, "normal"),
        (160_000, "fast"),
        (10**7, "fastest"),
    ],
)
def test_weight_belongs_to_the_priority_that_is_paid_for(fee: int, priority: str) -> None:
    """By fee per byte of weight, as miners look at it."""
    values = _backlog(_waiting(1, fee=fee))

    weights = {name: value for name, value in values.items() if name.startswith("monero_pool_weight_bytes/")}
    assert len(weights) == 5
    assert {name: value for name, value in weights.items() if value} == {f"monero_pool_weight_bytes/{priority}": 1000}


def test_the_backlog_is_told_in_blocks() -> None:
    """A median of 0 would make infinitely many of them."""
    backlog = _waiting(1, 1, 1)

    assert _backlog(backlog, block_weight_median=2000)["monero_pool_backlog_blocks"] == 1.5
    assert "monero_pool_backlog_blocks" not in _backlog(backlog, block_weight_median=0)


def test_weights_need_the_fees_and_nothing_else_does() -> None:
    """One source that fails takes only its own families away."""
    values = _values(Details(backlog=seen(_waiting(1)), fee_estimate=FAILED))

    assert "monero_pool_weight_bytes/slow" not in values
    assert values["monero_pool_transactions/2m"] == 1


def test_contents_are_distributions() -> None:
    """A key image that two transactions spend is one; a fee is told per KiB of bytes."""
    values = _values(Details(pool=seen(PoolContents((SMALL, LARGE), 4, Changes()))))

    sums = {name: value for name, value in values.items() if name.endswith("_sum")}
    assert sums == {
        "monero_transaction_pool_transactions_size_bytes_sum": 3072,
        "monero_transaction_pool_transactions_inputs_sum": 3,
        "monero_transaction_pool_transactions_outputs_sum": 18,
        "monero_transaction_pool_fees_micronero_per_kb_sum": 4.5,
        "monero_pool_wait_seconds_sum": 0,
    }
    assert values["monero_transaction_pool_transactions_size_bytes/0.5"] == 1024
    assert (values["monero_transaction_pool_spent_key_images"], values["monero_pool_unread_transactions"]) == (2, 4)


def test_changes_are_counters() -> None:
    """Each outcome is told from the start, so that rates need no first event."""
    waits = Changes().waits.with_value(families.POOL_WAIT_SECONDS.buckets, 45)
    changes = Changes(added=5, mined=2, dropped=1, untold=0, waits=waits)

    values = _values(Details(pool=seen(PoolContents((), 0, changes))))

    assert values["monero_pool_added_total"] == 5
    outcomes = [values[f"monero_pool_removed_total/{each}"] for each in ("mined", "dropped", "unknown")]
    assert outcomes == [2, 1, 0]
    assert [values[f"monero_pool_wait_seconds_bucket/{bound}"] for bound in ("30", "60", "inf")] == [0, 1, 1]


def test_nothing_is_claimed_of_what_did_not_answer() -> None:
    """No zeros in place of unknown numbers."""
    assert _values(Details(pool_stats=FAILED, backlog=FAILED, pool=FAILED)) == {}
    assert _values(Details()) == {}
