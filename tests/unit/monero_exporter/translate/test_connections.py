# SPDX-License-Identifier: Apache-2.0
"""Connected peers as samples."""

from collections.abc import Callable

import msgspec

from aiomonero.types.peer import Connection
from aiomonero.types.peer_address import AddressKind
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import connections, geography
from monero_exporter.translate.zones import Zone
from tests.support.observations import HEIGHT, observation, peer

FINE = observation()
GERMANY = geography.countries(lambda host: "DE" if host.startswith("5.") else "")


def _at(host: str, **changes: object) -> Connection:
    return msgspec.structs.replace(peer(), host=host, **changes)


def _samples(
    *peers: Connection,
    country: Callable[[str], str] = geography.without_file,
    zone: Callable[[Connection], Zone] = FINE.zone,
) -> list[Sample]:
    return list(connections.translate(peers, HEIGHT, zone=zone, country=country))


def _values(name: str, samples: list[Sample]) -> dict[tuple[str, ...], float]:
    found = [sample for sample in samples if sample.family.name == name]
    return {tuple(filter(None, (*sample.labels, sample.suffix, sample.bound))): sample.value for sample in found}


def test_a_network_that_all_peers_are_met_by_is_told_in_place_of_their_addresses() -> None:
    """Its own tor stands behind an address of the machine, and so it has no country either."""
    samples = _samples(_at("10.192.0.1"), zone=lambda _: Zone.TOR)

    assert _values("monero_peers", samples)["out", "tor", "normal"] == 1
    assert _values("monero_connections", samples) == {("tor",): 1}


def test_peers_are_counted_by_direction_zone_and_state() -> None:
    """Onion peers that are not there are told as 0, for their absence is what matters."""
    onion = _at("<unknown tor host>", address_type=AddressKind.TOR, incoming=True)
    counts = _values("monero_peers", _samples(_at("5.0.0.1"), _at("5.0.0.2", state="synchronizing"), onion))

    told = {labels: count for labels, count in counts.items() if count}
    assert told == {
        ("out", "clearnet", "normal"): 1,
        ("out", "clearnet", "synchronizing"): 1,
        ("in", "tor", "normal"): 1,
    }
    assert len(counts) == 2 * 4 + 1
    assert counts["out", "tor", "normal"] == 0


def test_the_go_exporters_counts_know_no_zones() -> None:
    """A name of 2021 keeps its labels."""
    samples = _samples(_at("5.0.0.1"), _at("10.0.0.1"), _at("5.0.0.2", incoming=True, state="before_handshake"))

    assert _values("monero_p2p_connections", samples) == {
        ("out", "normal"): 2,
        ("in", "normal"): 0,
        ("in", "before_handshake"): 1,
    }


def test_countries_come_from_the_file_and_from_nowhere_else() -> None:
    """A peer without a country says why; without a file nobody on the internet has one."""
    peers = (_at("5.0.0.1"), _at("5.0.0.2"), _at("6.0.0.1"), _at("10.0.0.1"), _at("x.b32.i2p"), _at("what?"))

    known = _values("monero_connections", _samples(*peers, country=GERMANY))
    unknown = _values("monero_connections", _samples(*peers))

    assert known == {("DE",): 2, ("unknown",): 2, ("private",): 1, ("i2p",): 1}
    assert unknown == {("unknown",): 4, ("private",): 1, ("i2p",): 1}


def test_divergence_is_negative_where_a_peer_is_behind() -> None:
    """A subtraction that wrapped made 1.8e19 of it in 2021; peers before their handshake have no height."""
    samples = _samples(peer(HEIGHT + 3), peer(HEIGHT - 7), peer(0, state="before_handshake"))

    divergence = _values("monero_height_divergence", samples)
    assert (divergence["0.25",], divergence["0.99",]) == (-7, 3)
    assert (divergence["_sum",], divergence["_count",]) == (-4, 2)
    assert _values("monero_p2p_connections_height", samples)["_sum",] == 2 * HEIGHT - 4


def test_a_connection_of_no_age_has_no_rate() -> None:
    """Nothing is divided by 0; the count says how many were old enough."""
    fresh = _at("5.0.0.1", live_seconds=0, received_bytes=100)
    aged = _at("5.0.0.2", live_seconds=10, received_bytes=100, sent_bytes=50)
    samples = _samples(fresh, aged)

    assert _values("monero_p2p_connections_rx_rate_bps", samples)["1.0",] == 10
    assert _values("monero_p2p_connections_tx_rate_bps", samples)["_sum",] == 5
    assert _values("monero_p2p_connections_rx_rate_bps", samples)["_count",] == 1
    assert _values("monero_connections_livetime", samples)["_count",] == 2


def test_without_peers_only_counts_are_told() -> None:
    """No quantile of nothing, and no country."""
    samples = _samples()

    assert _values("monero_connections", samples) == {}
    assert _values("monero_height_divergence", samples) == {("_sum",): 0, ("_count",): 0}
    assert sum(_values("monero_peers", samples).values()) == 0
