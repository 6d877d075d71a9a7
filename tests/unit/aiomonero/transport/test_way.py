# SPDX-License-Identifier: Apache-2.0
"""Nodes and wallets over a transport of their own or of somebody else."""

from typing import Any

import pytest

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.testing.fakenode import FakeNode
from aiomonero.transport import http
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from aiomonero.types.network import Network
from aiomonero.wallet.wallet import Wallet

HEIGHT = {"height": 7, "hash": "00" * 32}


async def test_a_given_transport_is_used_and_left_open() -> None:
    """Several daemons share it, and whoever made it closes it."""
    async with http.HttpTransport() as transport:
        async with Node("http://127.0.0.1:1", transport=transport):
            pass
        with pytest.raises(errors.ConnectFailed):
            await transport.get("http://127.0.0.1:1/", timeout_seconds=5)

    node = Node("http://fake", transport=FakeNode({"get_height": HEIGHT}).transport())
    assert (await node.rpc.get_height()).height == 7


@pytest.mark.parametrize("kind", [Node, Wallet])
async def test_an_own_transport_ends_with_its_owner(kind: type[Node | Wallet]) -> None:
    """Also without a block around it."""
    owner = kind("http://127.0.0.1:1")

    await owner.close()

    with pytest.raises(errors.LocalProtocolError, match="closed"):
        await (owner.rpc if isinstance(owner, Node) else owner).get_version()


@pytest.mark.parametrize("kind", [Node, Wallet])
@pytest.mark.parametrize("options", [{"login": Login("u", "p")}, {"trust": Trust()}], ids=["login", "trust"])
async def test_a_given_transport_has_a_login_of_its_own(kind: type[Node | Wallet], options: dict[str, Any]) -> None:
    """One that is said besides would never be used."""
    async with http.HttpTransport() as transport:
        with pytest.raises(ValueError, match="transport"):
            kind("http://127.0.0.1:1", transport=transport, **options)


@pytest.mark.parametrize(
    ("network", "expected"), [(None, Network.MAINNET), (Network.STAGENET, Network.STAGENET)], ids=str
)
def test_peers_of_another_port_are_asked_by_the_network_that_was_named(
    network: Network | None, expected: Network
) -> None:
    """A port that is none of the customary ones tells nothing."""
    assert Node("http://a", p2p="127.0.0.1:9", network=network).p2p.network is expected
