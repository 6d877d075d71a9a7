# SPDX-License-Identifier: Apache-2.0
"""What a node is told of Tor and I2P, monerod's zones beside the public one: proxies, its own addresses, its peers.

All of it belongs together: monerod refuses an inbound address without any proxy, and with exclusive nodes of one zone
it dials nobody of another. Each node dials the lower ones, so growing restarts nobody; but in these zones transactions
go only to peers that were dialed, so the first dials the second, and learns of it when there is one.
"""

from collections.abc import Iterable, Mapping, Sequence

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import anonymity
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.facts import HiddenNetwork, Keys

PROXY = "tx-proxy"
INBOUND = "anonymous-inbound"
FLAGS = frozenset({PROXY, INBOUND})
SUFFIXES = (".onion", ".i2p")
_SOCKS = {"tor": naming.SOCKS_TOR, "i2p": naming.SOCKS_I2P}

All = Mapping[HiddenNetwork, Keys]


def proxies(wanted: Anonymity) -> tuple[Argument, ...]:
    """Return how transactions leave, the same for all nodes."""
    return tuple(Argument(PROXY, _proxy(name, wanted.enabled[name])) for name in wanted.met)


def inbound(wanted: Anonymity, network: Network, keys: All, ordinal: int) -> tuple[Argument, ...] | None:
    """Return where peers reach a node, or None while one of its addresses is not known.

    A key that is bad has no address, and keeps no node from running.
    """
    arguments: list[Argument] = []
    for name in wanted.met:
        address = _address(keys, name, ordinal)
        if address is None:
            return None
        if address:
            arguments.append(Argument(INBOUND, _reached(name, address, network)))
    return tuple(arguments)


def siblings(ordinal: int, replicas: int) -> Sequence[int]:
    """Return the siblings that a node dials."""
    return (1,) if ordinal == 0 and replicas > 1 else range(ordinal)


def peers(wanted: Anonymity, network: Network, keys: All, siblings: Iterable[int]) -> tuple[str, ...] | None:
    """Return the peers of Tor and I2P that a node dials, or None while an address of these siblings is not known."""
    dialed = tuple(siblings)
    found: list[str] = []
    for name in wanted.met:
        addresses = [_address(keys, name, sibling) for sibling in dialed]
        if None in addresses:
            return None
        found += [_dialed(name, address, network) for address in addresses if address]
        found += [peer if ":" in peer else _dialed(name, peer, network) for peer in wanted.enabled[name].spec.peers]
    return tuple(found)


def are_known(wanted: Anonymity, keys: All, nodes: int) -> bool:
    """Say whether nothing is missing by which so many nodes reach each other over Tor and I2P, bad keys apart."""
    named = wanted.met if wanted.transport == "clearnet" else (wanted.transport,)
    return all(_address(keys, name, ordinal) is not None for name in named for ordinal in range(nodes))


def has_peers(wanted: Anonymity) -> bool:
    """Say whether the owner names peers of Tor or I2P."""
    return any(wanted.enabled[name].spec.peers for name in wanted.met)


def _proxy(name: HiddenNetwork, on: OnTor | OnI2p) -> str:
    noise = "" if on.has_noise else ",disable_noise"
    return f"{name},127.0.0.1:{_SOCKS[name]}{noise}"


def _reached(name: HiddenNetwork, address: str, network: Network) -> str:
    bound = f"127.0.0.1:{anonymity.inbound_port(network, name)}"
    return f"{_dialed(name, address, network)},{bound}"


def _dialed(name: HiddenNetwork, address: str, network: Network) -> str:
    """Return an address as peers write it; at I2P a destination is enough."""
    return f"{address}:{anonymity.inbound_port(network, name)}" if name == "tor" else address


def _address(keys: All, name: HiddenNetwork, ordinal: int) -> str | None:
    """Return an address, nothing if its key is bad, or None if it is not known."""
    return keys.get(name, Keys()).address(f"p2p-{ordinal}")
