# SPDX-License-Identifier: Apache-2.0
"""A p2pool and the miners that work for it, as its files describe them."""

from collections.abc import Iterator

from monero_exporter.catalogue import mining as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.p2pool_files import Pool, Statistics, Stratum

_PERCENT = 100


def translate(seen: Seen[Statistics]) -> Iterator[Sample]:
    """Yield the samples of a directory that was looked at."""
    yield Sample(families.P2POOL_UP, seen.answer is not None)
    if seen.answer is not None:
        yield from _of_pool(seen.answer.pool)
        yield from _of_stratum(seen.answer.stratum) if seen.answer.stratum else ()


def _of_pool(pool: Pool) -> Iterator[Sample]:
    told: tuple[tuple[Family, int | None], ...] = (
        (families.P2POOL_POOL_HASHES_PER_SECOND, pool.hash_rate),
        (families.P2POOL_POOL_MINERS, pool.miners),
        (families.P2POOL_POOL_BLOCKS_FOUND_TOTAL, pool.total_blocks_found),
        (families.P2POOL_POOL_LAST_BLOCK_TIMESTAMP_SECONDS, pool.last_block_found_time or None),
        (families.P2POOL_SIDECHAIN_HEIGHT, pool.sidechain_height),
        (families.P2POOL_SIDECHAIN_DIFFICULTY, pool.sidechain_difficulty),
    )
    yield from (Sample(family, value) for family, value in told if value is not None)


def _of_stratum(stratum: Stratum) -> Iterator[Sample]:
    rates = (("15m", stratum.hashrate_15m), ("1h", stratum.hashrate_1h), ("24h", stratum.hashrate_24h))
    yield from (Sample(families.P2POOL_HASHES_PER_SECOND, rate, (window,)) for window, rate in rates)
    yield Sample(families.P2POOL_HASHES_TOTAL, stratum.total_hashes)
    yield Sample(families.P2POOL_SHARES_FOUND_TOTAL, stratum.shares_found)
    yield Sample(families.P2POOL_SHARES_FAILED_TOTAL, stratum.shares_failed)
    yield Sample(families.P2POOL_CONNECTIONS, stratum.connections)
    yield Sample(families.P2POOL_EFFORT_RATIO, stratum.current_effort / _PERCENT, ("current",))
    if stratum.shares_found:
        yield Sample(families.P2POOL_EFFORT_RATIO, stratum.average_effort / _PERCENT, ("average",))
