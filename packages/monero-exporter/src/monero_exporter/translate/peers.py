# SPDX-License-Identifier: Apache-2.0
"""Peers, those connected and those known, and what moves between them."""

from collections.abc import Iterator

from aiomonero.types.sync import SyncInfo
from aiomonero.types.traffic import NetStats, RateLimits
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import connections, geography, known_peers
from monero_exporter.translate.observation import Details, Observation, PeerLimits

_NO_LIMIT = 2**32 - 1
_KIB = 1024


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of peers."""
    yield from _of_places(seen, details)
    yield from _of_traffic(details)
    yield from _of_limits(details)
    if details.bans is not None and details.bans.answer is not None:
        yield Sample(families.BANS, len(details.bans.answer))
    if details.sync_info is not None and details.sync_info.answer is not None:
        yield from _of_queue(details.sync_info.answer)


def _of_places(seen: Observation, details: Details) -> Iterator[Sample]:
    known = details.geoip.answer if details.geoip else None
    country = known.country if known else geography.without_file
    if known is not None:
        yield Sample(families.EXPORTER_GEOIP_BUILD_TIMESTAMP_SECONDS, known.built_at)
    info, peers = seen.info.answer, seen.connections.answer if seen.connections else None
    if info is not None and peers is not None:
        yield from connections.translate(peers, info.height, country)
    if details.peer_list is not None and details.peer_list.answer is not None:
        yield from known_peers.translate(details.peer_list.answer, seen.observed_at, country)


def _of_traffic(details: Details) -> Iterator[Sample]:
    if details.net_stats is not None and details.net_stats.answer is not None:
        yield from _of_counts(details.net_stats.answer)


def _of_counts(stats: NetStats) -> Iterator[Sample]:
    received = (families.NET_TOTAL_IN_BYTES, families.NET_RX_BYTES, families.NETWORK_RECEIVE_BYTES_TOTAL)
    sent = (families.NET_TOTAL_OUT_BYTES, families.NET_TX_BYTES, families.NETWORK_TRANSMIT_BYTES_TOTAL)
    yield from (Sample(family, stats.total_bytes_in) for family in received)
    yield from (Sample(family, stats.total_bytes_out) for family in sent)
    yield Sample(families.NETWORK_RECEIVE_PACKETS_TOTAL, stats.total_packets_in)
    yield Sample(families.NETWORK_TRANSMIT_PACKETS_TOTAL, stats.total_packets_out)


def _of_limits(details: Details) -> Iterator[Sample]:
    if details.peer_limits is not None and details.peer_limits.answer is not None:
        yield from _of_numbers(details.peer_limits.answer)
    if details.rate_limits is not None and details.rate_limits.answer is not None:
        yield from _of_rates(details.rate_limits.answer)


def _of_numbers(limits: PeerLimits) -> Iterator[Sample]:
    for direction, limit in (("in", limits.incoming), ("out", limits.outgoing)):
        if limit != _NO_LIMIT:
            yield Sample(families.PEERS_LIMIT, limit, (direction,))


def _of_rates(limits: RateLimits) -> Iterator[Sample]:
    yield Sample(families.NETWORK_LIMIT_BYTES_PER_SECOND, limits.download_kib_per_second * _KIB, ("in",))
    yield Sample(families.NETWORK_LIMIT_BYTES_PER_SECOND, limits.upload_kib_per_second * _KIB, ("out",))


def _of_queue(queue: SyncInfo) -> Iterator[Sample]:
    yield Sample(families.SYNC_QUEUED_BLOCKS, sum(span.nblocks for span in queue.spans))
    yield Sample(families.SYNC_QUEUED_BYTES, sum(span.size_bytes for span in queue.spans))
