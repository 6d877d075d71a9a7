# SPDX-License-Identifier: Apache-2.0
"""Methods about peers, against the answers of three versions."""

import msgspec
import pytest

from aiomonero.methods.daemon import peers
from aiomonero.protocol import jsonrpc
from aiomonero.types.peer import Connection, PeerState
from aiomonero.types.peer_address import AddressKind
from tests.support import vectors


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_connections_are_read(version: str) -> None:
    """A node of a network of three has a connection to and from each of the two others."""
    body = vectors.answer(version, "unrestricted.json_rpc.get_connections")

    connections = jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections

    assert sorted(peer.incoming for peer in connections) == [False, False, True, True]
    assert {peer.address_kind for peer in connections} == {AddressKind.IPV4}
    assert all(peer.is_established for peer in connections)


def test_what_no_version_says_yet_is_read_as_other() -> None:
    """A new state or kind of address breaks nothing."""
    body = vectors.answer(vectors.VERSIONS[-1], "unrestricted.json_rpc.get_connections")
    known = jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections[0]

    read = msgspec.convert(msgspec.to_builtins(known) | {"state": "dancing", "address_type": 9}, Connection)

    assert (known.state, read.state, read.address_kind) == (PeerState.NORMAL, PeerState.OTHER, None)
    assert read.is_established


def test_no_connections_are_an_absent_list() -> None:
    """Daemons leave empty lists out."""
    body = b'{"result": {"status": "OK"}}'

    assert jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections == ()
