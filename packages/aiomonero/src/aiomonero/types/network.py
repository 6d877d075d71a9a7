# SPDX-License-Identifier: Apache-2.0
"""The four Monero networks, how a daemon names them, and the ports each one uses."""

import enum
from typing import TYPE_CHECKING, NamedTuple, Self, cast

if TYPE_CHECKING:  # the front door imports this module, and shall not wait for msgspec
    from aiomonero.types.hashes import Hash


class Ports(NamedTuple):
    """The ports of one network: monerod's own, and the customary ones for what it leaves to flags."""

    p2p: int
    rpc: int
    zmq_rpc: int
    zmq_pub: int
    restricted_rpc: int


class Network(enum.StrEnum):
    """A Monero network, spelled as in the command line's flags."""

    MAINNET = "mainnet"
    TESTNET = "testnet"
    STAGENET = "stagenet"
    REGTEST = "regtest"

    @property
    def ports(self) -> Ports:
        """Where its daemons customarily listen."""
        return _PORTS[self]

    @property
    def p2p_id(self) -> bytes:
        """What peers tell their network by; regtest shares that of mainnet, so that peers of both shake hands."""
        return bytes.fromhex("1230f171610441611731008216a1a1") + _P2P_ID_ENDS[self]

    @property
    def genesis_hash(self) -> "Hash":
        """The hash of the first block; regtest begins as mainnet does."""
        return cast("Hash", _GENESIS_HASHES[self])

    @classmethod
    def from_p2p_port(cls, port: int) -> Self:
        """Return the network whose peers customarily listen there; for any other port mainnet."""
        return next((network for network in cls if network.ports.p2p == port), cls.MAINNET)

    @classmethod
    def from_nettype(cls, nettype: str) -> Self | None:
        """Return the network that `get_info.nettype` names (regtest is "fakechain" there), or None if it names none."""
        name = cls.REGTEST if nettype == "fakechain" else nettype
        return next((network for network in cls if network == name), None)


def _ports_from(p2p: int) -> Ports:
    return Ports(p2p=p2p, rpc=p2p + 1, zmq_rpc=p2p + 2, zmq_pub=p2p + 3, restricted_rpc=p2p + 9)


# src/cryptonote_config.h of monero 0.18: regtest has no ports of its own, it listens on those of mainnet.
_PORTS = {
    Network.MAINNET: _ports_from(18080),
    Network.TESTNET: _ports_from(28080),
    Network.STAGENET: _ports_from(38080),
    Network.REGTEST: _ports_from(18080),
}
_P2P_ID_ENDS = {Network.MAINNET: b"\x10", Network.TESTNET: b"\x11", Network.STAGENET: b"\x12", Network.REGTEST: b"\x10"}

_MAINNET_GENESIS = "418015bb9ae982a1975da7d79277c2705727a56894ba0fb246adaabb1f4632e3"
_GENESIS_HASHES = {
    Network.MAINNET: _MAINNET_GENESIS,
    Network.TESTNET: "48ca7cd3c8de5b6a4d53d2861fbdaedca141553559f9be9520068053cda8430b",
    Network.STAGENET: "76ee3cc98646292206cd3e86f74d88b4dcc1d937088645e9b0cbca84b7ce74eb",
    Network.REGTEST: _MAINNET_GENESIS,
}
