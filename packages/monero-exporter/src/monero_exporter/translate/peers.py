# SPDX-License-Identifier: Apache-2.0
"""Peers, those connected and those known, and what moves between them."""

from collections.abc import Iterator

from aiomonero.types.sync import SyncInfo
from aiomonero.types.traffic import NetStats, RateLimits
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import connections, geography, known_peers, observation, units
from monero_exporter.translate.observation import Details, Observation, PeerLimits

_NO_LIMIT = 2**32 - 1


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of peers."""
    yield from _of_places(seen, details)
    yield from _of_traffic(details)
    yield from _of_limits(details)
    if (bans := observation.answer(details.bans)) is not None:
        yield Sample(families.BANS, len(bans))
    if (sync_info := observation.answer(details.sync_info)) is not None:
        yield from _of_queue(sync_info)


def _of_places(seen: Observation, details: Details) -> Iterator[Sample]:
    known = observation.answer(details.geoip)
    country = known.country if known else geography.without_file
    if known is not None:
        yield Sample(families.EXPORTER_GEOIP_BUILD_TIMESTAMP_SECONDS, known.built_at)
    info, peers = seen.info.answer, observation.answer(seen.connections)
    if info is not None and peers is not None:
        yield from connections.translate(peers, info.height, zone=seen.zone, country=country)
    if (peer_list := observation.answer(details.peer_list)) is not None:
        yield from known_peers.translate(peer_list, seen.observed_at, country)


def _of_traffic(details: Details) -> Iterator[Sample]:
    if (net_stats := observation.answer(details.net_stats)) is not None:
        yield from _of_counts(net_stats)


def _of_counts(stats: NetStats) -> Iterator[Sample]:
    received = (families.NET_TOTAL_IN_BYTES, families.NET_RX_BYTES, families.NETWORK_RECEIVE_BYTES_TOTAL)
    sent = (families.NET_TOTAL_OUT_BYTES, families.NET_TX_BYTES, families.NETWORK_TRANSMIT_BYTES_TOTAL)
    yield from (Sample(family, stats.total_bytes_in) for family in received)
    yield from (Sample(family, stats.total_bytes_out) for family in sent)
    yield Sample(families.NETWORK_RECEIVE_PACKETS_TOTAL, stats.total_packets_in)
    yield Sample(families.NETWORK_TRANSMIT_PACKETS_TOTAL, stats.total_packets_out)


def _of_limits(details: Details) -> Iterator[Sample]:
    if (peer_limits := observation.answer(details.peer_limits)) is not None:
        yield from _of_numbers(peer_limits)
    if (rate_limits := observation.answer(details.rate_limits)) is not None:
        yield from _of_rates(rate_limits)


def _of_numbers(limits: PeerLimits) -> Iterator[Sample]:
    for direction, limit in (("in", limits.incoming), ("out", limits.outgoing)):
        if limit != _NO_LIMIT:
            yield Sample(families.PEERS_LIMIT, limit, (direction,))


def _of_rates(limits: RateLimits) -> Iterator[Sample]:
    yield Sample(families.NETWORK_LIMIT_BYTES_PER_SECOND, limits.download_kib_per_second * units.BYTES_PER_KIB, ("in",))
    yield Sample(families.NETWORK_LIMIT_BYTES_PER_SECOND, limits.upload_kib_per_second * units.BYTES_PER_KIB, ("out",))


def _of_queue(queue: SyncInfo) -> Iterator[Sample]:
    yield Sample(families.SYNC_QUEUED_BLOCKS, sum(span.nblocks for span in queue.spans))
    yield Sample(families.SYNC_QUEUED_BYTES, sum(span.size_bytes for span in queue.spans))
