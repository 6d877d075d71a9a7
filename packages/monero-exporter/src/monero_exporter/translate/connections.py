# SPDX-License-Identifier: Apache-2.0
"""The peers that the daemon is connected with."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from aiomonero.types.peer import Connection, PeerState
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import distribution, zones
from monero_exporter.translate.zones import Zone

_DIRECTIONS = ("in", "out")
_ZONES = (Zone.CLEARNET, Zone.TOR, Zone.I2P, Zone.PRIVATE)


def translate(
    connections: Sequence[Connection],
    own_height: int,
    *,
    zone: Callable[[Connection], Zone],
    country: Callable[[str], str],
) -> Iterator[Sample]:
    """Yield the samples of all connections; `zone` is that of a peer, `country` that of a host."""
    places = [zone(peer) for peer in connections]
    yield from _counts(connections, places)
    by_country = Counter(
        [zone if zone in zones.HIDDEN else country(peer.host) for peer, zone in zip(connections, places, strict=True)]
    )
    yield from (Sample(families.CONNECTIONS, count, (where,)) for where, count in sorted(by_country.items()))
    yield from _ages(connections)
    yield from _heights(connections, own_height)
    yield from _rates(connections)


def _counts(connections: Sequence[Connection], places: Sequence[Zone]) -> Iterator[Sample]:
    # Nobody in a zone is a fact that alerts ask about, so the usual state is told at 0 too.
    counts = Counter({(way, zone, PeerState.NORMAL): 0 for way in _DIRECTIONS for zone in _ZONES})
    counts.update([(_direction(peer), zone, peer.state) for peer, zone in zip(connections, places, strict=True)])
    by_state = Counter({(way, PeerState.NORMAL): 0 for way in _DIRECTIONS})
    for (way, zone, state), count in sorted(counts.items()):
        by_state[way, state] += count
        yield Sample(families.PEERS, count, (way, zone, state))
    yield from (Sample(families.P2P_CONNECTIONS, count, labels) for labels, count in by_state.items())


def _direction(peer: Connection) -> str:
    return "in" if peer.incoming else "out"


def _ages(connections: Sequence[Connection]) -> Iterator[Sample]:
    ages = sorted(peer.live_seconds for peer in connections)
    for family in (families.CONNECTIONS_LIVETIME, families.P2P_CONNECTIONS_AGE):
        yield from distribution.summary(family, ages)


def _heights(connections: Sequence[Connection], own_height: int) -> Iterator[Sample]:
    heights = sorted(peer.height for peer in connections if peer.is_established)
    yield from distribution.summary(families.HEIGHT_DIVERGENCE, [height - own_height for height in heights])
    yield from distribution.summary(families.P2P_CONNECTIONS_HEIGHT, heights)


def _rates(connections: Sequence[Connection]) -> Iterator[Sample]:
    aged = [peer for peer in connections if peer.live_seconds]
    received = [peer.received_bytes / peer.live_seconds for peer in aged]
    sent = [peer.sent_bytes / peer.live_seconds for peer in aged]
    yield from distribution.summary(families.P2P_CONNECTIONS_RX_RATE_BPS, received)
    yield from distribution.summary(families.P2P_CONNECTIONS_TX_RATE_BPS, sent)
