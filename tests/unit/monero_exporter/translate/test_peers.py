# SPDX-License-Identifier: Apache-2.0
"""Known peers, limits, bans, traffic and the queue of a sync as samples."""

from aiomonero.methods.daemon import peers as methods
from aiomonero.protocol import jsonrpc
from aiomonero.types.ban import Ban
from aiomonero.types.peer import KnownPeer, PeerList
from aiomonero.types.sync import Span, SyncInfo
from aiomonero.types.traffic import RateLimits
from monero_exporter.translate import geography, peers
from monero_exporter.translate.geography import Geography
from monero_exporter.translate.observation import Details, PeerLimits
from tests.support import vectors
from tests.support.observations import FAILED, NOW, observation, seen

NOBODY = observation(connections=())


def _values(details: Details) -> dict[str, float]:
    return {
        "/".join(filter(None, (sample.family.name + sample.suffix, *sample.labels, sample.bound))): sample.value
        for sample in peers.translate(NOBODY, details)
    }


def _known(host: str, last_seen: float = NOW) -> KnownPeer:
    return KnownPeer(id=1, host=host, port=18080, last_seen=int(last_seen))


def test_known_peers_by_country_list_and_age() -> None:
    """A peer that was never seen has no age, and one that a faster clock saw later than now was seen now."""
    white = (_known("5.0.0.1", NOW - 60), _known("x.onion", 0), _known("5.0.0.2", NOW + 60), _known("10.0.0.1"))
    geoip = seen(Geography(built_at=7, country=geography.countries(lambda host: {"5.0.0.1": "DE"}.get(host, ""))))
    values = _values(Details(peer_list=seen(PeerList(white=white, gray=(_known("6.0.0.1"),))), geoip=geoip))

    assert {name: value for name, value in values.items() if name.startswith("monero_peers_new")} == {
        "monero_peers_new/DE": 1,
        "monero_peers_new/unknown": 1,
        "monero_peers_new/tor": 1,
        "monero_peers_new/private": 1,
    }
    assert (values["monero_peerlist/white"], values["monero_peerlist/gray"]) == (4, 1)
    assert (values["monero_peerlist_lastseen_sum"], values["monero_peerlist_lastseen_count"]) == (60, 3)
    assert values["monero_exporter_geoip_build_timestamp_seconds"] == 7


def test_a_captured_list() -> None:
    """Peers of a flag, in networks that are kept for documents."""
    body = vectors.path_answer("0.18.5.3", "unrestricted.get_peer_list.with_peers")
    values = _values(Details(peer_list=seen(jsonrpc.decode(body, methods.GET_PEER_LIST.result))))

    assert (values["monero_peers_new/private"], values["monero_peerlist_lastseen_count"]) == (3, 0)


def test_limits_are_told_in_bytes_and_only_where_there_are_any() -> None:
    """KiB of the daemon become bytes, and 2**32 - 1 connections are no limit."""
    limits = Details(
        peer_limits=seen(PeerLimits(outgoing=12, incoming=2**32 - 1)),
        rate_limits=seen(RateLimits(upload_kib_per_second=2048, download_kib_per_second=8192)),
    )

    told = {name: value for name, value in _values(limits).items() if "limit" in name}
    assert told == {
        "monero_peers_limit/out": 12,
        "monero_network_limit_bytes_per_second/in": 8192 * 1024,
        "monero_network_limit_bytes_per_second/out": 2048 * 1024,
    }


def test_bans_and_the_queue_of_a_sync_are_added_up() -> None:
    """Each span of blocks counts with its blocks and its bytes."""
    span = Span(
        start_block_height=1,
        nblocks=20,
        connection_id="",
        remote_address="",
        size_bytes=3000,
        rate_bytes_per_second=1,
        speed=1,
    )
    queue = SyncInfo(height=1, target_height=41, next_needed_pruning_seed=0, overview="[mm]", spans=(span, span))
    values = _values(Details(bans=seen((Ban(host="203.0.113.0/24", seconds=60),)), sync_info=seen(queue)))

    assert values["monero_bans"] == 1
    assert (values["monero_sync_queued_blocks"], values["monero_sync_queued_bytes"]) == (40, 6000)


def test_a_source_that_failed_takes_its_own_families_with_it() -> None:
    """Nothing is claimed of what was not seen."""
    failed = Details(
        peer_list=FAILED, peer_limits=FAILED, bans=FAILED, net_stats=FAILED, sync_info=FAILED, geoip=FAILED
    )

    assert _values(failed) == _values(Details())
    assert not any("/DE" in name or "bans" in name for name in _values(failed))
