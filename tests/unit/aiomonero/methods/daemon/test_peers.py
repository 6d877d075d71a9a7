# SPDX-License-Identifier: Apache-2.0
"""Methods about peers, against the answers of three versions."""

import pytest

from aiomonero.methods.daemon import peers
from aiomonero.protocol import jsonrpc
from tests.support import vectors


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_connections_are_read(version: str) -> None:
    """A node of a network of three has a connection to and from each of the two others."""
    body = vectors.answer(version, "unrestricted.json_rpc.get_connections")

    connections = jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections

    assert sorted(peer.incoming for peer in connections) == [False, False, True, True]
    assert {peer.address_type for peer in connections} == {1}
    assert all(peer.is_established for peer in connections)


def test_no_connections_are_an_absent_list() -> None:
    """Daemons leave empty lists out."""
    body = b'{"result": {"status": "OK"}}'

    assert jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections == ()
