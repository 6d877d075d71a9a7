# SPDX-License-Identifier: Apache-2.0
"""Calls about peers, against what three versions answered."""

import pytest

from aiomonero import errors
from tests.support import replay, vectors

ANY = 2**32 - 1

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_connections_are_those_of_a_network_of_three(version: str) -> None:
    """Each of the two others is there twice, once in each direction."""
    connections = await replay.Replay(version, "unrestricted.json_rpc.get_connections").rpc.get_connections()

    assert sorted(peer.incoming for peer in connections) == [False, False, True, True]


@each_version
async def test_known_peers_have_addresses_of_all_kinds(version: str) -> None:
    """Ids are whole 64 bits, and a peer that was only configured was never seen."""
    daemon = replay.Replay(version, "unrestricted.get_peer_list.with_peers")

    peers = await daemon.rpc.get_peer_list(public_only=False, include_blocked=True)

    assert (daemon.asked, daemon.params) == ("/get_peer_list", {"public_only": False, "include_blocked": True})
    assert [(peer.host, peer.port) for peer in peers.white] == [
        ("198.51.100.1", 18080),
        ("203.0.113.9", 18080),
        ("2001:db8::1", 18080),
    ]
    assert {peer.last_seen for peer in peers.white} == {0}
    assert peers.gray == ()


@each_version
async def test_no_known_peers_are_empty_lists(version: str) -> None:
    """Daemons leave empty lists out."""
    daemon = replay.Replay(version, "unrestricted.get_peer_list")

    peers = await daemon.rpc.get_peer_list(public_only=False, include_blocked=True)

    assert daemon.recorded == daemon.params
    assert (peers.white, peers.gray) == ((), ())


@each_version
async def test_a_restricted_port_has_no_path_to_the_peer_list(version: str) -> None:
    """HTTP's 404 means here what -32601 means for JSON-RPC."""
    with pytest.raises(errors.Restricted):
        await replay.Replay(version, "restricted.get_peer_list").rpc.get_peer_list()


@each_version
async def test_public_nodes_are_for_everybody(version: str) -> None:
    """The closed network has none."""
    daemon = replay.Replay(version, "restricted.get_public_nodes")

    nodes = await daemon.rpc.get_public_nodes(gray=True)

    assert daemon.recorded.items() <= daemon.params.items()
    assert (nodes.white, nodes.gray) == ((), ())


@each_version
async def test_the_number_of_peers_is_read_without_setting_it(version: str) -> None:
    """Without a limit nothing is set."""
    out, into = (replay.Replay(version, f"unrestricted.{name}") for name in ("out_peers", "in_peers"))

    assert await out.rpc.out_peers() == 12
    assert await into.rpc.in_peers() == ANY
    assert (out.params["set"], into.params["set"]) == (False, False)


async def test_zero_peers_are_a_limit_too() -> None:
    """0 ends all connections and is not "no limit given"."""
    out, into = (replay.Replay("0.18.5.3", f"unrestricted.{name}") for name in ("out_peers", "in_peers"))

    await out.rpc.out_peers(0)
    await into.rpc.in_peers(0)

    assert out.params == {"set": True, "out_peers": 0}
    assert into.params == {"set": True, "in_peers": 0}
