# SPDX-License-Identifier: Apache-2.0
"""Networks, their ports and the names that daemons give them."""

import pytest

from aiomonero.types.network import Network, Ports


@pytest.mark.parametrize(
    ("network", "first_port"),
    [(Network.MAINNET, 18080), (Network.TESTNET, 28080), (Network.STAGENET, 38080), (Network.REGTEST, 18080)],
)
def test_each_network_has_its_ports(network: Network, first_port: int) -> None:
    """The ports follow the P2P port in a fixed order; regtest shares those of mainnet."""
    expected = Ports(first_port, first_port + 1, first_port + 2, first_port + 3, first_port + 9)

    assert network.ports == expected


@pytest.mark.parametrize(
    ("nettype", "network"),
    [
        ("mainnet", Network.MAINNET),
        ("testnet", Network.TESTNET),
        ("stagenet", Network.STAGENET),
        ("fakechain", Network.REGTEST),
        ("undefined", None),
        ("", None),
    ],
)
def test_nettype_names_a_network_or_none(nettype: str, network: Network | None) -> None:
    """Daemons call regtest a fake chain; what they call undefined is no network."""
    assert Network.from_nettype(nettype) is network


def test_networks_of_real_peers_differ_in_id_and_first_block() -> None:
    """Only regtest shares those of mainnet."""
    real = (Network.MAINNET, Network.TESTNET, Network.STAGENET)

    assert len(real) == len({network.p2p_id for network in real}) == len({network.genesis_hash for network in real})
    assert Network.MAINNET.p2p_id == Network.REGTEST.p2p_id
    assert Network.MAINNET.genesis_hash == Network.REGTEST.genesis_hash


@pytest.mark.parametrize(
    ("port", "network"), [(18080, Network.MAINNET), (28080, Network.TESTNET), (38080, Network.STAGENET), (1, "mainnet")]
)
def test_a_customary_port_tells_the_network(port: int, network: Network) -> None:
    """Any other port is taken for mainnet's."""
    assert Network.from_p2p_port(port) is Network(network)
