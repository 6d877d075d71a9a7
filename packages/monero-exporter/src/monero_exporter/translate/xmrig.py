# SPDX-License-Identifier: Apache-2.0
"""A miner, as its xmrig describes itself."""

from collections.abc import Iterator

from monero_exporter.catalogue import mining as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.xmrig_summary import Connection, Summary

_WINDOWS = ("10s", "60s", "15m")
_MILLISECONDS = 1000


def translate(seen: Seen[Summary]) -> Iterator[Sample]:
    """Yield the samples of a miner that was asked."""
    yield Sample(families.XMRIG_UP, seen.answer is not None)
    if seen.answer is not None:
        yield from _of_process(seen.answer)
        yield from _of_work(seen.answer)
        yield from _of_connection(seen.answer.connection)


def _of_process(summary: Summary) -> Iterator[Sample]:
    yield Sample(families.XMRIG_INFO, 1, (summary.version, summary.algo or ""))
    yield Sample(families.XMRIG_UPTIME_SECONDS, summary.uptime)
    if summary.paused is not None:
        yield Sample(families.XMRIG_PAUSED, summary.paused)
    if resident_bytes := summary.resources.memory.resident_set_memory:
        yield Sample(families.XMRIG_RESIDENT_MEMORY_BYTES, resident_bytes)
    if isinstance(summary.hugepages, tuple):
        for state, pages in zip(("got", "wanted"), summary.hugepages, strict=True):
            yield Sample(families.XMRIG_HUGE_PAGES, pages, (state,))


def _of_work(summary: Summary) -> Iterator[Sample]:
    for window, rate in zip(_WINDOWS, summary.hashrate.total, strict=False):
        if rate is not None:
            yield Sample(families.XMRIG_HASHES_PER_SECOND, rate, (window,))
    if summary.hashrate.highest is not None:
        yield Sample(families.XMRIG_HASHES_PER_SECOND_MAX, summary.hashrate.highest)
    yield Sample(families.XMRIG_HASHES_TOTAL, summary.results.hashes_total)


def _of_connection(connection: Connection) -> Iterator[Sample]:
    counted: tuple[tuple[Family, int], ...] = (
        (families.XMRIG_SHARES_ACCEPTED_TOTAL, connection.accepted),
        (families.XMRIG_SHARES_REJECTED_TOTAL, connection.rejected),
        (families.XMRIG_POOL_FAILURES_TOTAL, connection.failures),
        (families.XMRIG_POOL_CONNECTED, bool(connection.ip)),
    )
    yield from (Sample(family, value) for family, value in counted)
    if connection.ip and connection.ping:
        yield Sample(families.XMRIG_POOL_PING_SECONDS, connection.ping / _MILLISECONDS)
    if connection.ip and connection.diff:
        yield Sample(families.XMRIG_POOL_DIFFICULTY, connection.diff)
