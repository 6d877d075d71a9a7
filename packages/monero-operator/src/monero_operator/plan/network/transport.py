# SPDX-License-Identifier: Apache-2.0
"""How nodes reach each other over Tor or I2P alone: at addresses of our own choice, one for each sibling.

monerod dials these numbers. What they stand for is told to tor (`MapAddress`) and i2pd (client tunnels), never to
monerod: so a network grows, and addresses are rotated, and no node is restarted.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from aiomonero.types.network import Network
from monero_operator.api import arguments
from monero_operator.api.arguments import Argument, Finding
from monero_operator.api.v1alpha1.anonymity import Transport
from monero_operator.desired.anonymity import Anonymity
from monero_operator.desired.routers import I2pClient
from monero_operator.facts import HiddenNetwork, Keys
from monero_operator.keys import entries
from monero_operator.plan.keys import orders
from monero_operator.plan.keys.wishes import Wish
from monero_operator.plan.policies import Input

ITSELF = "127.0.0.1"
"""Whom a node dials that has nobody below: monerod drops that connection, and looks for no stranger."""
TOR_NODES, TOR_PEERS = "10.192.0", "10.192.1"
"""Seen by nobody but the tor beside a node."""
I2P_NODES, I2P_PEERS = "127.0.2", "127.0.3"
"""On which i2pd listens beside a node."""


def dials(transport: Transport, ordinal: int, size: int) -> tuple[str, ...]:
    """Return the addresses, without ports, that a node of a network of this size dials for its siblings."""
    if ordinal == 0:
        return (ITSELF,) if size > 1 else ()
    return tuple(_node(transport, lower) for lower in range(ordinal))


def peers(wanted: Anonymity, network: Network) -> tuple[Argument, ...]:
    """Return by what nodes dial the peers whom the owner names: such as nodes of another cluster."""
    return tuple(Argument("add-exclusive-node", each) for each in _peers(wanted, network))


def maps(wanted: Anonymity, keys: Mapping[HiddenNetwork, Keys], size: int, now: datetime) -> dict[str, str] | None:
    """Return which onion each address stands for, or None while addresses are not known."""
    if wanted.transport != "tor" or wanted.tor is None:
        return {}
    siblings = _siblings(wanted, keys, "tor", size, now)
    if siblings is None:
        return None
    named = {f"{TOR_PEERS}.{i}": peer.partition(":")[0] for i, peer in enumerate(wanted.tor.spec.peers)}
    return siblings | named


def clients(
    wanted: Anonymity, network: Network, keys: Mapping[HiddenNetwork, Keys], size: int, now: datetime
) -> tuple[I2pClient, ...] | None:
    """Return the tunnels that lead to destinations, or None while these are not known."""
    if wanted.transport != "i2p" or wanted.i2p is None:
        return ()
    siblings = _siblings(wanted, keys, "i2p", size, now)
    if siblings is None:
        return None
    named = {f"{I2P_PEERS}.{i + 1}": peer for i, peer in enumerate(wanted.i2p.spec.peers)}
    port = network.ports.p2p
    return tuple(
        I2pClient(listen=f"{address}:{port}", destination=destination, port=port)
        for address, destination in (siblings | named).items()
    )


def is_made_up(address: str) -> bool:
    """Say whether an address that a node dials, past a transport, is none of a Service."""
    is_number = address.replace(".", "").isdecimal() or ":" in address
    return not is_number or address == ITSELF


def check(given: Input) -> Iterator[Finding]:
    """Yield what contradicts that everything between the nodes goes by one network."""
    tor, i2p = given.spec.tor, given.spec.i2p
    if given.transport == "clearnet":
        return
    for at, hidden, named in (("tor", tor, tor.peers), ("i2p", i2p, i2p.peers)):
        field = f"{given.prefix}.{at}"
        if at == given.transport and hidden.p2p == "never":
            problem = f"spec.transport is {at}, by which peers are met: remove one"
            yield arguments.contradicting(f"{field}.p2p", hidden.p2p, problem)
        if at != given.transport and (hidden.p2p == "always" or named):
            problem = f"spec.transport is {given.transport}, and everything between nodes goes by that: remove one"
            yield arguments.contradicting(
                f"{field}.{'peers' if named else 'p2p'}", ", ".join(named) or "always", problem
            )
    if tor.clearnet == "untilSynced":
        problem = f"spec.transport is {given.transport}, so the nodes are never on the clearnet: write `never`"
        yield arguments.contradicting(f"{given.prefix}.tor.clearnet", tor.clearnet, problem)


def _node(transport: Transport, ordinal: int) -> str:
    return f"{TOR_NODES}.{ordinal}" if transport == "tor" else f"{I2P_NODES}.{ordinal + 1}"


def _siblings(
    wanted: Anonymity, keys: Mapping[HiddenNetwork, Keys], at: HiddenNetwork, size: int, now: datetime
) -> dict[str, str] | None:
    """Return where nodes are found, by the addresses that are dialed, or None while nothing is known of them.

    After a rotation two addresses of each are served. Keys and this reach pods at different times, so siblings are led
    to the older one, which all routers have, until half of that time is over, when all have the newer one as well.
    """
    ring = keys.get(at, Keys()).served
    if ring is None:
        return None
    overlap = Wish(network=at, settings=wanted.enabled[at].spec, is_used=True).overlap_seconds
    suffix = entries.PREVIOUS if orders.seconds_since_rotation(ring, now) < overlap / 2 else ""
    known = ring.addresses
    found = {i: known.get(f"p2p-{i}{suffix}") or known.get(f"p2p-{i}", "") for i in range(size)}
    return {_node(at, i): address for i, address in found.items() if address}


def _peers(wanted: Anonymity, network: Network) -> Iterator[str]:
    if wanted.transport == "tor" and wanted.tor:
        for i, peer in enumerate(wanted.tor.spec.peers):
            yield f"{TOR_PEERS}.{i}:{peer.partition(':')[2] or network.ports.p2p}"
    if wanted.transport == "i2p" and wanted.i2p:
        for i in range(len(wanted.i2p.spec.peers)):
            yield f"{I2P_PEERS}.{i + 1}:{network.ports.p2p}"
