# SPDX-License-Identifier: Apache-2.0
"""Peers, those connected and those known, and what moves between them."""

from collections.abc import Iterator

from aiomonero.types.traffic import NetStats
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Details, Observation


def translate(seen: Observation, details: Details) -> Iterator[Sample]:  # noqa: ARG001 - connections are in there
    """Yield the samples of peers."""
    if details.net_stats is not None and details.net_stats.answer is not None:
        yield from _of_traffic(details.net_stats.answer)


def _of_traffic(stats: NetStats) -> Iterator[Sample]:
    received = (families.NET_TOTAL_IN_BYTES, families.NET_RX_BYTES, families.NETWORK_RECEIVE_BYTES_TOTAL)
    sent = (families.NET_TOTAL_OUT_BYTES, families.NET_TX_BYTES, families.NETWORK_TRANSMIT_BYTES_TOTAL)
    yield from (Sample(family, stats.total_bytes_in) for family in received)
    yield from (Sample(family, stats.total_bytes_out) for family in sent)
    yield Sample(families.NETWORK_RECEIVE_PACKETS_TOTAL, stats.total_packets_in)
    yield Sample(families.NETWORK_TRANSMIT_PACKETS_TOTAL, stats.total_packets_out)
