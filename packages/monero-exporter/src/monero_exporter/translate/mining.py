# SPDX-License-Identifier: Apache-2.0
"""All that mines: the daemon's own miner, the network, and the programs beside the daemon."""

from collections.abc import Iterator

from monero_exporter.catalogue import mining as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import observation, p2pool, xmrig
from monero_exporter.translate.observation import Details, Observation


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of everything that mines."""
    info = seen.info.answer
    if info is not None and info.target_seconds:
        yield Sample(families.NETWORK_HASHES_PER_SECOND, info.difficulty / info.target_seconds)
    if (status := observation.answer(details.mining)) is not None:
        yield Sample(families.MINING_ACTIVE, status.active)
        yield Sample(families.MINING_THREADS, status.threads_count if status.active else 0)
        yield Sample(families.MINING_HASHES_PER_SECOND, status.speed_hashes_per_second)
    if details.xmrig is not None:
        yield from xmrig.translate(details.xmrig)
    if details.p2pool is not None:
        yield from p2pool.translate(details.p2pool)
