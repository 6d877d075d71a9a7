# SPDX-License-Identifier: Apache-2.0
"""The four Monero networks, how a daemon names them, and the ports each one uses."""

import enum
from typing import NamedTuple, Self


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
        return _PORTS[self]

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
