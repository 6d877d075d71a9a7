# SPDX-License-Identifier: Apache-2.0
"""The peers that the daemon knows, connected or not."""

from collections import Counter
from collections.abc import Callable, Iterator

from aiomonero.types.peer import PeerList
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import distribution


def translate(peers: PeerList, now: float, country: Callable[[str], str]) -> Iterator[Sample]:
    """Yield the samples of both lists; `now` is in Unix seconds, and `country` is that of a host."""
    by_country = Counter([country(peer.host) for peer in peers.white])
    yield from (Sample(families.PEERS_NEW, count, (where,)) for where, count in sorted(by_country.items()))
    yield Sample(families.PEERLIST, len(peers.white), ("white",))
    yield Sample(families.PEERLIST, len(peers.gray), ("gray",))
    # 0 is a peer that a flag put on the list and nobody saw yet; the clock of who saw it may be ahead of ours.
    ages = [max(now - peer.last_seen, 0) for peer in peers.white if peer.last_seen]
    yield from distribution.summary(families.PEERLIST_LASTSEEN, ages)
