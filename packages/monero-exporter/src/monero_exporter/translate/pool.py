# SPDX-License-Identifier: Apache-2.0
"""Transactions that wait for a block."""

from collections.abc import Iterator

from aiomonero.types.txpool import PoolStats
from monero_exporter.catalogue import pool as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Details, Observation


def translate(seen: Observation, details: Details) -> Iterator[Sample]:  # noqa: ARG001 - ages need the time
    """Yield the samples of the pool."""
    if details.pool_stats is not None and details.pool_stats.answer is not None:
        yield from _of_stats(details.pool_stats.answer)


def _of_stats(stats: PoolStats) -> Iterator[Sample]:
    yield Sample(families.MEMPOOL_TXS_TOTAL, stats.txs_total)
    yield Sample(families.MEMPOOL_BYTES_TOTAL, stats.total_bytes)
