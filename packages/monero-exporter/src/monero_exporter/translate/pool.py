# SPDX-License-Identifier: Apache-2.0
"""Transactions that wait for a block."""

import bisect
import itertools
from collections.abc import Iterator, Sequence

from aiomonero.types.info import Info
from aiomonero.types.txpool import PoolStats, WaitingTransaction
from monero_exporter.catalogue import pool as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate import distribution, observation, units
from monero_exporter.translate.observation import Details, Observation
from monero_exporter.translate.pool_contents import Changes, PoolContents

_AGES_SECONDS = (120, 600, 3600, 86400)
_AGES = ("2m", "10m", "1h", "1d", "older")
_PRIORITIES = ("below", "slow", "normal", "fast", "fastest")


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of the pool."""
    if (pool_stats := observation.answer(details.pool_stats)) is not None:
        yield from _of_stats(pool_stats)
    if (backlog := observation.answer(details.backlog)) is not None and seen.info.answer is not None:
        yield from _of_backlog(backlog, seen.info.answer, _fees(details))
    if (pool := observation.answer(details.pool)) is not None:
        yield from _of_contents(pool)
        yield from _of_changes(pool.changes)


def _of_stats(stats: PoolStats) -> Iterator[Sample]:
    told: tuple[tuple[Family, float], ...] = (
        (families.MEMPOOL_BYTES_MAX, stats.max_bytes),
        (families.MEMPOOL_BYTES_MED, stats.median_bytes),
        (families.MEMPOOL_BYTES_MIN, stats.min_bytes),
        (families.MEMPOOL_BYTES_TOTAL, stats.total_bytes),
        (families.TRANSACTION_POOL_SIZE_BYTES, stats.total_bytes),
        (families.MEMPOOL_FEE_TOTAL, stats.fee_total_piconero),
        (families.TRANSACTION_POOL_FEES_MONERO, stats.fee_total_piconero / units.PICONERO_PER_XMR),
        (families.MEMPOOL_HISTO_98PC, stats.histo_98pc),
        (families.MEMPOOL_NUM_10M, stats.num_10m),
        (families.TRANSACTION_POOL_OLDER_THAN_10M, stats.num_10m),
        (families.MEMPOOL_NUM_DOUBLE_SPENDS, stats.num_double_spends),
        (families.TRANSACTION_POOL_DOUBLE_SPENDS, stats.num_double_spends),
        (families.MEMPOOL_NUM_FAILING, stats.num_failing),
        (families.TRANSACTION_POOL_FAILING_TRANSACTIONS, stats.num_failing),
        (families.MEMPOOL_NUM_NOT_RELAYED, stats.num_not_relayed),
        (families.TRANSACTION_POOL_NOT_RELAYED, stats.num_not_relayed),
        (families.MEMPOOL_OLDEST, stats.oldest),
        (families.MEMPOOL_TXS_TOTAL, stats.txs_total),
        (families.TRANSACTION_POOL_TRANSACTIONS, stats.txs_total),
    )
    yield from (Sample(family, value) for family, value in told)


def _of_backlog(backlog: Sequence[WaitingTransaction], info: Info, fees: Sequence[int]) -> Iterator[Sample]:
    ages = [each.time_in_pool_seconds for each in backlog]
    # Of late, restricted ports say 0 seconds of everything that waits.
    if not info.restricted or any(ages):
        yield from _of_ages(ages)
    if len(fees) == len(_PRIORITIES) - 1:
        yield from _of_priorities(backlog, fees)
    if info.block_weight_median:
        blocks = sum(each.weight for each in backlog) / info.block_weight_median
        yield Sample(families.POOL_BACKLOG_BLOCKS, blocks)


def _of_ages(ages: Sequence[int]) -> Iterator[Sample]:
    ordered = sorted(ages)
    yield from distribution.summary(families.TRANSACTION_POOL_TRANSACTIONS_AGE, ordered)
    ends = (0, *(bisect.bisect_right(ordered, bound) for bound in _AGES_SECONDS), len(ordered))
    for age, (start, end) in zip(_AGES, itertools.pairwise(ends), strict=True):
        yield Sample(families.POOL_TRANSACTIONS, end - start, (age,))


def _of_priorities(backlog: Sequence[WaitingTransaction], fees: Sequence[int]) -> Iterator[Sample]:
    weights = [0] * len(_PRIORITIES)
    for each in backlog:
        weight = each.weight
        weights[bisect.bisect_right(fees, each.fee_piconero // (weight or 1))] += weight
    for priority, weight in zip(_PRIORITIES, weights, strict=True):
        yield Sample(families.POOL_WEIGHT_BYTES, weight, (priority,))


def _fees(details: Details) -> Sequence[int]:
    estimate = observation.answer(details.fee_estimate)
    return sorted(estimate.fees_piconero) if estimate else ()


def _of_contents(pool: PoolContents) -> Iterator[Sample]:
    read = pool.read
    rates = (units.micronero_per_kib(each.fee_piconero, each.size_bytes) for each in read)
    told = (
        (families.TRANSACTION_POOL_TRANSACTIONS_SIZE_BYTES, (each.size_bytes for each in read)),
        (families.TRANSACTION_POOL_TRANSACTIONS_INPUTS, (len(each.key_images) for each in read)),
        (families.TRANSACTION_POOL_TRANSACTIONS_OUTPUTS, (each.outputs for each in read)),
        (families.TRANSACTION_POOL_FEES_MICRONERO_PER_KB, rates),
    )
    for family, values in told:
        yield from distribution.summary(family, values)
    images = {image for each in read for image in each.key_images}
    yield Sample(families.TRANSACTION_POOL_SPENT_KEY_IMAGES, len(images))
    yield Sample(families.POOL_UNREAD_TRANSACTIONS, pool.unread)


def _of_changes(changes: Changes) -> Iterator[Sample]:
    yield Sample(families.POOL_ADDED_TOTAL, changes.added)
    yield Sample(families.POOL_REMOVED_TOTAL, changes.mined, ("mined",))
    yield Sample(families.POOL_REMOVED_TOTAL, changes.dropped, ("dropped",))
    yield Sample(families.POOL_REMOVED_TOTAL, changes.untold, ("unknown",))
    yield from changes.waits.samples(families.POOL_WAIT_SECONDS)
